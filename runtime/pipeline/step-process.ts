import type { Progress } from "../step.ts";
import { executeStep, reportedError } from "./execute-step.ts";
import { isOrder, type Job, type Report } from "./protocol.ts";
import { measure } from "./usage.ts";

/**
 * The process of one data step: takes a job from the runner, reports progress and result, and ends. Memory that the
 * step's libraries took goes back to the machine with it, and each step has its own figure.
 *
 * When the runner is gone, nobody can use the result: the process stops at once.
 */

/** Progress messages per second at most: more would only keep the runner busy. */
const PROGRESS_INTERVAL_MS = 200;

const cancellation = new AbortController();

function send(report: Report): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(report, undefined, undefined, () => resolve());
  });
}

function throttled(): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - last < PROGRESS_INTERVAL_MS && progress.done !== progress.total) return;
    last = now;
    void send({ type: "progress", progress });
  };
}

async function run(job: Job): Promise<void> {
  const usage = measure();
  try {
    const summary = await executeStep(job, throttled(), cancellation.signal);
    await send({ type: "done", summary, usage: usage() });
    process.exit(0);
  } catch (thrown) {
    await send({ type: "failed", error: reportedError(thrown, job.scratch), usage: usage() });
    process.exit(1);
  }
}

if (process.send === undefined) {
  process.stderr.write("This file is started by the pipeline. `spanishgas step` runs one step by hand.\n");
  process.exit(1);
}
// Not `process.exit`: that waits for the query at work, which may read for a minute, beside the run that takes over.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
// Ctrl-C reaches every process of the terminal; the runner decides what it means, and says so.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => cancellation.abort());
process.on("message", (message) => {
  if (!isOrder(message)) return;
  if (message.type === "cancel") cancellation.abort();
  else void run(message.job);
});
void send({ type: "ready" });
