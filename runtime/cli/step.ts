import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { IsoDate } from "../../configs/names.ts";
import { type StepName, steps } from "../../configs/pipeline.ts";
import { InputError } from "../errors.ts";
import { executeStep } from "../pipeline/execute-step.ts";
import { stepModules } from "../pipeline/steps.ts";
import { measure } from "../pipeline/usage.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { ProgressLine } from "./progress.ts";
import { withScratch } from "./scratch.ts";

export interface StepOptions extends CommonOptions {
  readonly input: Readonly<Record<string, string>>;
  readonly output: Readonly<Record<string, string>>;
  readonly asOf?: IsoDate;
  readonly experiment: string;
  readonly sentiment: string;
  readonly seed: number;
  readonly threads: number;
  readonly memory?: number;
}

/** `spanishgas step`: one data step on given folders, as a container runs it. Prints its facts as JSON. */
export async function step(name: StepName, options: StepOptions, context: CommandContext): Promise<ExitCode> {
  const definition = steps[name];
  const inputs = absolute(options.input);
  const outputs = absolute(options.output);
  const missing =
    definition.reads.find((place) => inputs[place] === undefined && !definition.optional?.includes(place)) ??
    definition.writes.find((place) => outputs[place] === undefined);
  if (missing !== undefined)
    throw new InputError(
      `Step ${name} needs the folder "${missing}"; give --${definition.writes.includes(missing) ? "output" : "input"} ${missing}=FOLDER.`,
    );
  const line = new ProgressLine(context.log);
  const usage = measure();
  for (const folder of Object.values(outputs)) await mkdir(folder, { recursive: true });
  const { asOf = null, experiment, sentiment, seed, threads, memory = definition.memoryLimitMb } = options;
  const facts = await withScratch("step", (scratch) =>
    executeStep(
      {
        ...stepModules[name],
        inputs,
        outputs,
        scratch,
        parameters: { asOf, experiment, sentiment, seed, threads, memoryLimitMb: memory },
      },
      (event) => line.show(name, event),
      context.signal,
    ),
  ).finally(() => line.end());
  const { wallSeconds, cpuSeconds, peakMemoryMb } = usage();
  printJson(context, {
    step: name,
    seconds: wallSeconds,
    cpu_seconds: cpuSeconds,
    peak_memory_mb: peakMemoryMb,
    facts,
  });
  return exitCodes.done;
}

function absolute(folders: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(folders).map(([place, folder]) => [place, resolve(folder)]));
}
