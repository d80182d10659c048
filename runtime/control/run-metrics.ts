import { z } from "zod";
import type { StepName } from "../../configs/pipeline.ts";
import { stepState } from "../../configs/state-machine.ts";
import type { TaskRecord } from "../manifest/manifest.ts";
import type { MetricValues } from "../metrics.ts";
import type { RunReport } from "../pipeline/run-report.ts";

const DAY_MS = 24 * 3600 * 1000;

/** Seconds since a run has begun. */
export function runSeconds(startedAt: string, now: number): number {
  return Math.max(0, (now - Date.parse(startedAt)) / 1000);
}

/** What a completed run is measured by: its steps' facts, and how its model did on the holdout. Unknown values are left out. */
export function runMetrics(
  steps: readonly TaskRecord[],
  report: Pick<RunReport, "started_at" | "model"> | undefined,
  now: number,
): MetricValues {
  const fact = factsOf(steps);
  const asOf = fact("bronze", "as_of", z.iso.date());
  const verdict = fact("drift", "verdict", z.string());
  return defined({
    RunSeconds: report === undefined ? undefined : runSeconds(report.started_at, now),
    RowsQuarantined: fact("bronze", "rows_quarantined", z.number()),
    DataAgeDays: asOf === undefined ? undefined : Math.floor((now - Date.parse(asOf)) / DAY_MS),
    CustomersScored: fact("score", "customers", z.number()),
    CustomersCritical: fact("score", "tier_critical", z.number()),
    PrAuc: report?.model?.metrics["prAuc"]?.value,
    // The alarm hears of every run, of one without drift too: so it is over when the drift is.
    DriftDetected: verdict === undefined ? undefined : Number(verdict !== "none"),
  });
}

function factsOf(steps: readonly TaskRecord[]) {
  return <Value>(step: StepName, name: string, schema: z.ZodType<Value>): Value | undefined => {
    const record = steps.find(({ state }) => state === stepState(step));
    const facts = z.record(z.string(), z.unknown()).safeParse(record?.result).data;
    return schema.safeParse(facts?.[name]).data;
  };
}

function defined(
  values: { readonly [Name in keyof MetricValues]: MetricValues[Name] | undefined },
): MetricValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
