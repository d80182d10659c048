import { describe, expect, test } from "vitest";
import { unscopedActions } from "../../infra/iam/unscoped-actions.ts";
import { sharedUpdate } from "../support/engine/index.ts";
import { parseDocument } from "../support/iam/document.ts";
import { decide, mayAssume, type Request } from "../support/iam/evaluate.ts";
import { examplesOf } from "../support/iam/examples.ts";
import { detailsOf, faultsOfDocument } from "../support/iam/known-actions.ts";
import { callActions } from "../support/iam/provider-actions/index.ts";
import { RecordedStack } from "../support/iam/recorded-stack.ts";
import { deeds, lakeAccess, objects, type Place } from "../support/iam/role-table.ts";

/**
 * All roles of all stacks, as the real program makes them: what each must be able to do, what it must not, and whether
 * the deploy role can deploy. Decisions are the simulation's (test/support/iam/evaluate.ts): whether AWS knows more
 * reasons to refuse, for example an organisation's, no test here can tell.
 */

const stacks = await Promise.all(
  ["dev", "staging", "prod"].map(async (stack) => new RecordedStack(stack, await sharedUpdate(stack))),
);
const purposes = Object.keys(lakeAccess);
const places = Object.keys(objects).filter((place): place is Place => place in objects);

describe.each(stacks)("$name", (stack) => {
  const bucket = `arn:aws:s3:::spanishgas-data-${stack.name}`;
  const { region, account } = stack.place;
  const may = (purpose: string, request: Request) => decide(stack.role(purpose), request) === "allowed";

  test("the program runs, tags everything with project and environment, and has these roles", () => {
    expect(stack.recording.errors).toEqual([]);
    expect(stack.place.tags).toMatchObject({ Project: "spanishgas", Environment: stack.name });
    expect([...stack.roles.keys()].sort()).toEqual(
      purposes.map((name) => `${stack.prefix}-${name}-role`).sort(),
    );
  });

  test("each role reads, writes and lists its own places of the lake, and nothing else there", () => {
    for (const [purpose, { reads, writes, lists = [] }] of Object.entries(lakeAccess)) {
      for (const place of places) {
        const on = { resource: `${bucket}/${objects[place]}` };
        const what = `${purpose} ${place}`;
        expect(may(purpose, { action: "s3:GetObject", ...on }), `${what} read`).toBe(reads.includes(place));
        expect(may(purpose, { action: "s3:PutObject", ...on }), `${what} write`).toBe(writes.includes(place));
        expect(may(purpose, { action: "s3:DeleteObject", ...on }), `${what} delete`).toBe(false);
        expect(may(purpose, { action: "s3:GetObjectVersion", ...on }), `${what} version`).toBe(false);
        if (purpose === "github-deploy") continue;
        const context = { "s3:prefix": objects[place] };
        const listed = may(purpose, { action: "s3:ListBucket", resource: bucket, context });
        expect(listed, `${what} list`).toBe(reads.includes(place) || lists.includes(place));
      }
    }
  });

  test("each deed is done by those who are there for it, and by nobody else", () => {
    for (const { action, service, resource, by } of deeds) {
      const arn = `arn:aws:${service}:${region}:${account}:${resource(stack.prefix)}`;
      const doers = purposes.filter((purpose) => may(purpose, { action, resource: arn }));
      expect(doers.sort(), `${action} ${arn}`).toEqual([...by].sort());
    }
  });

  test("no role reaches another environment, its names being the same but for one word", () => {
    const other = stack.name === "prod" ? "dev" : "prod";
    for (const role of stack.roles.values()) {
      const abroad = role.policies
        .flatMap(examplesOf)
        // An image is no data: other environments take the one that dev has built.
        .filter(({ action, resource }) => resource !== "*" && !action.startsWith("ecr:"))
        .map((request) => ({
          ...request,
          resource: request.resource.replaceAll(`-${stack.name}`, `-${other}`),
        }))
        .filter(({ resource }) => resource.includes(`-${other}`));
      const reached = abroad.filter((request) => decide(role, request) === "allowed");
      expect(reached.map(({ action, resource }) => `${role.name}: ${action} ${resource}`)).toEqual([]);
    }
  });

  test("every role that a service acts in carries the boundary, and needs nothing that it forbids", () => {
    for (const role of stack.roles.values()) {
      if (role.path.endsWith("/github/")) continue;
      expect(role.boundaryArn, role.name).toBe(
        `arn:aws:iam::${account}:policy/spanishgas/${stack.prefix}-boundary`,
      );
      expect(role.boundary, role.name).toBeDefined();
      const lost = role.policies.flatMap(examplesOf).filter((request) => decide(role, request) !== "allowed");
      expect(lost.map(({ action, resource }) => `${role.name}: ${action} ${resource}`)).toEqual([]);
    }
  });

  test("services act in roles for this account only, and no role is open to an account or to everybody", () => {
    for (const role of stack.roles.values()) {
      for (const { Principal = {}, Effect } of role.trust.Statement) {
        expect(Effect).toBe("Allow");
        expect(Object.keys(Principal), role.name).toEqual([
          role.path.endsWith("/github/") ? "Federated" : "Service",
        ]);
        for (const id of Principal.Service ?? []) {
          const caller = { kind: "Service", id } as const;
          const from = { "aws:SourceAccount": "999999999999" };
          expect(mayAssume(role.trust, caller, "sts:AssumeRole", from), role.name).toBe(false);
          expect(mayAssume(role.trust, caller, "sts:AssumeRole", {}), role.name).toBe(false);
        }
      }
    }
  });

  test("jobs are made isolated, in this stack's network, with the steps' roles, or not at all", () => {
    const job = {
      action: "sagemaker:CreateProcessingJob",
      resource: `arn:aws:sagemaker:${region}:${account}:processing-job/${stack.prefix}-r1-bronze-0-0`,
    };
    const [example] = stack
      .role("pipeline-machine")
      .policies.flatMap(examplesOf)
      .filter(({ action }) => action === job.action);
    const context = example?.context ?? {};
    expect(may("pipeline-machine", { ...job, context })).toBe(true);
    expect(
      may("pipeline-machine", { ...job, context: { ...context, "sagemaker:NetworkIsolation": "false" } }),
    ).toBe(false);
    expect(
      may("pipeline-machine", { ...job, context: { ...context, "sagemaker:VpcSubnets": ["subnet-1"] } }),
    ).toBe(false);
    expect(may("pipeline-machine", { ...job, context: { "sagemaker:NetworkIsolation": "true" } })).toBe(
      false,
    );
    const pass = (name: string, service: string) =>
      may("pipeline-machine", {
        action: "iam:PassRole",
        resource: `arn:aws:iam::${account}:role/spanishgas/${stack.prefix}-${name}-role`,
        context: { "iam:PassedToService": service },
      });
    expect(pass("pipeline-bronze", "sagemaker.amazonaws.com")).toBe(true);
    expect(pass("pipeline-bronze", "lambda.amazonaws.com")).toBe(false);
    expect(pass("pipeline-control", "sagemaker.amazonaws.com")).toBe(false);
    expect(pass("github-deploy", "sagemaker.amazonaws.com")).toBe(false);
  });

  test("the deploy role may make, read, change and remove every resource of the stack", async () => {
    const unknown = stack.deployed.filter((resource) => stack.callsFor(resource) === undefined);
    expect([...new Set(unknown.map(({ type }) => type))]).toEqual([]);
    const actions = new Set(
      stack.deployed.flatMap((r) => (stack.callsFor(r) ?? []).map(({ action }) => action)),
    );
    for (const action of actions) expect(await detailsOf(action), action).toBeDefined();
    expect(stack.refused("github-deploy", stack.deployed)).toEqual([]);
  });

  test("the deploy role may not change the workflows' access", () => {
    const roles = stack.byHand.filter(({ type }) => type === "aws:iam/role:Role");
    expect(roles).toHaveLength(3);
    expect(stack.allowed("github-deploy", roles).filter((line) => !/: iam:(?:Get|List)/.test(line))).toEqual(
      [],
    );
  });

  test("a pull request's role may read no resource of the stack and change none", () => {
    const harmless = /: (?:states:ValidateStateMachineDefinition|ec2:Describe|route53:)/;
    const allowed = stack.allowed("github-preview", stack.deployed);
    expect(allowed.filter((line) => !harmless.test(line))).toEqual([]);
    expect(allowed.filter((line) => /route53:Change/.test(line))).toEqual([]);
  });

  test("the workflows' roles may ask what the program asks", () => {
    for (const { token } of stack.recording.calls) {
      expect(callActions[token], `${token} has no actions in the table`).toBeDefined();
      for (const action of callActions[token] ?? []) {
        for (const purpose of ["github-deploy", "github-preview"]) {
          expect(may(purpose, { action, resource: "*" }), `${purpose} ${action}`).toBe(true);
        }
      }
    }
  });

  test("policies keep to AWS's limits", () => {
    for (const role of stack.roles.values()) {
      expect(role.inlineLength, role.name).toBeLessThanOrEqual(10_240);
      expect(role.attached, role.name).toBeLessThanOrEqual(10);
    }
    for (const { name, inputs } of stack.recording.resources.filter(
      ({ type }) => type === "aws:iam/policy:Policy",
    )) {
      expect(String(inputs["policy"]).length, name).toBeLessThanOrEqual(6144);
    }
  });

  test("every document names actions that exist, on resources that they take, without a wildcard", async () => {
    for (const { name, inputs } of stack.recording.resources) {
      for (const key of ["policy", "resourcePolicy", "assumeRolePolicy"]) {
        const policy = inputs[key];
        if (typeof policy !== "string" || !policy.includes('"Statement"')) continue;
        expect(await faultsOfDocument(parseDocument(policy)), `${name}.${key}`).toEqual([]);
      }
    }
  });
});

test("exactly these actions stand without a resource, each with its reason, and none of them takes one", async () => {
  const used = stacks.flatMap(({ roles }) =>
    [...roles.values()].flatMap(({ policies, boundary }) =>
      [...policies, ...(boundary === undefined ? [] : [boundary])].flatMap(({ Statement }) =>
        Statement.flatMap(({ Action = [], Resource = [] }) => (Resource.includes("*") ? Action : [])),
      ),
    ),
  );
  expect([...new Set(used)].sort()).toEqual(Object.keys(unscopedActions).sort());
  for (const [action, reason] of Object.entries(unscopedActions)) {
    expect(reason.length, action).toBeGreaterThan(30);
    expect((await detailsOf(action))?.isWildcardOnly, action).toBe(true);
  }
});
