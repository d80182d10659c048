import type { RecordedResource, Recording } from "../engine/index.ts";
import { defaultTagsOf } from "../engine/tags.ts";
import { decide, type Request } from "./evaluate.ts";
import { providerActions } from "./provider-actions/index.ts";
import type { Place } from "./provider-needs.ts";
import { type RecordedRole, rolesOf } from "./roles.ts";

/**
 * A recorded stack and its roles. Every resource that the program makes can be looked up in the table of what AWS's
 * provider calls for its type. The table is written from the provider's behaviour, not from the deploy role.
 */
export class RecordedStack {
  readonly name: string;
  readonly recording: Recording;
  readonly roles: ReadonlyMap<string, RecordedRole>;
  readonly place: Place;

  constructor(name: string, recording: Recording) {
    this.name = name;
    this.recording = recording;
    this.place = placeOf(recording);
    this.roles = rolesOf(recording.resources, this.place.account);
  }

  get prefix(): string {
    return `spanishgas-${this.name}`;
  }

  /** A role by what it is for: the middle of its name. */
  role(purpose: string): RecordedRole {
    const role = this.roles.get(`${this.prefix}-${purpose}-role`);
    if (role === undefined) throw new Error(`The stack ${this.name} has no role for ${purpose}.`);
    return role;
  }

  /** What a deployment makes and changes. */
  get deployed(): readonly RecordedResource[] {
    return this.recording.resources.filter((resource) => ofTheCloud(resource) && !byHand(resource));
  }

  /** The workflows' own access: an administrator's to change. */
  get byHand(): readonly RecordedResource[] {
    return this.recording.resources.filter((resource) => ofTheCloud(resource) && byHand(resource));
  }

  /** What AWS's provider calls for a resource; undefined when the table does not say. */
  callsFor(resource: RecordedResource): readonly Request[] | undefined {
    if (resource.type !== INLINE) return providerActions[resource.type]?.(resource, this.place);
    // A role's own policies have no ARN: the calls are made on the role.
    const name = String(resource.inputs["role"]);
    const role = this.recording.resources.find(
      ({ type, inputs }) => type === "aws:iam/role:Role" && inputs["name"] === name,
    );
    const context = { "iam:PermissionsBoundary": String(role?.inputs["permissionsBoundary"]) };
    return ["PutRolePolicy", "GetRolePolicy", "DeleteRolePolicy"].map((action) => ({
      action: `iam:${action}`,
      resource: String(role?.outputs["arn"]),
      context,
    }));
  }

  /** Calls for some resources that a role may not make, one line each. */
  refused(purpose: string, resources: readonly RecordedResource[]): string[] {
    return this.#decided(purpose, resources, (decision) => decision !== "allowed");
  }

  /** Calls for some resources that a role may make, one line each. */
  allowed(purpose: string, resources: readonly RecordedResource[]): string[] {
    return this.#decided(purpose, resources, (decision) => decision === "allowed");
  }

  #decided(
    purpose: string,
    resources: readonly RecordedResource[],
    wanted: (decision: ReturnType<typeof decide>) => boolean,
  ): string[] {
    const role = this.role(purpose);
    return resources.flatMap((resource) =>
      (this.callsFor(resource) ?? [])
        .filter((request) => wanted(decide(role, request)))
        .map((request) => `${resource.name}: ${request.action} on ${request.resource}`),
    );
  }
}

const INLINE = "aws:iam/rolePolicy:RolePolicy";
const byHand = ({ urn }: RecordedResource) => urn.includes("spanishgas:index:GithubOidc$");
const ofTheCloud = ({ type }: RecordedResource) => /^(?:aws|awsx|docker-build):/.test(type);

/** The account is read from a role's ARN, region and tags from the program's provider. */
function placeOf({ resources }: Recording): Place {
  const role = resources.find(({ type }) => type === "aws:iam/role:Role");
  const account = /^arn:aws:iam::(\d{12}):/.exec(String(role?.outputs["arn"]))?.[1];
  if (account === undefined) throw new Error("The recording has no role to read the account from.");
  const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
  const tags = Object.entries(defaultTagsOf(provider)).map(([key, value]) => [key, String(value)] as const);
  return { region: String(provider?.inputs["region"]), account, tags: Object.fromEntries(tags) };
}
