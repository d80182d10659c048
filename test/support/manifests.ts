import { join } from "node:path";
import { onTestFinished } from "vitest";
import { deliveryId } from "../../configs/names.ts";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import type { ClaimRequest, LeaseOwner, Manifest, RunRequest } from "../../runtime/manifest/manifest.ts";
import { thisProcess } from "../../runtime/manifest/process-identity.ts";
import { SqliteManifest } from "../../runtime/manifest/sqlite-manifest.ts";
import { manifestTable } from "./dynamo.ts";
import { temporaryFolder } from "./folders.ts";

export const LEASE_MS = 10_000;

export const request: RunRequest = { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 };
/** A process of another machine: nobody here knows whether it lives. */
export const elsewhere: LeaseOwner = { host: "elsewhere", pid: 1, processStart: null };

interface OpenManifest {
  readonly manifest: Manifest;
  /** Only the test moves it. */
  readonly clock: { now: number };
}

function newClock() {
  return { now: Date.parse("2024-12-31T12:00:00Z") };
}

export function sqliteManifest(file = join(temporaryFolder(), "manifest.sqlite")) {
  const clock = newClock();
  const manifest = new SqliteManifest(file, { leaseMs: LEASE_MS, clock: () => clock.now });
  onTestFinished(() => manifest[Symbol.dispose]());
  return { manifest, clock, file };
}

export async function dynamoManifest() {
  const clock = newClock();
  const table = await manifestTable();
  const manifest = new DynamoManifest(table, { leaseMs: LEASE_MS, clock: () => clock.now });
  return { manifest, clock, table };
}

/** Every kind of manifest there is. */
export const manifests: readonly { readonly kind: string; readonly open: () => Promise<OpenManifest> }[] = [
  { kind: "SQLite", open: async () => sqliteManifest() },
  { kind: "DynamoDB", open: dynamoManifest },
];

export function claimOf(delivery: string, changes: Partial<ClaimRequest> = {}): ClaimRequest {
  const files = [{ name: "churn_label.csv", bytes: 3, digest: delivery }];
  return {
    delivery: { id: deliveryId(delivery), files },
    request,
    code: "code",
    force: false,
    owner: thisProcess(),
    ...changes,
  };
}

export const task = (state: string) => ({
  state,
  result: { rows: 3 },
  startedAt: "2024-12-31T12:00:00.000Z",
  endedAt: "2024-12-31T12:00:01.000Z",
  usage: { wallSeconds: 1, cpuSeconds: 1, peakMemoryMb: 50 },
});

export const failed = { state: "failed", error: "InputError", cause: "A column is missing." } as const;
