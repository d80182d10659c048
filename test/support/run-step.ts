import { mkdirSync } from "node:fs";
import { DEFAULT_EXPERIMENT } from "../../configs/model-policy.ts";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import type { Progress, Step, StepParameters, StepSummary } from "../../runtime/step.ts";

export interface StepRun {
  /** Folders by place; the outputs are made. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly scratch: string;
  readonly parameters?: Partial<StepParameters>;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Runs one step on folders, as the pipeline does. */
export function runStep(step: Step, run: StepRun): Promise<StepSummary> {
  for (const folder of [...Object.values(run.outputs), run.scratch]) mkdirSync(folder, { recursive: true });
  return step({
    inputs: run.inputs,
    outputs: run.outputs,
    scratch: run.scratch,
    parameters: {
      asOf: null,
      experiment: DEFAULT_EXPERIMENT,
      seed: DEFAULT_SEED,
      threads: 1,
      memoryLimitMb: 400,
      ...run.parameters,
    },
    progress: run.progress ?? (() => {}),
    signal: run.signal ?? new AbortController().signal,
  });
}
