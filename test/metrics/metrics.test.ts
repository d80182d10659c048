import fc from "fast-check";
import { expect, test } from "vitest";
import { type MetricName, metrics } from "../../configs/metrics.ts";
import { stepNames } from "../../configs/pipeline.ts";
import { metricWriter } from "../../runtime/metrics.ts";
import { emfLine } from "../support/emf.ts";

const names = Object.keys(metrics).filter((name): name is MetricName => name in metrics);
const AT = Date.UTC(2025, 0, 1);

function written(environment: string) {
  const lines: string[] = [];
  const write = metricWriter(
    environment,
    (line) => lines.push(line),
    () => AT,
  );
  return { lines, write };
}

test("every line that is written holds to the specification, whatever the values", () => {
  const values = fc.dictionary(fc.constantFrom(...names), fc.double());
  fc.assert(
    fc.property(values, fc.constantFrom(...stepNames), (all, step) => {
      const { lines, write } = written("dev");
      write(all, { step, run: "0123456789ab-1" });
      for (const line of lines) expect(() => emfLine.parse(JSON.parse(line))).not.toThrow();
      const known = Object.entries(all).filter(([, value]) => Math.abs(value) <= 2 ** 360);
      const told = lines.flatMap((line) => Object.entries(JSON.parse(line)));
      for (const [name, value] of known) expect(told).toContainEqual([name, value === 0 ? 0 : value]);
      for (const [name, value] of Object.entries(all))
        if (Number.isNaN(value)) expect(told.map(([key]) => key)).not.toContain(name);
    }),
  );
});

test("metrics of a step carry its name, others do not; the run is no dimension", () => {
  const { lines, write } = written("prod");
  write({ StepSeconds: 2, ReadingsPerSecond: 5 }, { step: "bronze", run: "r-1" });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: AT,
        CloudWatchMetrics: [
          {
            Namespace: "SpanishGas/MLOps",
            Dimensions: [["Environment"]],
            Metrics: [{ Name: "ReadingsPerSecond", Unit: "Count/Second" }],
          },
        ],
      },
      Environment: "prod",
      run_id: "r-1",
      ReadingsPerSecond: 5,
    },
    {
      _aws: {
        Timestamp: AT,
        CloudWatchMetrics: [
          {
            Namespace: "SpanishGas/MLOps",
            Dimensions: [["Environment", "Step"]],
            Metrics: [{ Name: "StepSeconds", Unit: "Seconds" }],
          },
        ],
      },
      Environment: "prod",
      Step: "bronze",
      run_id: "r-1",
      StepSeconds: 2,
    },
  ]);
  expect(() => write({ StepSeconds: 1 })).toThrow("StepSeconds is a metric of a step");
});

test("what is no number is left out, and an empty line is not written", () => {
  const { lines, write } = written("dev");
  write({ PrAuc: Number.NaN, RunSeconds: Number.POSITIVE_INFINITY });
  expect(lines).toEqual([]);
});

test.each([
  ["a time in seconds", { Timestamp: Math.floor(AT / 1000) }],
  ["no dimensions", { CloudWatchMetrics: [{ Namespace: "N", Dimensions: [], Metrics: [] }] }],
])("the check of lines finds %s", (_, broken) => {
  const { lines, write } = written("dev");
  write({ RunSeconds: 1 });
  const line = JSON.parse(lines[0] ?? "");
  expect(emfLine.safeParse(line).success).toBe(true);
  expect(emfLine.safeParse({ ...line, _aws: { ...line._aws, ...broken } }).success).toBe(false);
  expect(emfLine.safeParse({ ...line, RunSeconds: "1" }).success).toBe(false);
  expect(emfLine.safeParse({ ...line, Environment: 3 }).success).toBe(false);
});
