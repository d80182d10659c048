import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../../policy/rules.ts";
import {
  type Finding,
  type Mode,
  nameOf,
  type Policies,
  ROOT,
  runProgram,
  startPolicies,
} from "../support/engine/index.ts";

/**
 * Each rule has a program in `broken/` that breaks it. All run in one stack, told apart by their resources' names; a
 * stack that keeps every rule is in `good-program.ts`.
 */

const BROKEN = join(import.meta.dirname, "broken");
const broken = readdirSync(BROKEN).map((file) => basename(file, ".ts"));
const modes = ["preview", "update"] as const;

let policies: Policies;
beforeAll(async () => {
  policies = await startPolicies();
});
afterAll(() => policies.stop());

async function findingsOf(code: string, mode: Mode, stack: string): Promise<readonly Finding[]> {
  const recording = await runProgram({ code, stack, mode, config: {} });
  expect(recording.errors).toEqual([]);
  return policies.check(recording);
}

test("each rule has a file, a place in the pack and a program that breaks it", () => {
  const files = readdirSync(join(ROOT, "policy/rules")).map((file) => basename(file, ".ts"));
  expect(rules.map(({ name }) => name).sort()).toEqual(files.sort());
  expect(broken.sort()).toEqual(files);
  expect(policies.rules).toEqual(rules.map(({ name }) => name));
});

describe.each(modes)("in %s", (mode) => {
  let found: readonly Finding[];
  beforeAll(async () => {
    const code = broken.map((name) => `import ${JSON.stringify(join(BROKEN, `${name}.ts`))};`).join("\n");
    found = await findingsOf(code, mode, "prod");
  });

  test.each(broken.filter((name) => name !== "judged-at-update"))(
    "%s is caught in a program that breaks it",
    (rule) => {
      const own = found.filter(({ policy, urn }) => policy === rule && nameOf(urn).startsWith(rule));
      expect(own.map(({ message }) => message)).not.toEqual([]);
      expect(new Set(own.map(({ enforcement }) => enforcement))).toEqual(new Set(["mandatory"]));
    },
  );
});
