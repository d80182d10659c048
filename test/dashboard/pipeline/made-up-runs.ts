import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Manifest, RunRecord, RunRequest, TaskRecord } from "../../../runtime/manifest/manifest.ts";
import { SqliteManifest } from "../../../runtime/manifest/sqlite-manifest.ts";
import { claimOf, elsewhere, request } from "../../support/manifests.ts";
import { NOW } from "../serve.ts";

/** A manifest whose clock is the tests'. It is the books of a dashboard as well. */
export interface MadeUpRuns {
  readonly manifest: Manifest;
  readonly clock: { now: number };
}

/** Half an hour: until then a run of these tests holds its lease. */
export const LEASE_MS = 1_800_000;

/** An empty manifest in a folder, an hour before the time of all pages. */
export function runsIn(folder: string): MadeUpRuns {
  const clock = { now: NOW.getTime() - 3_600_000 };
  const manifest = new SqliteManifest(join(folder, "manifest.sqlite"), {
    leaseMs: LEASE_MS,
    clock: () => clock.now,
  });
  onTestFinished(() => manifest[Symbol.dispose]());
  return { manifest, clock };
}

/** A task that took some seconds, from a moment on. */
export function taskAt(
  state: string,
  startMs: number,
  seconds: number,
  result: TaskRecord["result"],
): TaskRecord {
  return {
    state,
    result,
    startedAt: new Date(startMs).toISOString(),
    endedAt: new Date(startMs + seconds * 1000).toISOString(),
    usage: { wallSeconds: seconds, cpuSeconds: seconds * 1.5, peakMemoryMb: 321 },
  };
}

/** What a run is to be. */
export interface MadeUpRun {
  readonly ending?: Parameters<Manifest["finish"]>[1];
  readonly request?: Partial<RunRequest>;
  /** Seconds of each task that it does. */
  readonly tasks?: readonly (readonly [string, number, TaskRecord["result"]])[];
}

/** Starts a run, lets it do its tasks, and ends it where it has an ending. */
export async function make(
  { manifest, clock }: MadeUpRuns,
  delivery: string,
  { ending, tasks = [], request: changed = {} }: MadeUpRun,
): Promise<RunRecord> {
  const { run, lease } = await manifest.claim(
    claimOf(delivery, { owner: elsewhere, request: { ...request, ...changed } }),
  );
  for (const [state, seconds, result] of tasks) {
    await manifest.record(lease, taskAt(state, clock.now, seconds, result));
    clock.now += seconds * 1000;
  }
  if (ending !== undefined) await manifest.finish(lease, ending);
  return run;
}
