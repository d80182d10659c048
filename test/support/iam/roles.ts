import { type Document, parseDocument } from "./document.ts";
import type { Permissions } from "./evaluate.ts";

/** What a recording of registrations says of roles: of mocks or of the offline engine alike. */

/** One registered resource. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A role with all that decides what it may do. */
export interface RecordedRole extends Permissions {
  /** Its physical name. */
  readonly name: string;
  readonly path: string;
  readonly trust: Document;
  /** ARN of its boundary, whether the program makes that or not. */
  readonly boundaryArn: string | undefined;
  /** Characters of its own policies; AWS allows 10,240 together. */
  readonly inlineLength: number;
  /** How many managed policies it has; AWS allows ten. */
  readonly attached: number;
  readonly maxSessionSeconds: number | undefined;
}

const ROLE = "aws:iam/role:Role";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const MANAGED = "aws:iam/policy:Policy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** @throws when the input is no text: a policy that is still unknown proves nothing */
function text(resource: Registered, input: string): string {
  const value = resource.inputs[input];
  if (typeof value !== "string") throw new Error(`${resource.name}.${input} is no text: ${String(value)}`);
  return value;
}

/** The ARN of a managed policy. Its name and path are given, so that it needs no cloud. */
export function managedPolicyArn(policy: Registered, accountId: string): string {
  return `arn:aws:iam::${accountId}:policy${text(policy, "path")}${text(policy, "name")}`;
}

/**
 * All roles of a program, by physical name.
 * @throws when a policy belongs to no role of the program, or an attached one is not made by it
 */
export function rolesOf(
  resources: readonly Registered[],
  accountId: string,
): ReadonlyMap<string, RecordedRole> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const managed = new Map(
    ofType(MANAGED).map((policy) => [managedPolicyArn(policy, accountId), text(policy, "policy")]),
  );
  const inline = Map.groupBy(ofType(INLINE), (policy) => text(policy, "role"));
  const attached = Map.groupBy(ofType(ATTACHMENT), (attachment) => text(attachment, "role"));
  const roles = new Map(
    ofType(ROLE).map((role) => {
      const name = text(role, "name");
      const own = (inline.get(name) ?? []).map((policy) => text(policy, "policy"));
      const shared = (attached.get(name) ?? []).map((attachment) => {
        const arn = text(attachment, "policyArn");
        const policy = managed.get(arn);
        if (policy === undefined) throw new Error(`${name} has ${arn}, which the program does not make.`);
        return policy;
      });
      const boundaryArn = role.inputs["permissionsBoundary"];
      const boundary = typeof boundaryArn === "string" ? managed.get(boundaryArn) : undefined;
      const session = role.inputs["maxSessionDuration"];
      const recorded: RecordedRole = {
        name,
        path: text(role, "path"),
        trust: parseDocument(text(role, "assumeRolePolicy")),
        policies: [...own, ...shared].map(parseDocument),
        boundaryArn: typeof boundaryArn === "string" ? boundaryArn : undefined,
        ...(boundary === undefined ? {} : { boundary: parseDocument(boundary) }),
        inlineLength: own.join("").replace(/\s/g, "").length,
        attached: shared.length,
        maxSessionSeconds: typeof session === "number" ? session : undefined,
      };
      return [name, recorded] as const;
    }),
  );
  const strays = [...inline.keys(), ...attached.keys()].filter((name) => !roles.has(name));
  if (strays.length > 0) throw new Error(`Policies belong to no role of the program: ${strays.join(", ")}`);
  return roles;
}
