import { beforeAll, describe, expect, test } from "vitest";
import { nameOf, type RecordedResource, type Recording, runProgram } from "../support/engine/index.ts";

/** What AWS or the provider would trip over although every input is right: the order in which things are made. */

/**
 * Inputs by which a service is told in which role it acts (a schedule's stands in its target). What only names a role
 * for later is not among them.
 */
const ACTS_IN = ["role", "roleArn", "iamRoleArn", "target"] as const;
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ROLE = "aws:iam/role:Role";
/** These are the role's own parts. */
const PARTS = new Set([POLICY, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"]);

/** The roles that a resource acts in from the moment it is made. */
function rolesOf(resource: RecordedResource, roles: ReadonlySet<string>): readonly string[] {
  if (PARTS.has(resource.type)) return [];
  const sources = ACTS_IN.flatMap((input) => resource.propertyDependencies[input] ?? []);
  return sources.filter((urn) => roles.has(urn));
}

function urnsOf({ resources }: Recording, type: string): ReadonlySet<string> {
  return new Set(resources.filter((resource) => resource.type === type).map(({ urn }) => urn));
}

for (const stack of ["dev", "staging", "prod"]) {
  describe(`the stack ${stack}`, () => {
    let recording: Recording;
    beforeAll(async () => {
      recording = await runProgram({ stack, mode: "update" });
    });

    test("lets nothing act in a role that has not yet all of its permissions", () => {
      const { resources } = recording;
      const roles = urnsOf(recording, ROLE);
      const policies = resources.filter(({ type }) => type === POLICY);
      const actors = resources.filter((resource) => rolesOf(resource, roles).length > 0);
      expect(actors.map(({ type }) => type.split(":").at(-1))).toEqual(
        expect.arrayContaining(["FlowLog", "Function", "Schedule", "StateMachine"]),
      );
      const early = actors.flatMap((actor) =>
        rolesOf(actor, roles).flatMap((role) =>
          policies
            .filter(
              ({ dependencies, urn }) => dependencies.includes(role) && !actor.dependencies.includes(urn),
            )
            .map(({ urn }) => `${actor.name} before ${nameOf(urn)}`),
        ),
      );
      expect(early).toEqual([]);
    });

    test("starts the dashboard's tasks when they may pull, write their log, read, and be reached", () => {
      const service = recording.resources.find(({ type }) => type === "aws:ecs/service:Service");
      const names = service?.dependencies.map(nameOf) ?? [];
      const needed = recording.resources.filter(
        ({ type, name }) =>
          (type === POLICY && name.startsWith("dashboard-task")) ||
          type === "aws:lb/listener:Listener" ||
          type === "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders" ||
          type === "aws:ec2/vpcEndpoint:VpcEndpoint",
      );
      expect(needed.length).toBeGreaterThanOrEqual(9);
      expect(names).toEqual(expect.arrayContaining(needed.map(({ name }) => name)));
    });
  });
}
