import { z } from "zod";
import type { RunId } from "../../configs/names.ts";
import { type StepName, stepNames } from "../../configs/pipeline.ts";
import { type Plan, stepState } from "../../configs/state-machine.ts";
import type { Lake } from "../lake/lake.ts";
import { summarySchema } from "./protocol.ts";
import type { Session } from "./session.ts";

const stepReportSchema = z.strictObject({
  step: z.enum(stepNames),
  seconds: z.number(),
  cpu_seconds: z.number(),
  /** MB of 1,000,000 bytes. */
  peak_memory_mb: z.number(),
  facts: summarySchema,
});

/** What a run did, for people and programs: `monitoring/<run>/run_report.json`. Holds no customer data. */
export const runReportSchema = z.strictObject({
  run_id: z.string(),
  delivery_id: z.string(),
  attempt: z.int(),
  mode: z.enum(["train", "score"]),
  /** The as-of date that the run resolved; null when it did not come so far. */
  as_of: z.string().nullable(),
  experiment: z.string(),
  seed: z.int(),
  code: z.string(),
  started_at: z.string(),
  ended_at: z.string(),
  /** The model that scored; null where none could. */
  champion: z.string().nullable(),
  /** The model that this run trained, and whether the gate promoted it. */
  candidate: z.strictObject({ version: z.string(), promoted: z.boolean() }).nullable(),
  /** Wall time of the data steps together. */
  step_seconds: z.number(),
  steps: z.array(stepReportSchema),
});
export type RunReport = z.infer<typeof runReportSchema>;
export type StepReport = RunReport["steps"][number];

function reportKey(run: RunId): string {
  return `monitoring/${run}/run_report.json`;
}

/** The report of a run as far as it has come. */
export function reportOf(session: Session, plan: Plan): RunReport {
  const { run } = session.parts;
  const steps = stepNames.map((step) => stepReport(session, step)).filter((report) => report !== undefined);
  const asOf = steps.find(({ step }) => step === "bronze")?.facts["as_of"];
  const promoted = session.record("Register") !== undefined;
  return {
    run_id: run.id,
    delivery_id: run.delivery,
    attempt: run.attempt,
    mode: plan.mode,
    as_of: typeof asOf === "string" ? asOf : run.request.asOf,
    experiment: run.request.experiment,
    seed: run.request.seed,
    code: run.code,
    started_at: run.startedAt,
    ended_at: new Date().toISOString(),
    champion: plan.champion.exists ? plan.champion.version : null,
    candidate: plan.mode === "train" ? { version: run.id, promoted } : null,
    step_seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    steps,
  };
}

function stepReport(session: Session, step: StepName): StepReport | undefined {
  const record = session.record(stepState(step));
  if (record === undefined) return undefined;
  const { wallSeconds, cpuSeconds, peakMemoryMb } = record.usage ?? {
    wallSeconds: 0,
    cpuSeconds: 0,
    peakMemoryMb: 0,
  };
  return {
    step,
    seconds: wallSeconds,
    cpu_seconds: cpuSeconds,
    peak_memory_mb: peakMemoryMb,
    facts: summarySchema.parse(record.result),
  };
}

/** Keeps a report in the lake, beside the run's drift. */
export async function writeReport(session: Session, report: RunReport): Promise<void> {
  const { lake, run } = session.parts;
  await lake.write(reportKey(run.id), `${JSON.stringify(report, null, 2)}\n`);
}

/** The report of a completed run; undefined when the lake has none. */
export async function readReport(lake: Lake, run: RunId): Promise<RunReport | undefined> {
  const stored = await lake.read(reportKey(run));
  return stored === undefined ? undefined : runReportSchema.parse(JSON.parse(stored.text));
}
