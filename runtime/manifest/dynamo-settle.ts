import type { RunId } from "../../configs/names.ts";
import {
  allOf,
  anyOf,
  fewerAttemptsThan,
  keyDoesNotExist,
  notFencedAfter,
  runIsStarted,
} from "./dynamo-conditions.ts";
import { deliveryKey, type LeaseItem, runKey, startedAtKey } from "./dynamo-items.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { RunRecord } from "./manifest.ts";

/**
 * Writes what a claim has decided: the run of before is superseded, the claimed run stands in its place, fenced by the
 * claim's token. All of it comes from the lease, so that it can be repeated, by anybody, with the same result.
 *
 * @param expiresAt when a superseded run is forgotten, in seconds since 1970
 * @returns false when the claimed run has ended, or a later claim has taken it
 */
export async function settle(table: DynamoTable, item: LeaseItem, expiresAt: number): Promise<boolean> {
  const { lease, run, superseded, claimedAt } = item;
  if (superseded !== null) await supersede(table, superseded, { claimedAt, expiresAt });
  await countAttempt(table, run);
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
async function countAttempt(table: DynamoTable, { delivery, attempt }: RunRecord): Promise<void> {
  await table.update(
    deliveryKey(delivery),
    {
      expression: "SET #attempts = :attempt",
      names: { "#attempts": "attempts" },
      values: { ":attempt": attempt },
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
      expression: `SET #token = :token, ${fields.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`).join(", ")}`,
      names: { "#token": "token", ...Object.fromEntries(fields.map(([name]) => [`#${name}`, name])) },
      values: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
    },
    anyOf(keyDoesNotExist, allOf(runIsStarted, notFencedAfter(token))),
  );
}
