import type { Json, StateMachineDefinition } from "../../configs/asl.ts";
import { stateMachine, type Task, tasks } from "../../configs/state-machine.ts";
import { FolderLake } from "../lake/folder-lake.ts";
import type { Lake } from "../lake/lake.ts";
import { deliveryIdOf } from "../manifest/identity.ts";
import {
  AlreadyDone,
  type Claim,
  type Manifest,
  type RunRecord,
  type RunRequest,
} from "../manifest/manifest.ts";
import { openManifest } from "../manifest/open-manifest.ts";
import { thisProcess } from "../manifest/process-identity.ts";
import { LakeRegistry } from "../registry/lake-registry.ts";
import { codeFingerprint } from "./code-fingerprint.ts";
import { controlTasks, planOf } from "./control-tasks.ts";
import { dataStep, type StepHost } from "./data-step.ts";
import { identifyFiles } from "./delivered-files.ts";
import type { Watcher } from "./events.ts";
import { executionInput } from "./execution-input.ts";
import { type Freezer, folderFreezer } from "./freeze.ts";
import { Heartbeat } from "./heartbeat.ts";
import { localSite } from "./local-site.ts";
import { type RunReport, readReport, reportOf } from "./run-report.ts";
import { Session } from "./session.ts";
import { type StepModules, stepModules } from "./steps.ts";

/** A run on this machine: what to run, what is asked for, and what tests replace. */
export interface RunOptions {
  /** Folder of the upload. */
  readonly raw: string;
  readonly request: RunRequest;
  /** Run again although the same request was completed. */
  readonly force: boolean;
  /** Threads of each step. Results do not depend on it. */
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly watch?: Watcher;
  /** @default the steps of the pipeline */
  readonly steps?: StepModules;
  /** @default codeFingerprint() */
  readonly code?: string;
  /** For tests that cannot wait. */
  readonly timing?: PipelineTiming;
}

/** A run on a lake in a folder. */
export interface PipelineOptions extends RunOptions {
  /** Folder of the lake; made when it is missing. */
  readonly lake: string;
}

/** Where a run on this machine works: its lake, its books, and how its delivery comes into the lake. */
export interface Workplace {
  readonly lake: Lake;
  readonly manifest: Manifest;
  readonly freezer: Freezer;
  /** @default HEARTBEAT_MS of heartbeat.ts */
  readonly heartbeatMs?: number;
}

/** Times that tests shorten. */
export interface PipelineTiming {
  readonly leaseMs?: number;
  readonly heartbeatMs?: number;
  /** Pause before a task is repeated. @default 1000 */
  readonly retryDelayMs?: number;
  readonly stepTimeoutSeconds?: number;
}

/**
 * `completed`: scored and published. `already-done`: this run answered the same request before, nothing was done.
 * `rejected`: the gate refused the model, and there is no champion.
 */
export interface PipelineOutcome {
  readonly kind: "completed" | "already-done" | "rejected";
  readonly run: RunRecord;
  /** Null when the run of before left none. */
  readonly report: RunReport | null;
}

/** Runs the whole state machine on this machine, on a lake in a folder. @throws what `runOn` throws */
export function runPipeline(options: PipelineOptions): Promise<PipelineOutcome> {
  const { raw, timing: { leaseMs } = {} } = options;
  return runOn(async () => {
    const lake = await FolderLake.open(options.lake);
    const manifest = openManifest(lake, leaseMs === undefined ? {} : { leaseMs });
    return { lake, manifest, freezer: folderFreezer(lake, raw) };
  }, options);
}

/**
 * Runs the whole state machine on this machine: claims the delivery, executes the Amazon States Language with the
 * tasks bound to the steps, each step in a process of its own.
 *
 * @param open opens the place to work at, when it is known that there is a delivery; its manifest is closed at the end
 * @throws InputError when the user's input is at fault
 * @throws RunInProgress when another run is at work on this lake
 * @throws ResourceError, CancelledError, and what else a step may throw; the manifest holds the cause then
 */
export async function runOn(open: () => Promise<Workplace>, options: RunOptions): Promise<PipelineOutcome> {
  const { raw, request, force, threads, steps = stepModules, timing = {} } = options;
  const watch: Watcher = options.watch ?? (() => undefined);
  const cancelled = options.signal ?? new AbortController().signal;
  const files = await identifyFiles(raw, {
    signal: cancelled,
    progress: (progress) => watch({ type: "progress", state: "Identify", progress }),
  });
  const { lake, manifest: opened, freezer, heartbeatMs } = await open();
  using manifest = opened;
  const id = deliveryIdOf(files);
  const code = options.code ?? codeFingerprint();
  const owner = thisProcess();
  const claim = await manifest
    .claim({ delivery: { id, files }, request, code, force, owner })
    .catch((thrown: unknown) => {
      if (thrown instanceof AlreadyDone) return thrown;
      throw thrown;
    });
  if (claim instanceof AlreadyDone) {
    const { run } = claim;
    return {
      kind: run.state === "rejected" ? "rejected" : "already-done",
      run,
      report: (await readReport(lake, run.id)) ?? null,
    };
  }
  using heartbeat = new Heartbeat(manifest, claim.lease, timing.heartbeatMs ?? heartbeatMs);
  const { run, resumed, tasks: done } = claim;
  watch({ type: "claimed", run, resumed });
  await lake.sweep();
  const session = new Session({
    lake,
    manifest,
    registry: new LakeRegistry(lake),
    heartbeat,
    run,
    files,
    freezer,
    watch,
    site: localSite(lake.location),
    cancelled,
    resumable: true,
    done,
  });
  const { stepTimeoutSeconds, retryDelayMs } = timing;
  const host = { lake, steps, threads, ...(stepTimeoutSeconds === undefined ? {} : { stepTimeoutSeconds }) };
  return await execute(session, host, claim, retryDelayMs);
}

/** On this machine a pause of a second lets the machine recover; nobody wants to wait for more. */
const RETRY_DELAY_MS = 1000;

/** The machine as it is executed here. Its resources only name the tasks: the interpreter is given functions. */
function localStateMachine(): StateMachineDefinition {
  return stateMachine(({ state }) => ({ Resource: `arn:aws:states:::activity:${state}` }));
}

async function execute(
  session: Session,
  host: StepHost,
  { run }: Claim,
  retryDelayMs = RETRY_DELAY_MS,
): Promise<PipelineOutcome> {
  const { manifest, lake } = session.parts;
  // Loaded here and not above: the interpreter brings an SDK with it, which commands that run nothing need not load.
  const { StateMachine } = await import("aws-local-stepfunctions");
  // Tests hold the machine against the language; to do it for each run takes most of a second.
  const unchecked = { validationOptions: { noValidate: true } };
  const execution = new StateMachine(localStateMachine(), unchecked).run(
    { ...executionInput(run) },
    {
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(
          tasks.map((task) => [task.state, handler(session, host, task)]),
        ),
        retryIntervalOverrides: Object.fromEntries(tasks.map(({ state }) => [state, retryDelayMs])),
      },
    },
  );
  const failure = await execution.result.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const ended = (await manifest.run(run.id)) ?? run;
  if (ended.state === "rejected") {
    const plan = planOf({ plan: session.record("ResolveDelivery")?.result ?? null });
    return { kind: "rejected", run: ended, report: await reportOf(session, plan) };
  }
  if (failure !== undefined) throw session.fault ?? failure;
  return { kind: "completed", run: ended, report: (await readReport(lake, run.id)) ?? null };
}

function handler(session: Session, host: StepHost, task: Task) {
  return (state: Json) =>
    task.kind === "step"
      ? session.perform(task, () => dataStep(session, host, task.step, planOf(state).champion.version))
      : session.perform(task, () => controlTasks[task.state](session, state));
}
