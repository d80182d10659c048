import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ContainerProgram, stepFactsFile } from "../../configs/container.ts";
import { throwIfCancelled } from "../errors.ts";
import { jsonText } from "../json.ts";
import type { Log } from "../log.ts";
import type { TaskUsage } from "../manifest/manifest.ts";
import type { WriteMetrics } from "../metrics.ts";
import { executeStep } from "../pipeline/execute-step.ts";
import type { StepFacts } from "../pipeline/step-facts.ts";
import { type StepModules, shardModule, stepModules } from "../pipeline/steps.ts";
import { measure } from "../pipeline/usage.ts";
import type { Progress, StepSummary } from "../step.ts";
import type { ContainerFolders } from "./folders.ts";
import type { ContainerParameters } from "./parameters.ts";

/** Progress is logged this often at most, in ms. */
const PROGRESS_INTERVAL_MS = 10_000;

/** What a step runs on. */
export interface StepContainer {
  readonly step: ContainerProgram;
  readonly told: ContainerParameters;
  readonly folders: ContainerFolders;
  readonly scratch: string;
  readonly log: Log;
  readonly writeMetrics: WriteMetrics;
  readonly signal: AbortSignal;
  /** @default the steps of the pipeline */
  readonly modules?: StepModules;
}

/**
 * Runs one step on the platform's folders, and leaves there what it says of itself.
 * @throws what the step throws, and CancelledError when it was asked to stop before it began
 */
export async function runStepInContainer(container: StepContainer): Promise<void> {
  const { step, told, folders, scratch, log, writeMetrics, signal, modules = stepModules } = container;
  const { parameters, runId } = told;
  throwIfCancelled(signal);
  for (const folder of [...Object.values(folders.outputs), folders.facts])
    await mkdir(folder, { recursive: true });
  const module = step === "bronze-shard" ? shardModule : modules[step];
  const usage = measure();
  const startedAt = new Date().toISOString();
  const facts = await executeStep(
    { ...module, inputs: folders.inputs, outputs: folders.outputs, scratch, parameters },
    loggedProgress(log),
    signal,
  );
  const used = usage();
  await writeFacts(folders, step, { facts, usage: used, startedAt, endedAt: new Date().toISOString() });
  log.info("Step ended", { ...used });
  writeMetrics(metricsOf(facts, used), { step, run: runId });
}

function metricsOf(facts: StepSummary, { wallSeconds, cpuSeconds, peakMemoryMb }: TaskUsage) {
  const readings = facts["readings"];
  return {
    StepSeconds: wallSeconds,
    StepCpuSeconds: cpuSeconds,
    StepPeakMemoryMb: peakMemoryMb,
    ...(typeof readings === "number" ? { ReadingsPerSecond: readings / wallSeconds } : {}),
  };
}

/** Writes progress into the log: often enough to see that a step is alive. */
export function loggedProgress(log: Log): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return ({ task, done, total, unit }) => {
    const now = performance.now();
    if (now - last < PROGRESS_INTERVAL_MS && done !== total) return;
    last = now;
    log.info("Progress", { task, done, total, unit });
  };
}

async function writeFacts(
  folders: ContainerFolders,
  step: ContainerProgram,
  facts: StepFacts,
): Promise<void> {
  await writeFile(join(folders.facts, stepFactsFile(step)), jsonText(facts));
}
