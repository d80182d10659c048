import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { STEP_FAULT } from "../../configs/state-machine.ts";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { metricWriter } from "../metrics.ts";
import { reportedError } from "../pipeline/execute-step.ts";
import type { ReportedError } from "../pipeline/protocol.ts";
import { type StepModules, stepModules } from "../pipeline/steps.ts";
import { withoutValues } from "../redact.ts";
import { Ending } from "./ending.ts";
import { containerFolders, ROOT_VARIABLE } from "./folders.ts";
import { giveUpRoot, RUN_AS_VARIABLE } from "./give-up-root.ts";
import { type LastWords, leaveWith, say } from "./last-words.ts";
import { containerParameters } from "./parameters.ts";
import { runStepInContainer } from "./run-step.ts";

/** How a job is started, and how it is asked to stop. */
export interface JobStart {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
  /** Aborts when the platform asks the job to stop. */
  readonly asked: AbortSignal;
  /** @default the steps of the pipeline */
  readonly modules?: StepModules;
}

/**
 * One data step on the folders that the platform has mounted; everything but its name comes from the environment
 * (`configs/container.ts`).
 * @returns the exit code: 0, or 1 when the exit message says why, and nothing is left to upload
 */
export async function runJob(start: JobStart): Promise<number> {
  const { args, environment, log } = start;
  const root = environment[ROOT_VARIABLE];
  try {
    return await run(start, root);
  } catch (thrown) {
    // Nothing of the user's is at fault here, so that the log may hold the words.
    log.error("The container was started wrongly", { program: args[0], reason: messageOf(thrown) });
    const wrong = { name: STEP_FAULT, message: messageOf(thrown) };
    await say(containerFolders("bronze", "none", root).exitMessage, wrong).catch(() => undefined);
    return 1;
  }
}

async function run(start: JobStart, root: string | undefined): Promise<number> {
  const { args, environment, log, asked, modules = stepModules } = start;
  const told = containerParameters(args, environment);
  const folders = containerFolders(told.step, told.champion, root);
  const outputs = [...Object.values(folders.outputs), folders.facts];
  giveUpRoot(environment[RUN_AS_VARIABLE], [
    tmpdir(),
    ...Object.values(folders.inputs),
    ...outputs,
    dirname(folders.exitMessage),
  ]);
  const scratch = await mkdtemp(join(tmpdir(), `${told.step}-`));
  const last: LastWords = { outputs, scratch, exitMessage: folders.exitMessage, log };
  using ending = new Ending(told.timeoutSeconds, asked, last);
  log.info("Step started", { scratch: tmpdir() });
  try {
    const writeMetrics = metricWriter(told.environment);
    await runStepInContainer({
      step: told.step,
      told,
      folders,
      scratch,
      log,
      writeMetrics,
      signal: ending.signal,
      modules,
    });
  } catch (thrown) {
    const error = ending.reasonFor(thrown) ?? wordsOf(thrown, dirname(folders.facts));
    await leaveWith(error, last);
    // The message is not for the log: it may quote the user's data.
    log.error("Step failed", { error: error.name });
    return 1;
  }
  await rm(scratch, { recursive: true, force: true });
  return 0;
}

/** Of a fault that nobody foresaw, what holds no value: they are a library's words, and may quote the user's data. */
function wordsOf(thrown: unknown, place: string): Pick<ReportedError, "name" | "message"> {
  const { name, message } = reportedError(thrown, place);
  return { name, message: name === STEP_FAULT ? withoutValues(message) : message };
}
