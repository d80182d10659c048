import { beforeAll, expect, test } from "vitest";
import { modelPolicy } from "../../configs/model-policy.ts";
import { gateRules } from "../../runtime/model/gate.ts";
import { metricEstimatesSchema, metricNames } from "../../runtime/model/metrics/metrics.ts";
import { type Recording, runProgram } from "../support/engine/index.ts";
import { reached, unreached } from "./reach.ts";

/** K10 and K11: what is written is used. The original's registry and its settings were imported by nothing but tests. */

test("K10: no part of the product lies idle: a program comes to every file, the registry's among them", () => {
  const original: Readonly<Record<string, string>> = {
    "steps/train.ts": 'import { save } from "./artifacts.ts";',
    "steps/artifacts.ts": "export const save = 1;",
    "registry.ts": "export class Registry {}",
  };
  const seen = reached((file) => original[file] ?? "", ["steps/train.ts"]);
  expect(Object.keys(original).filter((file) => !seen.has(file))).toEqual(["registry.ts"]);

  expect(unreached()).toEqual([]);
});

/** Each setting with a value that stands nowhere else, and what it must become in what is registered. */
const SETTINGS: readonly (readonly [setting: string, value: unknown, made: string])[] = [
  ["logRetentionDays", 545, '"retentionInDays":545'],
  ["tags", { CostCentre: "cc-4711" }, "cc-4711"],
  ["monthlyBudgetUsd", 137, '"limitAmount":"137'],
  [
    "alerts",
    { emails: ["k11@example.com"], https: ["https://k11.example.com/hook"] },
    "k11@example.com|https://k11.example.com/hook",
  ],
  [
    "dataLake",
    { bucketName: "k11-lake", encryption: "kms", scoredDays: 411, quarantineDays: 57, oldVersionDays: 43 },
    '"bucket":"k11-lake"|"sseAlgorithm":"aws:kms"|"days":411|"days":57|"noncurrentDays":43',
  ],
  [
    "network",
    { create: { cidr: "10.77.0.0/20", zones: 3, nat: "single" } },
    '10.77.0.0/20|eu-south-2c|"strategy":"Single"',
  ],
  ["modelReaders", ["555555555555"], "arn:aws:iam::555555555555"],
  [
    "pipeline",
    {
      sizes: { gold: { instanceType: "ml.m5.12xlarge", volumeGb: 77 } },
      schedule: { cron: "7 5 ? * TUE *", timeZone: "Atlantic/Canary" },
      volumeKeyArn: "arn:aws:kms:eu-south-2:000000000001:key/k11",
    },
    'ml.m5.12xlarge|"VolumeSizeInGB":77|cron(7 5 ? * TUE *)|Atlantic/Canary|key/k11',
  ],
  [
    "dashboard",
    { cpu: 2048, memoryMb: 5120, tasks: { min: 3, max: 7 } },
    '"cpu":"2048"|"memory":"5120"|"minCapacity":3|"maxCapacity":7',
  ],
  [
    "github",
    {
      repository: "example-org/k11",
      stateBucket: "k11-state",
      branch: "trunk",
      ids: { owner: "7", repository: "8" },
    },
    "repo:example-org/k11|k11-state|refs/heads/trunk|@8",
  ],
];

/** What all resources are asked to be; documents in it read as they would alone. */
const textOf = ({ resources }: Recording) =>
  JSON.stringify(resources.map(({ inputs }) => inputs)).replaceAll("\\", "");

let before: string;
let after: Recording;
beforeAll(async () => {
  const [plain, set] = await Promise.all([
    runProgram({ stack: "dev", mode: "update" }),
    runProgram({
      stack: "dev",
      mode: "update",
      overrides: Object.fromEntries(SETTINGS.map(([setting, value]) => [setting, value])),
    }),
  ]);
  before = textOf(plain);
  after = set;
});

test("K11: every setting reaches what is made, and the gate's limits reach the gate", () => {
  expect(after.errors).toEqual([]);
  const made = textOf(after);
  for (const [setting, , values] of SETTINGS) {
    for (const value of values.split("|")) {
      expect(made.includes(value), `${setting}: ${value}`).toBe(true);
      expect(before.includes(value), `${setting}: ${value} stands there anyway`).toBe(false);
    }
  }

  const metrics = metricEstimatesSchema.parse(
    Object.fromEntries(metricNames.map((name) => [name, { value: 0.02, low: 0.02, high: 0.02 }])),
  );
  const passed = (gate: typeof modelPolicy.gate) =>
    Object.fromEntries(
      gateRules(metrics, undefined, null, { ...modelPolicy, gate }).map((rule) => [rule.name, rule.passed]),
    );
  const { gate } = modelPolicy;
  expect(passed({ ...gate, minimumPrAuc: 0.01, minimumRecall: 0.01, maximumCalibrationError: 0.03 })).toEqual(
    {
      pr_auc: true,
      recall: true,
      calibration_error: true,
    },
  );
  expect(passed({ ...gate, minimumPrAuc: 0.03, minimumRecall: 0.03, maximumCalibrationError: 0.01 })).toEqual(
    {
      pr_auc: false,
      recall: false,
      calibration_error: false,
    },
  );
});
