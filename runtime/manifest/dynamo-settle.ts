import type { RunId } from "../../configs/names.ts";
import {
  allOf,
  anyOf,
  fewerAttemptsThan,
  keyDoesNotExist,
  notFencedAfter,
  runIsStarted,
} from "./dynamo-conditions.ts";
import { deliveryKey, type LeaseItem, type RunItem, runKey, startedAtKey } from "./dynamo-items.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { RunRecord } from "./manifest.ts";

/** Days that runs without a result are kept. A run with a result is kept for ever: it answers for its delivery. */
const RETENTION_DAYS = 400;
const DAY_SECONDS = 24 * 3600;

/** When a run without a result is forgotten, in seconds since 1970. */
export function expiryOf(nowMs: number): number {
  return Math.floor(nowMs / 1000) + RETENTION_DAYS * DAY_SECONDS;
}

/**
 * Does the table say all that the claim in the lease has decided? A run whose item is missing has not been written yet,
 * or has been forgotten since: that is told by its end, or by the time that has passed.
 *
 * @param item the run of the lease, as the table has it
 */
export function isSettled(
  { lease, settled, claimedAt }: LeaseItem,
  item: RunItem | undefined,
  nowMs: number,
): boolean {
  if (settled || nowMs / 1000 > expiryOf(Date.parse(claimedAt))) return true;
  return item !== undefined && (item.run.state !== "started" || (item.token ?? 0) >= lease.token);
}

/**
 * Writes what a claim has decided: the run of before is superseded, the delivery is known with its number of attempts,
 * the claimed run stands in the books, fenced by the claim's token. All of it comes from the lease, so that it can be
 * repeated, by anybody, with the same result. The run's item comes last: where it stands, all of it stands.
 *
 * @param expiresAt when a superseded run is forgotten, in seconds since 1970
 * @returns false when the claimed run has ended, or a later claim has taken it
 */
export async function settle(table: DynamoTable, item: LeaseItem, expiresAt: number): Promise<boolean> {
  const { lease, run, superseded, claimedAt, resumed } = item;
  if (superseded !== null) await supersede(table, superseded, { claimedAt, expiresAt });
  if (!resumed) await countAttempt(table, item);
  return writeRun(table, run, lease.token);
}

async function supersede(
  table: DynamoTable,
  id: RunId,
  { claimedAt, expiresAt }: { readonly claimedAt: string; readonly expiresAt: number },
): Promise<void> {
  const key = runKey(id);
  if (key === undefined) return;
  await table.update(
    key,
    {
      expression: "SET #state = :superseded, ended_at = :ended, expires_at = :expires REMOVE #token",
      names: { "#state": "state", "#token": "token" },
      values: { ":superseded": "superseded", ":ended": claimedAt, ":expires": expiresAt },
    },
    runIsStarted,
  );
}

/** A number of attempt is never given twice, even when its run is no longer kept. */
async function countAttempt(table: DynamoTable, { run, files, claimedAt }: LeaseItem): Promise<void> {
  const { delivery, attempt } = run;
  const first = { id: delivery, files, first_seen_at: claimedAt };
  const fields = Object.entries(first);
  await table.update(
    deliveryKey(delivery),
    {
      expression: `SET #attempts = :attempt, ${ifMissing(fields)}`,
      names: { "#attempts": "attempts", ...namesOf(fields) },
      values: { ":attempt": attempt, ...valuesOf(fields) },
    },
    fewerAttemptsThan(attempt),
  );
}

function writeRun(table: DynamoTable, run: RunRecord, token: number): Promise<boolean> {
  const key = runKey(run.id);
  if (key === undefined) throw new Error(`${run.id} is no run's id.`);
  const attributes = {
    id: run.id,
    delivery: run.delivery,
    attempt: run.attempt,
    state: run.state,
    request: run.request,
    code: run.code,
    started_at: startedAtKey(run.startedAt, token),
    ended_at: run.endedAt,
    cause: run.cause,
    error: run.error,
    tasks: {},
  };
  const fields = Object.entries(attributes);
  return table.update(
    key,
    {
      expression: `SET #token = :token, ${ifMissing(fields)}`,
      names: { "#token": "token", ...namesOf(fields) },
      values: { ":token": token, ...valuesOf(fields) },
    },
    anyOf(keyDoesNotExist, allOf(runIsStarted, notFencedAfter(token))),
  );
}

type Fields = readonly (readonly [string, unknown])[];

/** What is there stays as it is. */
const ifMissing = (fields: Fields) =>
  fields.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`).join(", ");
const namesOf = (fields: Fields) => Object.fromEntries(fields.map(([name]) => [`#${name}`, name]));
const valuesOf = (fields: Fields) => Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value]));
