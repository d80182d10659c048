import { z } from "zod";
import type { Json } from "../../configs/asl.ts";
import type { CaughtError } from "../../configs/execution.ts";
import type { ControlCall } from "../../configs/functions.ts";
import { DRIFT_DETECTED } from "../../configs/metrics.ts";
import { runId } from "../../configs/names.ts";
import { type ControlState, stepState, type Task, tasks } from "../../configs/state-machine.ts";
import { today } from "../bronze/today.ts";
import { CancelledError } from "../errors.ts";
import type { LakeTexts } from "../lake/lake.ts";
import type { Log } from "../log.ts";
import type { DynamoManifest } from "../manifest/dynamo-manifest.ts";
import { LeaseLost, type RunRecord, type TaskRecord } from "../manifest/manifest.ts";
import { alertKey } from "../pipeline/alerts.ts";
import { controlTasks } from "../pipeline/control-tasks.ts";
import type { AlertPublisher, PipelineEvent } from "../pipeline/events.ts";
import type { Freezer } from "../pipeline/freeze.ts";
import { Session } from "../pipeline/session.ts";
import type { Registry } from "../registry/registry.ts";
import { controlEvent, type EndedExecution } from "./event.ts";
import type { WriteMetric } from "./metrics.ts";
import { prepareScan } from "./prepare-scan.ts";
import { stepRecords } from "./step-records.ts";

/** What the control function works on. */
export interface ControlParts {
  readonly lake: LakeTexts;
  readonly manifest: DynamoManifest;
  readonly registry: Registry;
  readonly freezer: Freezer;
  readonly publisher: AlertPublisher;
  readonly log: Log;
  readonly writeMetric: WriteMetric;
}

const executionSchema = z.object({ run_id: z.string().transform(runId) });

/**
 * Does one control task of an execution, or tidies up after an execution that ended badly.
 * @throws what the task throws: the state machine goes by the error's name
 */
export async function control(parts: ControlParts, event: unknown): Promise<Json> {
  const known = controlEvent(event);
  switch (known.type) {
    case "call":
      return doTask(parts, known.call);
    case "ended":
      await tidyUp(parts, known.execution);
      return null;
  }
}

async function doTask(parts: ControlParts, call: ControlCall): Promise<Json> {
  const { state, execution } = call;
  const id = executionSchema.parse(execution).run_id;
  const run = await parts.manifest.run(id);
  if (run === undefined) throw new Error(`The manifest has no run ${id}.`);
  // Only the run report asks for what the data steps have done.
  const steps = state === "Complete" ? await stepRecords(parts.lake, run.id) : [];
  if (hasDone(state, run)) {
    if (state === "Complete") tellDrift(parts, steps);
    return null;
  }
  throwIfEnded(state, run);
  const session = await openSession(parts, run, steps);
  const result = await session.perform(taskOf(state), () => controlTasks[state](session, execution));
  if (state === "Complete") tellDrift(parts, steps);
  return call.prepareScan === true ? withScanner(session, result) : result;
}

/**
 * Has this task closed the run's books before, and its answer was lost? It has given the lease back, so that another
 * run may hold it by now: there is nothing to be done, and nothing to complain of.
 */
function hasDone(state: ControlState, run: RunRecord): boolean {
  switch (state) {
    case "Complete":
      return run.state === "completed";
    case "MarkRejected":
      return run.state === "rejected";
    case "MarkFailed":
      return run.state !== "started";
    default:
      return false;
  }
}

/**
 * Only telling people follows a run's end. An execution that was stopped and is redriven, or started again by hand, must
 * not publish what the books call failed.
 * @throws LeaseLost, CancelledError
 */
function throwIfEnded(state: ControlState, { id, state: runState }: RunRecord): void {
  if (runState === "started" || (state === "Notify" && runState !== "superseded")) return;
  if (runState === "superseded") throw new LeaseLost(id);
  throw new CancelledError(
    `Run ${id} has ended (${runState}), and no execution can go on with it; ask for a new run of its delivery.`,
  );
}

/** The plan, and who is to scan the readings: a task of its own would do nothing else on one machine. */
async function withScanner({ parts: { lake, run, files } }: Session, plan: Json): Promise<Json> {
  const scanner = await prepareScan(lake, { run, files, today: today() });
  return { ...z.record(z.string(), z.json()).parse(plan), scanner };
}

/** The alarm hears of every run, of one without drift too: so it is over when the drift is. */
function tellDrift({ writeMetric }: ControlParts, steps: readonly TaskRecord[]): void {
  const drift = steps.find(({ state }) => state === stepState("drift"));
  const facts = z.object({ verdict: z.string() }).safeParse(drift?.result);
  if (facts.success) writeMetric(DRIFT_DETECTED, facts.data.verdict === "none" ? 0 : 1);
}

function taskOf(state: ControlState): Task {
  const task = tasks.find((each) => each.state === state);
  if (task === undefined) throw new Error(`The state machine has no task ${state}.`);
  return task;
}

/** @throws LeaseLost when another run has taken over before this one came to its end. */
async function openSession(
  parts: ControlParts,
  run: RunRecord,
  steps: readonly TaskRecord[] = [],
): Promise<Session> {
  const { lake, manifest, registry, freezer, publisher, log } = parts;
  const lease = await manifest.leaseOf(run.id);
  if (lease === undefined) throw new LeaseLost(run.id);
  const never = new AbortController().signal;
  const delivery = await manifest.delivery(run.delivery);
  return new Session({
    lake,
    manifest,
    registry,
    heartbeat: { lease, lost: never },
    run,
    files: delivery?.files ?? [],
    freezer,
    publisher,
    watch: watcher(log.with({ run_id: run.id })),
    cancelled: never,
    resumable: false,
    done: [...(await manifest.tasks(run.id)), ...steps],
  });
}

/** Messages stay out of the log: those of a user's data may quote it. The manifest and the alert hold them. */
function watcher(log: Log): (event: PipelineEvent) => void {
  return (event) => {
    switch (event.type) {
      case "task-started":
        return log.info("Task started", { task: event.state });
      case "task-ended":
        return log.info("Task ended", {
          task: event.state,
          seconds: event.usage.wallSeconds,
          done_before: event.resumed,
        });
      case "task-failed":
        return log.error("Task failed", { task: event.state, error: event.error });
      case "alert":
        return log.warn("Alert", { alert: event.kind });
      case "alert-unpublished":
        return log.error("Alert not published", { alert: event.kind, reason: event.message });
      case "claimed":
      case "progress":
        return;
    }
  };
}

/**
 * Closes the books of a run whose execution can no longer do it: aborted by a person, out of time, or failed in the very
 * task that marks failures. What has marked itself is left alone.
 */
async function tidyUp(parts: ControlParts, execution: EndedExecution): Promise<void> {
  const log = parts.log.with({ run_id: execution.name, status: execution.status });
  const run = await parts.manifest.run(runId(execution.name));
  if (run === undefined) return log.warn("An execution ended of which the manifest knows no run");
  if (run.state === "started") return closeBooks(parts, run, faultOfEnding(execution));
  log.info("The run has closed its books itself", { state: run.state });
  // Its execution, or this function, may have been stopped between the books and the alert.
  if (run.state === "failed" && !(await parts.lake.exists(alertKey(run.id, "run-failed"))))
    await tell(await openSession(parts, run), { Error: run.error ?? "", Cause: run.cause ?? "" });
}

async function closeBooks(parts: ControlParts, run: RunRecord, error: CaughtError): Promise<void> {
  const session = await openSession(parts, run).catch((thrown: unknown) => {
    if (thrown instanceof LeaseLost) return undefined;
    throw thrown;
  });
  if (session === undefined)
    return parts.log.info("Another run has taken this one's place", { run_id: run.id });
  await session.perform(taskOf("MarkFailed"), () =>
    controlTasks.MarkFailed(session, { error: { ...error } }),
  );
  await tell(session, error);
}

async function tell(session: Session, error: CaughtError): Promise<void> {
  await session.perform(taskOf("Notify"), () => controlTasks.Notify(session, { error: { ...error } }));
}

function faultOfEnding({ status, error, cause }: EndedExecution): CaughtError {
  switch (status) {
    case "ABORTED":
      return { Error: "ExecutionAborted", Cause: cause || "The execution was stopped by a person." };
    case "TIMED_OUT":
      return { Error: "States.Timeout", Cause: "The execution took longer than a run may take." };
    case "FAILED":
      return { Error: error || "RunFailed", Cause: cause || "The execution failed without a reason." };
  }
}
