import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { STEP_LOST } from "../../configs/state-machine.ts";
import { CancelledError, ContractError, InputError, ResourceError, throwIfCancelled } from "../errors.ts";
import type { TaskUsage } from "../manifest/manifest.ts";
import type { Progress, StepSummary } from "../step.ts";
import { isReport, type Job, type Order, type Report, type ReportedError } from "./protocol.ts";

/** A step is asked to stop; after this time it is made to, in ms. */
const GRACE_MS = 5_000;
/** What is kept of the last output of a process, in characters, to explain why it ended. */
const OUTPUT_KEPT = 2_000;

const PROGRAM = fileURLToPath(new URL("step-process.ts", import.meta.url));

/** What a step that succeeded reports. */
export interface StepOutcome {
  readonly summary: StepSummary;
  readonly usage: TaskUsage;
}

/** An error in a step without a class of ours, or the end of its process. Its name is what `Retry` goes by. */
export class StepError extends Error {
  override readonly name: string;

  constructor(name: string, message: string, stack?: string) {
    super(message);
    this.name = name;
    if (stack !== undefined) this.stack = stack;
  }
}

/** A step to run, its limit, and how it is stopped and watched. */
export interface StepRun {
  readonly job: Job;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Runs a step in a process of its own and waits until that process has ended.
 *
 * @throws InputError, ContractError, ResourceError, CancelledError as the step threw them; StepError otherwise,
 *   `States.Timeout` when the step took too long.
 */
export async function runStep({ job, timeoutSeconds, signal, progress }: StepRun): Promise<StepOutcome> {
  throwIfCancelled(signal);
  const child = fork(PROGRAM, {
    // Nothing of the runner's own options (a debugger's port, a test runner's loader) is for the step.
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Waiting threads of XGBoost must sleep, not spin, or two threads on a busy machine are many times slower.
    env: { ...process.env, OMP_WAIT_POLICY: "passive" },
  });
  const output = tail(child);
  let timedOut = false;
  let kill: NodeJS.Timeout | undefined;
  const stop = () => {
    if (child.connected) order(child, { type: "cancel" });
    kill ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  const timeout = setTimeout(() => {
    timedOut = true;
    stop();
  }, timeoutSeconds * 1000);
  signal.addEventListener("abort", stop);
  try {
    const report = await lastReport(child, job, progress);
    if (timedOut) throw new StepError("States.Timeout", `The step took longer than ${timeoutSeconds} s.`);
    if (report?.type === "done") return { summary: report.summary, usage: report.usage };
    throwIfCancelled(signal);
    if (report?.type === "failed") throw errorOf(report.error);
    throw new StepError(STEP_LOST, lostMessage(child, output()));
  } finally {
    clearTimeout(timeout);
    clearTimeout(kill);
    signal.removeEventListener("abort", stop);
  }
}

function order(child: ChildProcess, message: Order): void {
  // The process may end at any moment; then its exit says what there is to say.
  child.send(message, () => undefined);
}

/** The last message of a process before it ended. */
function lastReport(child: ChildProcess, job: Job, progress: Progress): Promise<Report | undefined> {
  return new Promise((resolve, reject) => {
    let last: Report | undefined;
    child.on("message", (message) => {
      if (!isReport(message)) return;
      if (message.type === "ready") order(child, { type: "run", job });
      else if (message.type === "progress") progress(message.progress);
      else last = message;
    });
    child.once("error", reject);
    child.once("close", () => resolve(last));
  });
}

function tail(child: ChildProcess): () => string {
  let kept = "";
  const keep = (chunk: Buffer) => {
    kept = (kept + chunk.toString("utf8")).slice(-OUTPUT_KEPT);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => kept.trim();
}

function lostMessage(child: ChildProcess, output: string): string {
  const end =
    child.signalCode === null
      ? `ended with exit code ${child.exitCode ?? "unknown"}`
      : `was ended by the signal ${child.signalCode}${child.signalCode === "SIGKILL" ? " (out of memory?)" : ""}`;
  return `The step's process ${end}.${output === "" ? "" : ` Its last words: ${output}`}`;
}

function errorOf({ name, message, location, stack }: ReportedError): Error {
  const error = classedError(name, message, location) ?? new StepError(name, message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

function classedError(name: string, message: string, location: ReportedError["location"]): Error | undefined {
  switch (name) {
    case "InputError":
      return new InputError(message, location);
    case "ContractError":
      return new ContractError(message);
    case "ResourceError":
      return new ResourceError(message);
    case "CancelledError":
      return new CancelledError(message);
    default:
      return undefined;
  }
}
