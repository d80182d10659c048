import { z } from "zod";
import { type Plan, planModes } from "../../configs/execution.ts";
import type { RunId } from "../../configs/names.ts";
import { type StepName, stepNames } from "../../configs/pipeline.ts";
import { stepState } from "../../configs/state-machine.ts";
import { jsonText } from "../json.ts";
import type { TextReader } from "../lake/lake.ts";
import { estimateSchema } from "../model/metrics/estimate.ts";
import { readDecision } from "./decision.ts";
import { factsSchema } from "./facts.ts";
import type { Session } from "./session.ts";

const stepReportSchema = z.strictObject({
  step: z.enum(stepNames),
  seconds: z.number(),
  cpu_seconds: z.number(),
  /** MB of 1,000,000 bytes. */
  peak_memory_mb: z.number(),
  facts: factsSchema,
});

/** What a run did, for people and programs: `monitoring/<run>/run_report.json`. Holds no customer data. */
export const runReportSchema = z.strictObject({
  run_id: z.string(),
  delivery_id: z.string(),
  attempt: z.int(),
  mode: z.enum(planModes),
  /** The as-of date that the run resolved; null when it did not come so far. */
  as_of: z.string().nullable(),
  experiment: z.string(),
  seed: z.int(),
  code: z.string(),
  started_at: z.string(),
  ended_at: z.string(),
  /** The model that scored; null where none could. */
  champion: z.string().nullable(),
  /** The model that this run trained, whether the gate promoted it, and why or why not. */
  candidate: z
    .strictObject({ version: z.string(), promoted: z.boolean(), reasons: z.array(z.string()) })
    .nullable(),
  /** How the model did on its holdout: the champion, or without one the candidate. */
  model: z
    .strictObject({
      version: z.string(),
      experiment: z.string(),
      threshold: z.number(),
      metrics: z.record(z.string(), estimateSchema),
    })
    .nullable(),
  /** Wall time of the data steps together. */
  step_seconds: z.number(),
  steps: z.array(stepReportSchema),
});
export type RunReport = z.infer<typeof runReportSchema>;
/** Cost and facts of one step in a report. */
export type StepReport = RunReport["steps"][number];

function reportKey(run: RunId): string {
  return `monitoring/${run}/run_report.json`;
}

/** The report of a run that has come to its end. */
export async function reportOf(session: Session, plan: Plan): Promise<RunReport> {
  const { run } = session.parts;
  const steps = stepNames.map((step) => stepReport(session, step)).filter((report) => report !== undefined);
  const asOf = steps.find(({ step }) => step === "bronze")?.facts["as_of"];
  const champion = plan.champion.exists ? plan.champion.version : null;
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
    champion,
    candidate: plan.mode === "train" ? await candidateOf(session) : null,
    model: await modelOf(session, champion ?? run.id),
    step_seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    steps,
  };
}

async function candidateOf(session: Session): Promise<RunReport["candidate"]> {
  const { lake, run } = session.parts;
  const { reasons } = await readDecision(lake, run.id);
  return { version: run.id, promoted: session.record("Register") !== undefined, reasons };
}

async function modelOf(session: Session, version: string): Promise<RunReport["model"]> {
  const { experiment, threshold, metrics } = await readDecision(session.parts.lake, version);
  return { version, experiment, threshold, metrics };
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
    facts: factsSchema.parse(record.result),
  };
}

/** Keeps a report in the lake, beside the run's drift. */
export async function writeReport(session: Session, report: RunReport): Promise<void> {
  const { lake, run } = session.parts;
  await lake.write(reportKey(run.id), jsonText(report));
}

/** The report of a completed run; undefined when the lake has none, or one of another version. */
export async function readReport(lake: TextReader, run: RunId): Promise<RunReport | undefined> {
  const stored = await lake.read(reportKey(run));
  return stored === undefined ? undefined : runReportSchema.safeParse(JSON.parse(stored.text)).data;
}
