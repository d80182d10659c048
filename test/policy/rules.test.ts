import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../../policy/rules.ts";
import { type Policies, ROOT, startPolicies } from "../support/engine/index.ts";
import { iamCases } from "./cases/iam.ts";
import { networkCases } from "./cases/network.ts";
import { resourceCases } from "./cases/resources.ts";
import { type MadeUp, madeUpStack } from "./made-up-stack.ts";

/** Where rules draw the line: cases that are nearly right or nearly wrong, each asked of the pack as Pulumi asks it. */

let policies: Policies;
beforeAll(async () => {
  policies = await startPolicies();
});
afterAll(() => policies.stop());

/** What a rule says about resources: the findings without the rule's description and remedy. */
async function said(rule: string, resources: readonly MadeUp[], stack?: string): Promise<readonly string[]> {
  const findings = await policies.check(madeUpStack(resources, stack));
  return findings
    .filter(({ policy }) => policy === rule)
    .map(({ message }) => message.split("\n").slice(1).join("\n"))
    .map((message) => message.split(". ")[0] ?? "");
}

const cases = [...iamCases, ...networkCases, ...resourceCases];

describe.each([...new Set(cases.map(({ rule }) => rule))])("%s", (rule) => {
  test.each(cases.filter((each) => each.rule === rule))("$what", async ({ resources, finds = [], stack }) => {
    expect(await said(rule, resources, stack)).toEqual(finds);
  });
});

test("a company exempts a resource by name and reason, sets options, and turns a rule down", async () => {
  const queue = (name: string): MadeUp => ({ type: "aws:sns/topic:Topic", name, inputs: {} });
  const logs: MadeUp = {
    type: "aws:cloudwatch/logGroup:LogGroup",
    name: "logs",
    inputs: { retentionInDays: 90 },
  };
  const exempt = [{ resource: "old", reason: "Goes away with the migration." }];
  await policies.configure({
    "messages-encrypted": { enforcement: "advisory", options: { exempt } },
    "log-retention": { enforcement: "mandatory", options: { minimumDays: 400 } },
    "budget-present": { enforcement: "disabled" },
  });
  const findings = await policies.check(madeUpStack([queue("old"), queue("new"), logs]));
  await policies.configure({});
  const of = (rule: string) =>
    findings
      .filter(({ policy }) => policy === rule)
      .map(({ urn, enforcement }) => `${enforcement} ${urn.split("::").at(-1)}`);
  expect(of("messages-encrypted")).toEqual(["advisory new"]);
  expect(of("log-retention")).toEqual(["mandatory logs"]);
  expect(of("budget-present")).toEqual([]);
});

test("an exemption without a reason is refused", async () => {
  await policies.configure({
    "messages-encrypted": {
      enforcement: "mandatory",
      options: { exempt: [{ resource: "old", reason: "" }] },
    },
  });
  const topic: MadeUp = { type: "aws:sns/topic:Topic", name: "old", inputs: {} };
  await expect(policies.check(madeUpStack([topic]))).rejects.toThrow(/reason/);
  await policies.configure({});
});

test("the pack's README lists every rule as it is", () => {
  const readme = readFileSync(join(ROOT, "policy/README.md"), "utf8");
  const rows = rules.map(({ name, severity, enforcementLevel, faults }) =>
    [`| \`${name}\``, severity, enforcementLevel, faults.join(", ") || "-", ""].join(" | "),
  );
  expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
});
