import type { Json } from "../../configs/asl.ts";
import type { RunMode } from "../../configs/execution.ts";
import type { DeliveryId, IsoDate, RunId } from "../../configs/names.ts";
import type { Page } from "../lake/lake.ts";

/**
 * Which delivery was seen, and which run is where.
 *
 *     claim ──> started ──┬─> completed
 *       ▲         │       ├─> rejected    the gate refused the model, and there is no champion
 *       │         │       └─> failed      with the cause; the next claim makes a new attempt
 *       │     lease ends
 *       │         │
 *       └─────────┴─────────> superseded  another run took its place
 *
 * One run at a time holds the lease of the lake. It renews the lease while it lives (the heartbeat); when it dies,
 * the next claim resumes it. Every write of a run is conditional on its lease.
 */
export interface Manifest extends Disposable {
  /**
   * Starts a run of a delivery, or resumes the one that was interrupted.
   *
   * @throws RunInProgress when another run holds the lease
   * @throws AlreadyDone when the same request has been completed, or rejected, not with `force`; or when it was tried
   *   since it was asked for (`askedAt`), whatever came of it
   */
  claim(claim: ClaimRequest): Promise<Claim>;

  /** The heartbeat. @throws LeaseLost when another run has taken over. */
  renew(lease: Lease): Promise<Lease>;

  /** Remembers that a task of the run is done, so that a resumed run does not repeat it. @throws LeaseLost */
  record(lease: Lease, task: TaskRecord): Promise<void>;

  /** Ends the run and gives the lease back. Ending it twice in the same way changes nothing. @throws LeaseLost */
  finish(lease: Lease, ending: RunEnding): Promise<void>;

  /** Gives the lease back and leaves the run to be resumed. */
  release(lease: Lease): Promise<void>;

  run(id: RunId): Promise<RunRecord | undefined>;
  /** What a run has done so far, in the order in which it was done. */
  tasks(id: RunId): Promise<readonly TaskRecord[]>;
  /** Runs, the newest first. `next` is handed in as `after` for the following page. */
  runs(page?: RunsPage): Promise<Page<RunRecord>>;
  /** The attempts at a delivery that are kept, the newest first. */
  attempts(id: DeliveryId): Promise<readonly RunRecord[]>;
  /** How many runs there are in each state. */
  counts(): Promise<RunCounts>;
  delivery(id: DeliveryId): Promise<DeliveryRecord | undefined>;
  /** Who holds the lease, if it has not ended. */
  holder(): Promise<Lease | undefined>;
}

/** A file of a delivery: its name below the delivery, and what identifies its content. */
export interface DeliveredFile {
  /** Path with slashes, relative to the folder or prefix of the upload. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the content in a folder, ETag in a bucket. */
  readonly digest: string;
}

/** A delivery as it was first seen. */
export interface DeliveryRecord {
  readonly id: DeliveryId;
  readonly files: readonly DeliveredFile[];
  /** ISO 8601, UTC. */
  readonly firstSeenAt: string;
}

/** Where a run can be. */
export const runStates = ["started", "completed", "failed", "rejected", "superseded"] as const;
export type RunState = (typeof runStates)[number];

/** Which runs are to be shown. */
export interface RunsPage {
  /** Where the page of before ended. @default the newest run is the first */
  readonly after?: string;
  readonly limit?: number;
  /** @default runs of every state */
  readonly state?: RunState;
}

/** Runs that are kept, by their state. */
export type RunCounts = Readonly<Record<RunState, number>>;

/** What was asked of a run. The same request on the same delivery gives the same result. */
export interface RunRequest {
  readonly mode: RunMode;
  /** Null: the last complete month of the consumption data decides. */
  readonly asOf: IsoDate | null;
  readonly experiment: string;
  /** Who judges the tone of conversations (`configs/sentiment.ts`). Left out: the embedded lexicon. */
  readonly sentiment?: string;
  readonly seed: number;
  /** Do all experiments and algorithms compete where a model is trained? Left out: they do. */
  readonly leaderboard?: boolean;
}

/** A run in the books. */
export interface RunRecord {
  readonly id: RunId;
  readonly delivery: DeliveryId;
  /** 1 for the first run of a delivery. */
  readonly attempt: number;
  readonly state: RunState;
  readonly request: RunRequest;
  /** Fingerprint of the code that ran: an interrupted run is resumed by the same code only. */
  readonly code: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Why the run failed or was refused, in the user's words; null where nothing went wrong. */
  readonly cause: string | null;
  /** Class of the error, for example `InputError`. */
  readonly error: string | null;
}

/** A task that a run has done. */
export interface TaskRecord {
  /** The state of the state machine. */
  readonly state: string;
  /** What the task returned to the state machine, and what it wants to find again. */
  readonly result: Json;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly usage: TaskUsage | null;
}

/** What a task needed. */
export interface TaskUsage {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Largest resident memory of the task's process, in MB of 1,000,000 bytes. */
  readonly peakMemoryMb: number;
}

/** Who holds a lease: a process that lives as long as the run, or an execution in the cloud. */
export type LeaseOwner = ProcessOwner | ExecutionOwner;

/** A process that runs the whole state machine. */
export interface ProcessOwner {
  readonly host: string;
  readonly pid: number;
  /** Start of the process in ticks since the machine's start, where the system tells: pids are used again. */
  readonly processStart: string | null;
}

/** An execution of a state machine in the cloud; it has the run's name. No process lives as long as it. */
export interface ExecutionOwner {
  readonly stateMachineArn: string;
}

/** The right to write, until it expires. */
export interface Lease {
  readonly run: RunId;
  readonly owner: LeaseOwner;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Rises with every claim, so that a holder of before cannot be mistaken for the present one. */
  readonly token: number;
}

/** Who asks to run what. */
export interface ClaimRequest {
  readonly delivery: { readonly id: DeliveryId; readonly files: readonly DeliveredFile[] };
  readonly request: RunRequest;
  readonly code: string;
  /** Run again although the same request was completed. */
  readonly force: boolean;
  /**
   * Since when this is asked, ISO 8601 in UTC: the time of the last upload, or of a call that had to wait. A run of the
   * same request that began later has answered it, even if it failed, and even if a run is asked for by force.
   * @default failed runs are repeated, and by force all are
   */
  readonly askedAt?: string;
  readonly owner: LeaseOwner;
}

/** A run that was started or resumed, with its lease. */
export interface Claim {
  readonly run: RunRecord;
  readonly lease: Lease;
  /** The run was started before and interrupted: its `tasks` need not be done again. */
  readonly resumed: boolean;
  readonly tasks: readonly TaskRecord[];
}

/** How a run ended, and why when it did not go well. */
export type RunEnding =
  | { readonly state: "completed" }
  | { readonly state: "rejected" | "failed"; readonly error: string; readonly cause: string };

/** Another run is at work on this lake. */
export class RunInProgress extends Error {
  override readonly name = "RunInProgress";
  readonly lease: Lease;

  constructor(lease: Lease) {
    super(
      `Run ${lease.run} is at work on this lake (${ownerText(lease)}). ` +
        "Wait until it has ended, then start again; it is not disturbed.",
    );
    this.lease = lease;
  }
}

function ownerText({ owner, run }: Lease): string {
  return "pid" in owner
    ? `process ${owner.pid} on ${owner.host}`
    : `execution ${run} of ${owner.stateMachineArn}`;
}

/** The same request has been answered: completed, refused by the gate, or failed on the same upload. */
export class AlreadyDone extends Error {
  override readonly name = "AlreadyDone";
  readonly run: RunRecord;

  constructor(run: RunRecord) {
    super(`Delivery ${run.delivery} is done: run ${run.id} was ${run.state}.`);
    this.run = run;
  }
}

/** The lease was taken over, because the heartbeat had stopped. This run must not write anything more. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";

  constructor(run: RunId) {
    super(`Run ${run} has lost its lease to another run and has stopped: it was halted for too long.`);
  }
}
