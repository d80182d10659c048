import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { STEP_FAULT } from "../../configs/state-machine.ts";
import { messageOf } from "../errors.ts";
import { jsonLog } from "../log.ts";
import type { ReportedError } from "../pipeline/protocol.ts";
import { containerFolders, ROOT_VARIABLE } from "./folders.ts";
import { giveUpRoot, RUN_AS_VARIABLE } from "./give-up-root.ts";
import { containerParameters } from "./parameters.ts";
import { runStepInContainer, say } from "./run-step.ts";

/**
 * What the image runs: one data step on the folders that the platform has mounted. `node runtime/container/entry.ts
 * <step>`; everything else comes from the environment (`configs/container.ts`). Ends with 0, or with 1 and the reason in
 * the exit message. SIGTERM stops the step, which then says so.
 */

/** A step that was asked to stop is waited for this long; then the process ends without it, in ms. */
const GRACE_MS = 60_000;

// Waiting threads of XGBoost must sleep, not spin. Read when the library is loaded, which is later.
process.env["OMP_WAIT_POLICY"] ??= "passive";
const root = process.env[ROOT_VARIABLE];
const log = jsonLog({ step: process.argv[2] ?? null, run_id: process.env["RUN_ID"] ?? null });

async function main(): Promise<ReportedError | undefined> {
  const told = containerParameters(process.argv.slice(2), process.env);
  const folders = containerFolders(told.step, told.champion, root);
  giveUpRoot(process.env[RUN_AS_VARIABLE], [
    tmpdir(),
    ...Object.values(folders.inputs),
    ...Object.values(folders.outputs),
    folders.facts,
    dirname(folders.exitMessage),
  ]);
  const { exitMessage } = folders;
  const stop = new AbortController();
  const late: ReportedError = {
    name: STEP_FAULT,
    message: `The step took longer than ${told.timeoutSeconds} s and was stopped.`,
  };
  let timedOut = false;
  process.once("SIGTERM", () => {
    log.warn("Asked to stop");
    stop.abort();
    setTimeout(() => process.exit(1), GRACE_MS).unref();
  });
  const limit = setTimeout(() => {
    timedOut = true;
    log.error("Out of time");
    stop.abort();
    setTimeout(() => void say(exitMessage, late).finally(() => process.exit(1)), GRACE_MS).unref();
  }, told.timeoutSeconds * 1000);
  limit.unref();
  log.info("Step started", { scratch: tmpdir() });
  const error = await runStepInContainer({ told, folders, log, signal: stop.signal });
  clearTimeout(limit);
  if (error === undefined || !timedOut) return error;
  await say(exitMessage, late);
  return late;
}

const error = await main().catch(async (thrown: unknown) => {
  // Nothing of the user's is at fault here, so that the log may hold the words.
  log.error("The container was started wrongly", { reason: messageOf(thrown) });
  const wrong = { name: STEP_FAULT, message: messageOf(thrown) };
  await say(containerFolders("bronze", "none", root).exitMessage, wrong).catch(() => undefined);
  return wrong;
});
// Not left to the event loop: threads of the libraries may keep it alive.
process.exit(error === undefined ? 0 : 1);
