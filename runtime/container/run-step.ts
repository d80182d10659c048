import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EXIT_MESSAGE_CHARACTERS, stepFactsFile } from "../../configs/container.ts";
import type { StepName } from "../../configs/pipeline.ts";
import { jsonText } from "../json.ts";
import type { Log } from "../log.ts";
import { executeStep, reportedError } from "../pipeline/execute-step.ts";
import type { ReportedError } from "../pipeline/protocol.ts";
import type { StepFacts } from "../pipeline/step-facts.ts";
import { type StepModules, stepModules } from "../pipeline/steps.ts";
import { measure } from "../pipeline/usage.ts";
import type { Progress } from "../step.ts";
import type { ContainerFolders } from "./folders.ts";
import type { ContainerParameters } from "./parameters.ts";

/** Progress is logged this often at most, in ms. */
const PROGRESS_INTERVAL_MS = 10_000;

/** What a step runs on. */
export interface StepContainer {
  readonly told: ContainerParameters;
  readonly folders: ContainerFolders;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** @default the steps of the pipeline */
  readonly modules?: StepModules;
}

/**
 * Runs one step on the platform's folders. What a failed step has written is removed: the platform would upload it.
 * @returns the error that the step failed with; undefined when it did well
 */
export async function runStepInContainer(container: StepContainer): Promise<ReportedError | undefined> {
  const { told, folders, log, signal, modules = stepModules } = container;
  const { step, parameters } = told;
  const outputs = [...Object.values(folders.outputs), folders.facts];
  for (const folder of outputs) await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), `${step}-`));
  const usage = measure();
  const startedAt = new Date().toISOString();
  try {
    const facts = await executeStep(
      { ...modules[step], inputs: folders.inputs, outputs: folders.outputs, scratch, parameters },
      logged(log),
      signal,
    );
    await writeFacts(folders, step, {
      facts,
      usage: usage(),
      startedAt,
      endedAt: new Date().toISOString(),
    });
    log.info("Step ended", { ...usage() });
    return undefined;
  } catch (thrown) {
    const error = reportedError(thrown, dirname(folders.facts));
    for (const folder of outputs) await empty(folder);
    await say(folders.exitMessage, error);
    // The message is not for the log: it may quote the user's data.
    log.error("Step failed", { error: error.name });
    return error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function logged(log: Log): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return ({ task, done, total, unit }) => {
    const now = performance.now();
    if (now - last < PROGRESS_INTERVAL_MS && done !== total) return;
    last = now;
    log.info("Progress", { task, done, total, unit });
  };
}

async function writeFacts(folders: ContainerFolders, step: StepName, facts: StepFacts): Promise<void> {
  await writeFile(join(folders.facts, stepFactsFile(step)), jsonText(facts));
}

/** The platform has mounted the folder: it stays, and what lies in it goes. */
async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Leaves the reason where the platform looks for it. */
export async function say(file: string, error: Pick<ReportedError, "name" | "message">): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, exitText(error));
}

/** `<class>: <message>`, cut to what the platform takes, between two characters. */
export function exitText({ name, message }: Pick<ReportedError, "name" | "message">): string {
  const text = `${name}: ${message}`;
  // The platform counts characters, and a text of as many bytes is never longer.
  const limit = EXIT_MESSAGE_CHARACTERS;
  if (Buffer.byteLength(text) <= limit) return text;
  const cut = Buffer.from(text).subarray(0, limit - Buffer.byteLength("…"));
  return `${new TextDecoder().decode(cut, { stream: true })}…`;
}
