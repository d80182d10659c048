import { z } from "zod";
import { runModes } from "../../configs/execution.ts";
import { deliveryId, isIsoDate, runId } from "../../configs/names.ts";
import { type DeliveryRecord, type Lease, type RunRecord, runStates, type TaskRecord } from "./manifest.ts";

/** Rows of the manifest's tables, turned into its records. What does not fit was written by something else: an error. */

/** What was asked of a run. */
export const requestSchema = z.strictObject({
  mode: z.enum(runModes),
  asOf: z.string().refine(isIsoDate).nullable(),
  experiment: z.string(),
  sentiment: z.string().exactOptional(),
  seed: z.number(),
  leaderboard: z.boolean().exactOptional(),
});
/** Who holds a lease. */
export const ownerSchema = z.union([
  z.strictObject({ host: z.string(), pid: z.int(), processStart: z.string().nullable() }),
  z.strictObject({ stateMachineArn: z.string() }),
]);
/** The files of a delivery. */
export const filesSchema = z.array(
  z.strictObject({ name: z.string(), bytes: z.number(), digest: z.string() }),
);
/** What a task needed. */
export const usageSchema = z.strictObject({
  wallSeconds: z.number(),
  cpuSeconds: z.number(),
  peakMemoryMb: z.number(),
});

const text = z.string();
/** A column that holds JSON text. */
function json<T extends z.ZodType>(schema: T) {
  return text.transform((value): unknown => JSON.parse(value)).pipe(schema);
}

const runRow = z.object({
  id: text.transform(runId),
  delivery: text.transform(deliveryId),
  attempt: z.int(),
  state: z.enum(runStates),
  request: json(requestSchema),
  code: text,
  started_at: text,
  ended_at: text.nullable(),
  cause: text.nullable(),
  error: text.nullable(),
});

/** A row of the table of runs as a record. @throws ZodError when it is none of ours. */
export function runOf(row: unknown): RunRecord {
  const { started_at, ended_at, ...rest } = runRow.parse(row);
  return { ...rest, startedAt: started_at, endedAt: ended_at };
}

const taskRow = z.object({
  state: text,
  result: json(z.json()),
  started_at: text,
  ended_at: text,
  usage: json(usageSchema).nullable(),
});

/** A row of the table of tasks as a record. @throws ZodError when it is none of ours. */
export function taskOf(row: unknown): TaskRecord {
  const { started_at, ended_at, ...rest } = taskRow.parse(row);
  return { ...rest, startedAt: started_at, endedAt: ended_at };
}

const deliveryRow = z.object({
  id: text.transform(deliveryId),
  files: json(filesSchema),
  first_seen_at: text,
});

/** A row of the table of deliveries as a record. @throws ZodError when it is none of ours. */
export function deliveryOf(row: unknown): DeliveryRecord {
  const { first_seen_at, ...rest } = deliveryRow.parse(row);
  return { ...rest, firstSeenAt: first_seen_at };
}

const leaseRow = z.object({
  run: text.transform(runId).nullable(),
  owner: json(ownerSchema).nullable(),
  expires_at: z.number(),
  token: z.int(),
});

/** The lease row: the token of the last claim, and the lease itself while somebody holds it. */
export function leaseOf(row: unknown): { readonly token: number; readonly lease: Lease | undefined } {
  const { run, owner, expires_at, token } = leaseRow.parse(row);
  if (run === null || owner === null) return { token, lease: undefined };
  return { token, lease: { run, owner, expiresAt: expires_at, token } };
}
