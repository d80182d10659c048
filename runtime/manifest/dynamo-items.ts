import { z } from "zod";
import { type DeliveryId, deliveryId, type RunId, runId } from "../../configs/names.ts";
import {
  type DeliveredFile,
  type DeliveryRecord,
  type Lease,
  type RunRecord,
  runStates,
  type TaskRecord,
} from "./manifest.ts";
import { filesSchema, ownerSchema, requestSchema, usageSchema } from "./rows.ts";

/**
 * The items of the manifest's table:
 *
 *     pk                 sk            holds
 *     lake               lease         the lease, and all that its holder has claimed: the run and its delivery
 *     delivery#<id>      delivery      the files of a delivery, and how many attempts it has seen
 *     delivery#<id>      run#000001    a run of it, with the tasks that it has done
 *
 * Runs alone carry `state` and `started_at`, and so are all that the index over them holds.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The index over runs: by state, then by start. */
export const RUNS_BY_STATE = "runs-by-state";

export const leaseKey: Key = { pk: "lake", sk: "lease" };

const RUN_PREFIX = "run#";
const ATTEMPT_DIGITS = 6;
const TOKEN_DIGITS = 10;

export function deliveryKey(delivery: DeliveryId): Key {
  return { pk: `delivery#${delivery}`, sk: "delivery" };
}

/** Where a run lies; undefined when the text is no run's id (`<delivery>-<attempt>`). */
export function runKey(id: RunId): Key | undefined {
  const [, delivery, attempt] = /^(.+)-(\d+)$/.exec(id) ?? [];
  if (delivery === undefined || attempt === undefined) return undefined;
  return { pk: `delivery#${delivery}`, sk: `${RUN_PREFIX}${attempt.padStart(ATTEMPT_DIGITS, "0")}` };
}

/** Is this an item of a run? */
export function isRun({ sk }: { readonly sk?: unknown }): boolean {
  return typeof sk === "string" && sk.startsWith(RUN_PREFIX);
}

/** A run's place in the index: its start, and its claim's token, since two runs may start in the same millisecond. */
export function startedAtKey(startedAt: string, token: number): string {
  return `${startedAt}#${String(token).padStart(TOKEN_DIGITS, "0")}`;
}

const taskSchema = z.strictObject({
  state: z.string(),
  result: z.json(),
  startedAt: z.string(),
  endedAt: z.string(),
  usage: usageSchema.nullable(),
});

const recordSchema = z.strictObject({
  id: z.string().transform(runId),
  delivery: z.string().transform(deliveryId),
  attempt: z.int(),
  state: z.enum(runStates),
  request: requestSchema,
  code: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  cause: z.string().nullable(),
  error: z.string().nullable(),
});

const runSchema = z.object({
  id: z.string().transform(runId),
  delivery: z.string().transform(deliveryId),
  attempt: z.int(),
  state: z.enum(runStates),
  request: requestSchema,
  code: z.string(),
  started_at: z.string().transform((key) => key.split("#")[0] ?? key),
  ended_at: z.string().nullable(),
  cause: z.string().nullable(),
  error: z.string().nullable(),
  token: z.int().optional(),
  tasks: z.record(z.string(), taskSchema),
});

/** A run as the table holds it. */
export interface RunItem {
  readonly run: RunRecord;
  /** Of the claim that may write; undefined when the run was released. */
  readonly token: number | undefined;
  readonly tasks: readonly TaskRecord[];
}

/** An item of a run as its record and tasks. @throws ZodError when it is none of ours. */
export function runItemOf(item: unknown): RunItem {
  const { started_at, ended_at, token, tasks, ...rest } = runSchema.parse(item);
  const inOrder = Object.values(tasks).sort((a, b) => (a.endedAt < b.endedAt ? -1 : 1));
  return { run: { ...rest, startedAt: started_at, endedAt: ended_at }, token, tasks: inOrder };
}

const deliverySchema = z.object({
  id: z.string().transform(deliveryId),
  files: filesSchema,
  first_seen_at: z.string(),
  attempts: z.int().optional(),
});

/** A delivery as the table holds it. */
export interface DeliveryItem {
  readonly delivery: DeliveryRecord;
  /** Attempts so far, those included whose runs are no longer kept. */
  readonly attempts: number;
}

/** An item of a delivery as its record. @throws ZodError when it is none of ours. */
export function deliveryItemOf(item: unknown): DeliveryItem {
  const { id, files, first_seen_at, attempts = 0 } = deliverySchema.parse(item);
  return { delivery: { id, files, firstSeenAt: first_seen_at }, attempts };
}

const leaseSchema = z.object({
  claim: z.string(),
  token: z.int(),
  owner: ownerSchema,
  lease_until: z.number(),
  run: recordSchema,
  files: filesSchema,
  resumed: z.boolean(),
  superseded: z.string().transform(runId).nullable(),
  claimed_at: z.string(),
  settled: z.boolean().optional(),
});

/** The lease as the table holds it: all that a claim wants to write, so that anybody can finish writing it. */
export interface LeaseItem {
  /** Tells this claim from every other, so that a write whose answer was lost is known again. */
  readonly claim: string;
  readonly lease: Lease;
  /** The run that was claimed, as it was then. */
  readonly run: RunRecord;
  /** The files of its delivery. */
  readonly files: readonly DeliveredFile[];
  /** The run was started before, by a claim of before. */
  readonly resumed: boolean;
  /** The run whose place the claim takes. */
  readonly superseded: RunId | null;
  readonly claimedAt: string;
  /** The run has ended: all that the claim decided was written. */
  readonly settled: boolean;
}

/** The lease's item as its record. @throws ZodError when it is none of ours. */
export function leaseItemOf(item: unknown): LeaseItem {
  const { token, owner, lease_until, claimed_at, settled = false, ...rest } = leaseSchema.parse(item);
  const lease = { run: rest.run.id, owner, expiresAt: lease_until, token };
  return { ...rest, lease, claimedAt: claimed_at, settled };
}

/** The lease's record as its item. */
export function leaseItem({ lease, claimedAt, ...rest }: LeaseItem): Record<string, unknown> {
  const { token, owner, expiresAt } = lease;
  return { ...leaseKey, ...rest, token, owner, lease_until: expiresAt, claimed_at: claimedAt };
}
