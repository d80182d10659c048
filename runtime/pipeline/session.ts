import type { Json } from "../../configs/asl.ts";
import { NO_CHAMPION } from "../../configs/execution.ts";
import { type ModelVersion, modelVersion } from "../../configs/names.ts";
import { type Place, steps } from "../../configs/pipeline.ts";
import type { Task, TaskName } from "../../configs/state-machine.ts";
import { throwIfCancelled } from "../errors.ts";
import type { LakeTexts } from "../lake/lake.ts";
import { placePrefix } from "../lake/places.ts";
import type { DeliveredFile, Manifest, RunRecord, TaskRecord } from "../manifest/manifest.ts";
import type { Registry } from "../registry/registry.ts";
import type { AlertParts } from "./alerts.ts";
import { factsSchema } from "./facts.ts";
import type { Freezer } from "./freeze.ts";
import type { HeldLease } from "./heartbeat.ts";
import { measure } from "./usage.ts";

/** What the tasks of a run share. */
export interface SessionParts extends AlertParts {
  readonly lake: LakeTexts;
  readonly manifest: Manifest;
  readonly registry: Registry;
  readonly heartbeat: HeldLease;
  readonly run: RunRecord;
  readonly files: readonly DeliveredFile[];
  readonly freezer: Freezer;
  /** Aborts when the run is cancelled. */
  readonly cancelled: AbortSignal;
  /** A cancelled run can go on later. In the cloud it cannot: an execution's name is used once. */
  readonly resumable: boolean;
  /** Tasks that were done before the run was interrupted. */
  readonly done: readonly TaskRecord[];
}

/** One run: what its tasks share, and what they have done. */
export class Session {
  readonly parts: SessionParts;
  /** Aborts when the run must stop: cancelled, or its lease lost. */
  readonly signal: AbortSignal;
  /** What went wrong last: the error as it was thrown, where the state machine keeps its name and message. */
  fault: Error | undefined;
  readonly #records: Map<string, TaskRecord>;
  #running: Promise<unknown> = Promise.resolve();

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.signal = AbortSignal.any([parts.cancelled, parts.heartbeat.lost]);
    this.#records = new Map(parts.done.map((record) => [record.state, record]));
  }

  /** What was done, in the order in which it was done. */
  get records(): readonly TaskRecord[] {
    return [...this.#records.values()];
  }

  record(state: TaskName): TaskRecord | undefined {
    return this.#records.get(state);
  }

  /** Where a place of this run lies in the lake; undefined for the champion where there is none. */
  prefix(place: Place, champion: string = NO_CHAMPION): string | undefined {
    const { id, delivery } = this.parts.run;
    return placePrefix(place, { run: id, delivery, champion: versionOf(champion) });
  }

  /** @throws LeaseLost or CancelledError when the run must not go on. */
  throwIfStopped(): void {
    const { heartbeat, cancelled } = this.parts;
    if (heartbeat.lost.aborted) throw heartbeat.lost.reason;
    throwIfCancelled(cancelled);
  }

  /**
   * Does a task once: what an interrupted run had done is not repeated, and what is done now is recorded. A task that
   * the state machine has given up waiting for ends before the next one starts.
   */
  async perform(task: Task, work: () => Promise<TaskResult>): Promise<Json> {
    await this.#running.catch(() => undefined);
    const running = this.#perform(task, work);
    this.#running = running;
    return running;
  }

  async #perform(task: Task, work: () => Promise<TaskResult>): Promise<Json> {
    const { state } = task;
    const { watch } = this.parts;
    const earlier = await this.#doneBefore(task);
    if (earlier !== undefined) {
      const usage = earlier.usage ?? NO_USAGE;
      watch({ type: "task-ended", state, usage, summary: summaryOf(task, earlier.result), resumed: true });
      return earlier.result;
    }
    const usage = measure();
    const startedAt = new Date().toISOString();
    watch({ type: "task-started", state });
    try {
      if (!CLOSING.has(state)) this.throwIfStopped();
      const { result, usage: ownUsage = usage() } = await work();
      if (!CLOSING.has(state)) {
        this.throwIfStopped();
        await this.#keep({ state, result, startedAt, endedAt: new Date().toISOString(), usage: ownUsage });
      }
      watch({ type: "task-ended", state, usage: ownUsage, summary: summaryOf(task, result), resumed: false });
      return result;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (!AFTER_FAILURE.has(state)) this.fault = error;
      watch({ type: "task-failed", state, error: error.name, message: error.message });
      throw error;
    }
  }

  async #keep(record: TaskRecord): Promise<void> {
    const { manifest, heartbeat } = this.parts;
    await manifest.record(heartbeat.lease, record);
    this.#records.set(record.state, record);
  }

  /** A step counts as done only while its outputs are there. */
  async #doneBefore(task: Task): Promise<TaskRecord | undefined> {
    const record = this.#records.get(task.state);
    if (record === undefined || task.kind === "control") return record;
    for (const place of steps[task.step].writes) {
      const prefix = this.prefix(place);
      if (prefix === undefined || !(await this.parts.lake.exists(prefix))) return undefined;
    }
    return record;
  }
}

/** Tasks that follow a failure. */
const AFTER_FAILURE: ReadonlySet<TaskName> = new Set(["MarkFailed", "Notify"]);
/** Tasks that end a run: they run to their end also when the run is cancelled, and the lease is gone after them. */
const CLOSING: ReadonlySet<TaskName> = new Set(["Complete", "MarkRejected", ...AFTER_FAILURE]);

const NO_USAGE = { wallSeconds: 0, cpuSeconds: 0, peakMemoryMb: 0 };

/** What a task leaves behind. */
export interface TaskResult {
  readonly result: Json;
  /** @default what this process used meanwhile */
  readonly usage?: TaskRecord["usage"] & {};
}

function summaryOf(task: Task, result: Json) {
  return task.kind === "step" ? factsSchema.parse(result) : null;
}

/** A champion's version; undefined where `NO_CHAMPION` stands for none. */
export function versionOf(champion: string): ModelVersion | undefined {
  return champion === NO_CHAMPION ? undefined : modelVersion(champion);
}
