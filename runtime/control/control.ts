import { z } from "zod";
import type { Json } from "../../configs/asl.ts";
import type { CaughtError } from "../../configs/execution.ts";
import type { ControlCall } from "../../configs/functions.ts";
import type { Scanner } from "../../configs/hourly-scan.ts";
import { runId } from "../../configs/names.ts";
import { type ControlState, type Task, tasks } from "../../configs/state-machine.ts";
import { today } from "../bronze/today.ts";
import { CancelledError } from "../errors.ts";
import type { LakeTexts } from "../lake/lake.ts";
import type { Log } from "../log.ts";
import type { DynamoManifest } from "../manifest/dynamo-manifest.ts";
import { type DeliveredFile, LeaseLost, type RunRecord, type TaskRecord } from "../manifest/manifest.ts";
import type { WriteMetrics } from "../metrics.ts";
import { alertKey } from "../pipeline/alert-file.ts";
import type { Site } from "../pipeline/alert-text.ts";
import { wasTold } from "../pipeline/alerts.ts";
import { controlTasks } from "../pipeline/control-tasks.ts";
import type { AlertPublisher, PipelineEvent } from "../pipeline/events.ts";
import type { Freezer } from "../pipeline/freeze.ts";
import { readReport } from "../pipeline/run-report.ts";
import { Session } from "../pipeline/session.ts";
import type { SageMakerRegistry } from "../registry/sagemaker-registry.ts";
import { type ApprovalParts, followPackage, repairRegistry } from "./approval.ts";
import { controlEvent, type EndedExecution } from "./event.ts";
import { prepareScan } from "./prepare-scan.ts";
import { prepareShards } from "./prepare-shards.ts";
import { runMetrics, runSeconds } from "./run-metrics.ts";
import { stepRecords } from "./step-records.ts";

/** What the control function works on. */
export interface ControlParts {
  readonly lake: LakeTexts;
  readonly manifest: DynamoManifest;
  readonly registry: SageMakerRegistry;
  readonly freezer: Freezer;
  readonly publisher: AlertPublisher;
  readonly log: Log;
  /** Where people look at the stack's runs. */
  readonly site: Site;
  readonly writeMetrics: WriteMetrics;
  /** In ms since 1970. @default Date.now */
  readonly clock?: () => number;
}

const executionSchema = z.object({ run_id: z.string().transform(runId) });

/**
 * Does one control task of an execution, tidies up after an execution that ended badly, or follows what a person decided
 * of a model.
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
    case "package-changed":
      await followPackage(approvalParts(parts), known.arn);
      return null;
  }
}

function approvalParts(parts: ControlParts): ApprovalParts {
  const { registry, log, lake, site, publisher, writeMetrics, clock = Date.now } = parts;
  return { registry, log, alerts: { lake, site, publisher, clock, watch: watcher(log, writeMetrics) } };
}

async function doTask(parts: ControlParts, call: ControlCall): Promise<Json> {
  const { state, execution } = call;
  const id = executionSchema.parse(execution).run_id;
  const run = await parts.manifest.run(id);
  if (run === undefined) throw new Error(`The manifest has no run ${id}.`);
  const steps = asksForSteps.has(state) ? await stepRecords(parts.lake, run.id) : [];
  if (hasDone(state, run)) {
    await measureEnd(parts, state, run, steps);
    return null;
  }
  throwIfEnded(state, run);
  // Before the run looks at the champion: what people decided may have changed it.
  if (state === "ResolveDelivery") await repairRegistry(approvalParts(parts));
  const session = await openSession(parts, run, { steps, files: await filesOf(parts, state, run) });
  const result = await session.perform(taskOf(state), () => controlTasks[state](session, execution));
  await measureEnd(parts, state, run, steps);
  return call.prepareScan === undefined
    ? result
    : withScanner(session, result, call.prepareScan, call.machines);
}

/**
 * Has this task closed the run's books before, and its answer was lost? It has given the lease back, so that another
 * run may hold it by now: there is nothing to be done, and nothing to complain of. Nor is there of a run that did well.
 */
function hasDone(state: ControlState, run: RunRecord): boolean {
  switch (state) {
    case "Complete":
      return run.state === "completed";
    case "MarkRejected":
      return run.state === "rejected";
    case "MarkFailed":
      return run.state !== "started";
    case "Notify":
      // Its execution was started again: there is no failure to tell of.
      return run.state === "completed" || run.state === "rejected";
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
async function withScanner(
  { parts: { lake, run, files } }: Session,
  plan: Json,
  by: Exclude<Scanner, "bronze">,
  machines = 1,
): Promise<Json> {
  const request = { run, files, today: today() };
  return {
    ...z.record(z.string(), z.json()).parse(plan),
    ...(by === "athena"
      ? { scanner: await prepareScan(lake, request) }
      : { ...(await prepareShards(lake, request, machines)), today: request.today }),
  };
}

/** The tasks that ask what the data steps have done. */
const asksForSteps: ReadonlySet<ControlState> = new Set<ControlState>(["AlertFindings", "Complete"]);

/** Writes what a run is measured by when it ends; again where the task is, as CloudWatch may count a line twice anyway. */
async function measureEnd(
  { lake, writeMetrics, clock = Date.now }: ControlParts,
  state: ControlState,
  run: RunRecord,
  steps: readonly TaskRecord[],
): Promise<void> {
  switch (state) {
    case "Complete":
      return writeMetrics(runMetrics(steps, await readReport(lake, run.id), clock()), { run: run.id });
    case "MarkFailed":
    case "MarkRejected":
      return writeMetrics({ RunSeconds: runSeconds(run.startedAt, clock()) }, { run: run.id });
    default:
      return;
  }
}

function taskOf(state: ControlState): Task {
  const task = tasks.find((each) => each.state === state);
  if (task === undefined) throw new Error(`The state machine has no task ${state}.`);
  return task;
}

/** The delivery's files; none where a failure is told, which must not itself fail for want of them. */
async function filesOf(
  { manifest }: ControlParts,
  state: ControlState,
  run: RunRecord,
): Promise<readonly DeliveredFile[]> {
  if (state === "MarkFailed" || state === "Notify") return [];
  const delivery = await manifest.delivery(run.delivery);
  if (delivery !== undefined) return delivery.files;
  throw new Error(`The manifest has run ${run.id} and no delivery ${run.delivery}; upload the files again.`);
}

/**
 * @param known what its tasks need to know; nothing where only a failure is told
 * @throws LeaseLost when another run has taken over before this one came to its end
 */
async function openSession(
  parts: ControlParts,
  run: RunRecord,
  known: { readonly steps?: readonly TaskRecord[]; readonly files?: readonly DeliveredFile[] } = {},
): Promise<Session> {
  const { lake, manifest, registry, freezer, publisher, site, log, clock = Date.now } = parts;
  const lease = await manifest.leaseOf(run.id);
  if (lease === undefined) throw new LeaseLost(run.id);
  const never = new AbortController().signal;
  return new Session({
    lake,
    manifest,
    registry,
    heartbeat: { lease, lost: never },
    run,
    files: known.files ?? [],
    freezer,
    publisher,
    site,
    clock,
    watch: watcher(log.with({ run_id: run.id }), parts.writeMetrics),
    cancelled: never,
    resumable: false,
    done: [...(await manifest.tasks(run.id)), ...(known.steps ?? [])],
  });
}

/** Messages stay out of the log: those of a user's data may quote it. The manifest and the alert hold them. */
export function watcher(log: Log, writeMetrics: WriteMetrics): (event: PipelineEvent) => void {
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
        writeMetrics({ AlertsUnpublished: 1 });
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
  if (run.state === "failed" && !(await wasTold(parts.lake, alertKey(run.id, "run-failed"))))
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
      // The lease still names the run here: no other has taken its place, whatever one of its tasks believed.
      return {
        Error: error === LeaseLost.name ? "RunFailed" : error || "RunFailed",
        Cause: cause || "The execution failed without a reason.",
      };
  }
}
