import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../../policy/rules.ts";
import {
  type Finding,
  type Mode,
  nameOf,
  type Policies,
  type RecordedResource,
  type Recording,
  ROOT,
  runProgram,
  startPolicies,
  UNKNOWN,
  type Values,
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
    "%s is caught in a program that breaks it, with what to do",
    (rule) => {
      const own = found.filter(({ policy, urn }) => policy === rule && nameOf(urn).startsWith(rule));
      expect(own).not.toEqual([]);
      const remedy = rules.find(({ name }) => name === rule)?.remediationSteps ?? "no remedy";
      for (const { enforcement, message } of own) {
        expect(enforcement).toBe("mandatory");
        expect(message.endsWith(`. ${remedy}.`)).toBe(true);
      }
    },
  );

  test("a document that only the update knows is told of in the preview and judged at the update", () => {
    const wrong = found.filter(
      ({ policy, urn }) => policy === "no-wildcard-actions" && nameOf(urn) === "judged-at-update",
    );
    const told = found.filter(({ policy }) => policy === "judged-at-update");
    expect(wrong).toHaveLength(mode === "preview" ? 0 : 1);
    expect(told.map(({ enforcement }) => enforcement)).toEqual(mode === "preview" ? ["advisory"] : []);
    if (mode === "preview") {
      expect(told[0]?.message).toMatch(/\n {2}policy \(.*no-wildcard-actions.*\): .*judged-at-update/);
    }
  });
});

describe("a stack that keeps every rule", () => {
  const code = `import ${JSON.stringify(join(import.meta.dirname, "good-program.ts"))};`;
  const recordings = new Map<Mode, Recording>();
  beforeAll(async () => {
    for (const mode of modes)
      recordings.set(mode, await runProgram({ code, stack: "prod", mode, config: {} }));
  });
  const recordingOf = (mode: Mode): Recording => {
    const recording = recordings.get(mode);
    if (recording === undefined) throw new Error(`The program did not run as ${mode}.`);
    return recording;
  };

  test("passes as preview, which tells what it leaves to the update", async () => {
    expect(recordingOf("preview").errors).toEqual([]);
    const findings = await policies.check(recordingOf("preview"));
    expect(findings.map(({ policy }) => policy)).toEqual(["judged-at-update"]);
  });

  test("passes as update, with nothing left to judge", async () => {
    expect(recordingOf("update").errors).toEqual([]);
    expect(await policies.check(recordingOf("update"))).toEqual([]);
  });

  /** The recording as it were if nothing of a resource's inputs were known: each then comes from elsewhere. */
  const withoutKnowing = (isUnknown: (resource: RecordedResource) => boolean): Recording => {
    const recording = recordingOf("update");
    const elsewhere = recording.resources.find(({ type }) => type === "aws:kms/key:Key")?.urn ?? "";
    return {
      ...recording,
      resources: recording.resources.map((resource) => {
        if (!isUnknown(resource) || resource.type === "pulumi:pulumi:Stack") return resource;
        const unknown = (values: Values): Values =>
          Object.fromEntries(Object.keys(values).map((name) => [name, UNKNOWN]));
        return {
          ...resource,
          inputs: unknown(resource.inputs),
          outputs: unknown(resource.outputs),
          propertyDependencies: Object.fromEntries(
            Object.keys(resource.inputs).map((name) => [
              name,
              [...(resource.propertyDependencies[name] ?? []), elsewhere],
            ]),
          ),
        };
      }),
    };
  };

  test("raises no alarm, and stops no rule, whichever resource is unknown", async () => {
    for (const { urn, type } of recordingOf("update").resources) {
      const findings = await policies.check(withoutKnowing((resource) => resource.urn === urn));
      const alarms = findings.filter(({ policy }) => policy !== "judged-at-update");
      expect(alarms.map(({ policy, resource, message }) => [type, policy, resource, message])).toEqual([]);
    }
  });

  test("no rule passes over what is unknown in silence", async () => {
    const [told] = (await policies.check(withoutKnowing(() => true))).filter(
      ({ policy }) => policy === "judged-at-update",
    );
    const silent = rules.map(({ name }) => name).filter((name) => !told?.message.includes(name));
    // These ask what resources there are, how they are connected and what is given at all: every preview knows.
    expect(silent).toEqual([
      "current-resource-types",
      "no-aws-managed-policies",
      "no-iam-users",
      "queue-dead-letter",
      "judged-at-update",
    ]);
  });
});
