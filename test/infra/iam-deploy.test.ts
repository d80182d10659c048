import { describe, expect, test } from "vitest";
import { type RecordedResource, type Recording, runProgram } from "../support/engine/index.ts";
import { defaultTagsOf } from "../support/engine/tags.ts";
import { decide } from "../support/iam/evaluate.ts";
import { detailsOf } from "../support/iam/known-actions.ts";
import { callActions, providerActions } from "../support/iam/provider-actions/index.ts";
import type { Place } from "../support/iam/provider-needs.ts";
import { rolesOf } from "../support/iam/roles.ts";
import { accountOf, stacks } from "../support/iam/stacks.ts";

/**
 * Whether a stack's deploy role can deploy that stack: every resource that the program makes is looked up in the table
 * of what AWS's provider calls for its type, and every call is decided. The table is written from the provider's
 * behaviour, not from the role; what it does not say is not tested.
 */

/** What an administrator makes: the workflows' own access, and roles' policies by way of their role. */
const byHand = (resource: RecordedResource) => resource.urn.includes("spanishgas:index:GithubOidc$");
const ofTheCloud = ({ type }: RecordedResource) => /^(?:aws|awsx|docker-build):/.test(type);

for (const stack of stacks) {
  describe(stack, async () => {
    const recording: Recording = await runProgram({ stack, mode: "update" });
    const account = accountOf(recording);
    const roles = rolesOf(recording.resources, account);
    const resources = recording.resources.filter((resource) => ofTheCloud(resource) && !byHand(resource));
    const place = placeOf(recording, account);
    const roleNamed = (purpose: string) => {
      const role = roles.get(`spanishgas-${stack}-github-${purpose}-role`);
      if (role === undefined) throw new Error(`The stack ${stack} has no role to ${purpose}.`);
      return role;
    };

    test("the program runs, and its provider tags everything with project and environment", () => {
      expect(recording.errors).toEqual([]);
      expect(place.tags).toMatchObject({ Project: "spanishgas", Environment: stack });
    });

    test("every type of resource has its calls in the table, and every call is an action of AWS", async () => {
      // A role's inline policies are told beside it: their calls are made on the role.
      const unknown = resources.filter(({ type }) => !(type in providerActions) && type !== INLINE);
      expect([...new Set(unknown.map(({ type }) => type))]).toEqual([]);
      const actions = new Set(resources.flatMap((r) => requestsOf(r, place).map(({ action }) => action)));
      for (const action of actions) expect(await detailsOf(action), action).toBeDefined();
    });

    test("the deploy role may make, read, change and remove every resource", () => {
      const role = roleNamed("deploy");
      const refused = resources.flatMap((resource) =>
        requestsOf(resource, place)
          .filter((request) => decide(role, request) !== "allowed")
          .map(({ action, resource: on }) => `${resource.name}: ${action} on ${on}`),
      );
      expect(refused).toEqual([]);
    });

    test("the deploy and the preview role may ask what the program asks", () => {
      for (const { token } of recording.calls) {
        const actions = callActions[token];
        expect(actions, `${token} has no actions in the table`).toBeDefined();
        for (const action of actions ?? []) {
          for (const purpose of ["deploy", "preview"]) {
            const decision = decide(roleNamed(purpose), { action, resource: "*" });
            expect(decision, `${purpose} ${action}`).toBe("allowed");
          }
        }
      }
    });

    test("the deploy role may not touch what an administrator makes", () => {
      const role = roleNamed("deploy");
      const own = recording.resources.filter(
        (resource) => byHand(resource) && resource.type === "aws:iam/role:Role",
      );
      expect(own).toHaveLength(3);
      for (const resource of own) {
        const writes = requestsOf(resource, place).filter(({ action }) => !/:(?:Get|List)/.test(action));
        expect(writes.filter((request) => decide(role, request) === "allowed")).toEqual([]);
      }
    });
  });
}

const INLINE = "aws:iam/rolePolicy:RolePolicy";

function requestsOf(resource: RecordedResource, place: Place) {
  if (resource.type !== INLINE) return providerActions[resource.type]?.(resource, place) ?? [];
  const role = String(resource.inputs["role"]);
  return ["iam:PutRolePolicy", "iam:GetRolePolicy", "iam:DeleteRolePolicy"].map((action) => ({
    action,
    resource: `arn:aws:iam::${place.account}:role/spanishgas/${role}`,
    context: {
      "iam:PermissionsBoundary": `arn:aws:iam::${place.account}:policy/spanishgas/${prefixOf(place)}-boundary`,
    },
  }));
}

const prefixOf = ({ tags }: Place) => `${tags["Project"]}-${tags["Environment"]}`;

function placeOf({ resources }: Recording, account: string): Place {
  const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
  const tags = Object.fromEntries(
    Object.entries(defaultTagsOf(provider)).map(([key, value]) => [key, String(value)]),
  );
  return { region: String(provider?.inputs["region"]), account, tags };
}
