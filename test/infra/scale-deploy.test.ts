import { expect, test } from "vitest";
import { runProgram } from "../support/engine/index.ts";
import { parseDocument } from "../support/iam/document.ts";
import { decide } from "../support/iam/evaluate.ts";
import { examplesOf } from "../support/iam/examples.ts";
import { detailsOf, faultsOfDocument } from "../support/iam/known-actions.ts";
import { RecordedStack } from "../support/iam/recorded-stack.ts";

/** The real program with its readings summed by queries: who may deploy it, and what its roles may still not do. */

const recording = await runProgram({
  stack: "prod",
  mode: "update",
  overrides: { scale: { hourlyScan: "athena", scannedGbLimit: 200 } },
});
const stack = new RecordedStack("prod", recording);
const shared = new RecordedStack(
  "prod",
  await runProgram({
    stack: "prod",
    mode: "update",
    overrides: { pipeline: { sizes: { bronze: { instanceType: "ml.c5.4xlarge", instances: 8 } } } },
  }),
);
const queried = stack.deployed.filter(({ type }) => /^aws:(?:athena|glue):?/.test(type));

test("the program makes a workgroup, a database and two tables", () => {
  expect(recording.errors).toEqual([]);
  expect(queried.map(({ type }) => type).sort()).toEqual([
    "aws:athena/workgroup:Workgroup",
    "aws:glue/catalogDatabase:CatalogDatabase",
    "aws:glue/catalogTable:CatalogTable",
    "aws:glue/catalogTable:CatalogTable",
  ]);
});

test("the deploy role may make, read, change and remove them, by actions that exist", async () => {
  const calls = queried.flatMap((resource) => stack.callsFor(resource) ?? []);
  for (const action of new Set(calls.map((call) => call.action)))
    expect(await detailsOf(action), action).toBeDefined();
  expect(stack.refused("github-deploy", stack.deployed)).toEqual([]);
});

test("the deploy role may touch none of it where the stack has no queries", async () => {
  const plain = new RecordedStack("prod", await runProgram({ stack: "prod", mode: "update" }));
  const calls = queried.flatMap((resource) => stack.callsFor(resource) ?? []);
  expect(calls.length).toBeGreaterThan(10);
  for (const call of calls)
    expect(decide(plain.role("github-deploy"), call), call.action).toBe("not allowed");
});

test.each([
  ["queries", stack],
  ["several machines", shared],
])("with %s no role needs what its boundary forbids", (_how, { roles }) => {
  const lost = [...roles.values()]
    .filter(({ path }) => !path.endsWith("/github/"))
    .flatMap((role) =>
      role.policies
        .flatMap(examplesOf)
        .filter((request) => decide(role, request) !== "allowed")
        .map(({ action, resource }) => `${role.name}: ${action} ${resource}`),
    );
  expect(lost).toEqual([]);
});

test("the deploy role may make what several machines need", () => {
  expect([...shared.roles.keys()].filter((name) => name.includes("bronze-shard"))).toHaveLength(1);
  expect(shared.refused("github-deploy", shared.deployed)).toEqual([]);
});

test("policies keep to AWS's limits, and name actions that exist on resources that they take", async () => {
  for (const role of stack.roles.values()) {
    expect(role.inlineLength, role.name).toBeLessThanOrEqual(10_240);
    expect(role.attached, role.name).toBeLessThanOrEqual(10);
  }
  for (const { type, name, inputs } of recording.resources) {
    const { policy } = inputs;
    if (typeof policy !== "string" || !policy.includes('"Statement"')) continue;
    if (type === "aws:iam/policy:Policy") expect(policy.length, name).toBeLessThanOrEqual(6144);
    expect(await faultsOfDocument(parseDocument(policy)), name).toEqual([]);
  }
});
