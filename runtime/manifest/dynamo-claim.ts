import { randomUUID } from "node:crypto";
import { runId } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import type { DynamoBooks } from "./dynamo-books.ts";
import { allOf, type Condition, keyDoesNotExist, leaseExpired, tokenIs } from "./dynamo-conditions.ts";
import { type LeaseItem, leaseItem, leaseKey } from "./dynamo-items.ts";
import { isSettled } from "./dynamo-settle.ts";
import { AlreadyDone, type Claim, type ClaimRequest, RunInProgress, type RunRecord } from "./manifest.ts";
import { answers, mayBeResumed } from "./request-rules.ts";

/** DynamoDB holds 400 KB in one item: about 2,000 files with long names, as JSON a little longer than as an item. */
const LISTING_BYTES = 390_000;

/**
 * Claims a run: one write, of the lease, on the condition that nobody has claimed since it was read. Only where another
 * claim's holder has to be fenced off (a run is superseded or resumed) do the run's own items follow at once.
 *
 * @returns undefined when another claim came in between
 * @throws RunInProgress, AlreadyDone
 */
export async function tryClaim(
  books: DynamoBooks,
  claim: ClaimRequest,
  leaseMs: number,
): Promise<Claim | undefined> {
  const { delivery, owner } = claim;
  const held = await books.lease();
  const unfinished = held === undefined ? undefined : await takeStock(books, held);
  const { runs, attempts } = await books.history(delivery.id);
  const done = runs.find(({ run }) => answers(run, claim));
  if (done !== undefined) throw new AlreadyDone(done.run);
  throwIfTooLong(claim);

  const interrupted = runs.find(({ run }) => mayBeResumed(run, claim));
  const now = books.clock();
  const claimedAt = new Date(now).toISOString();
  const run = interrupted?.run ?? newRun(claim, attempts + 1, claimedAt);
  const taken: LeaseItem = {
    claim: randomUUID(),
    lease: { run: run.id, owner, expiresAt: now + leaseMs, token: (held?.lease.token ?? 0) + 1 },
    run,
    files: delivery.files,
    resumed: interrupted !== undefined,
    superseded: unfinished === undefined || unfinished.id === run.id ? null : unfinished.id,
    claimedAt,
    settled: false,
  };
  if (!(await takeLease(books, taken, held))) return undefined;
  if ((taken.resumed || taken.superseded !== null) && !(await books.settle(taken))) {
    // The run that was to be resumed came to its end in the meantime, by its holder of before.
    await setLeaseUntil(books, taken.lease, 0);
    return undefined;
  }
  const tasks = interrupted === undefined ? [] : ((await books.run(run.id))?.tasks ?? []);
  return { run, lease: taken.lease, resumed: taken.resumed, tasks };
}

/**
 * What stands in the way of a claim? Before a lease is replaced, all that it decided is written.
 * @returns its run, if that has not ended
 * @throws RunInProgress when somebody may be at work on it
 */
async function takeStock(books: DynamoBooks, held: LeaseItem): Promise<RunRecord | undefined> {
  const item = await books.run(held.run.id);
  if (books.isHeld(held, item)) throw new RunInProgress(held.lease);
  if (!isSettled(held, item, books.clock())) {
    await books.settle(held);
    return held.run;
  }
  return item?.run.state === "started" ? item.run : undefined;
}

async function takeLease(
  books: DynamoBooks,
  taken: LeaseItem,
  held: LeaseItem | undefined,
): Promise<boolean> {
  if (await books.table.put(leaseItem(taken), isFree(held, books.clock()))) return true;
  // The client repeats a write whose answer was lost, and then finds its own lease in the way.
  return (await books.lease())?.claim === taken.claim;
}

function isFree(held: LeaseItem | undefined, now: number): Condition {
  if (held === undefined) return keyDoesNotExist;
  const { token, expiresAt } = held.lease;
  // A lease that has not expired belongs to a run that has ended: it is not renewed any more.
  return expiresAt > now ? tokenIs(token) : allOf(tokenIs(token), leaseExpired(now));
}

/** Moves a lease's end, if it is still this claim's. @param settled its run has ended */
export function setLeaseUntil(
  { table }: DynamoBooks,
  { token }: { readonly token: number },
  until: number,
  settled = false,
): Promise<boolean> {
  return table.update(
    leaseKey,
    {
      expression: `SET #lease_until = :until${settled ? ", #settled = :settled" : ""}`,
      names: { "#lease_until": "lease_until", ...(settled ? { "#settled": "settled" } : {}) },
      values: { ":until": until, ...(settled ? { ":settled": true } : {}) },
    },
    tokenIs(token),
  );
}

/** @throws InputError */
function throwIfTooLong({ delivery: { files } }: ClaimRequest): void {
  if (Buffer.byteLength(JSON.stringify(files)) > LISTING_BYTES)
    throw new InputError(
      `The delivery has ${files.length} files, too many for the manifest; join the parts of a data set into fewer and larger files.`,
    );
}

function newRun({ delivery, request, code }: ClaimRequest, attempt: number, startedAt: string): RunRecord {
  return {
    id: runId(`${delivery.id}-${attempt}`),
    delivery: delivery.id,
    attempt,
    state: "started",
    request,
    code,
    startedAt,
    endedAt: null,
    cause: null,
    error: null,
  };
}
