import { type DeliveryId, type RunId, runId } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import type { Page } from "../lake/lake.ts";
import { allOf, keyDoesNotExist, leaseExpired, runIsStarted, tokenIs } from "./dynamo-conditions.ts";
import {
  type DeliveryItem,
  deliveryItemOf,
  deliveryKey,
  isRun,
  type LeaseItem,
  leaseItem,
  leaseItemOf,
  leaseKey,
  type RunItem,
  runItemOf,
  runKey,
} from "./dynamo-items.ts";
import { latestRuns } from "./dynamo-runs.ts";
import { settle } from "./dynamo-settle.ts";
import { DynamoTable } from "./dynamo-table.ts";
import {
  AlreadyDone,
  type Claim,
  type ClaimRequest,
  type DeliveryRecord,
  type Lease,
  LeaseLost,
  type Manifest,
  type RunEnding,
  RunInProgress,
  type RunRecord,
  type TaskRecord,
} from "./manifest.ts";
import { answers, mayBeResumed } from "./request-rules.ts";

/** How long a claim lasts without being renewed: as long as an execution may take, and an hour for its end. */
const LEASE_MS = 13 * 3600 * 1000;
/** Claims that met another one, and were tried again, before something must be wrong. */
const CLAIM_ATTEMPTS = 10;
/** Days that runs without a result are kept. A run with a result is kept for ever: it answers for its delivery. */
const RETENTION_DAYS = 400;
const DAY_SECONDS = 24 * 3600;
/** DynamoDB holds 400 KB in one item: about 2,000 files with long names, as JSON a little longer than as an item. */
const LISTING_BYTES = 390_000;

/** Times that tests set. */
export interface DynamoManifestOptions {
  /** @default LEASE_MS */
  readonly leaseMs?: number;
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number;
}

/**
 * The manifest as a table in DynamoDB. It needs no transactions: every step is one conditional write of one item, and
 * whoever comes next can finish what was interrupted between two of them.
 *
 *     claim      1. the delivery      if it is new; harmless without what follows
 *                2. the lease         if nobody has claimed since it was read: this decides. It carries the whole run
 *                3. the run of before is superseded, and the new one written with the lease's token (`settle`);
 *                   whoever meets the lease in between writes both from what the lease carries
 *     record     the run's item       if no later claim has fenced it off
 *     finish     1. the run           if it is started and not fenced off
 *                2. the lease         given back; the lease of a run that has ended counts as given back
 *     release    the lease               the run stays as it is; its execution may go on until another claim is made
 */
export class DynamoManifest implements Manifest {
  readonly #table: DynamoTable;
  readonly #leaseMs: number;
  readonly #clock: () => number;

  constructor(table: DynamoTable | string, options: DynamoManifestOptions = {}) {
    this.#table = typeof table === "string" ? new DynamoTable(table) : table;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#clock = options.clock ?? Date.now;
  }

  async claim(claim: ClaimRequest): Promise<Claim> {
    for (let attempt = 1; attempt <= CLAIM_ATTEMPTS; attempt += 1) {
      const claimed = await this.#tryClaim(claim);
      if (claimed !== undefined) return claimed;
    }
    throw new Error(`Delivery ${claim.delivery.id} could not be claimed in ${CLAIM_ATTEMPTS} attempts.`);
  }

  async renew(lease: Lease): Promise<Lease> {
    const renewed = { ...lease, expiresAt: this.#clock() + this.#leaseMs };
    if (!(await this.#setLeaseUntil(lease, renewed.expiresAt))) throw new LeaseLost(lease.run);
    return renewed;
  }

  async record(lease: Lease, task: TaskRecord): Promise<void> {
    const kept = await this.#table.update(
      keyOf(lease.run),
      {
        expression: "SET #tasks.#task = :task",
        names: { "#tasks": "tasks", "#task": task.state },
        values: { ":task": task },
      },
      allOf(runIsStarted, tokenIs(lease.token)),
    );
    if (!kept) throw new LeaseLost(lease.run);
  }

  async finish(lease: Lease, ending: RunEnding): Promise<void> {
    const failure = ending.state === "completed" ? { cause: null, error: null } : ending;
    const ended = await this.#table.update(
      keyOf(lease.run),
      {
        expression: `SET #state = :state, ended_at = :ended, cause = :cause, #error = :error${
          ending.state === "failed" ? ", expires_at = :expires" : ""
        }`,
        names: { "#state": "state", "#error": "error" },
        values: {
          ":state": ending.state,
          ":ended": this.#now(),
          ":cause": failure.cause,
          ":error": failure.error,
          ...(ending.state === "failed" ? { ":expires": this.#expiry() } : {}),
        },
      },
      allOf(runIsStarted, tokenIs(lease.token)),
    );
    if (!ended && (await this.run(lease.run))?.state !== ending.state) throw new LeaseLost(lease.run);
    await this.#setLeaseUntil(lease, 0);
  }

  async release(lease: Lease): Promise<void> {
    await this.#setLeaseUntil(lease, 0);
  }

  async run(id: RunId): Promise<RunRecord | undefined> {
    return (await this.#runItem(id))?.run;
  }

  async tasks(id: RunId): Promise<readonly TaskRecord[]> {
    return (await this.#runItem(id))?.tasks ?? [];
  }

  runs(page?: { readonly after?: string; readonly limit?: number }): Promise<Page<RunRecord>> {
    return latestRuns(this.#table, page);
  }

  async delivery(id: DeliveryId): Promise<DeliveryRecord | undefined> {
    const item = await this.#table.get(deliveryKey(id));
    return item === undefined ? undefined : deliveryItemOf(item).delivery;
  }

  async holder(): Promise<Lease | undefined> {
    const held = await this.#leaseItem();
    return held === undefined || !(await this.#isHeld(held)) ? undefined : held.lease;
  }

  /**
   * The lease of a run whose place no other has taken, whether it has expired, was given back at the run's own end, or
   * not. For the control tasks: none of them lives as long as the run, and each finds the lease here.
   */
  async leaseOf(id: RunId): Promise<Lease | undefined> {
    const held = await this.#leaseItem();
    if (held === undefined || held.lease.run === id) return held?.lease;
    // A later run has claimed: fairly, if this one had ended. Its writes are held up by the state of the run.
    const { run, token } = (await this.#runItem(id)) ?? {};
    if (run === undefined || token === undefined || run.state === "started") return undefined;
    return { run: id, owner: held.lease.owner, expiresAt: 0, token };
  }

  [Symbol.dispose](): void {
    this.#table[Symbol.dispose]();
  }

  /** @returns undefined when another claim came in between */
  async #tryClaim(claim: ClaimRequest): Promise<Claim | undefined> {
    const held = await this.#leaseItem();
    // A lease that was given back had been settled by its holder.
    if (held !== undefined && held.lease.expiresAt > 0) await this.#settle(held);
    if (held !== undefined && (await this.#isHeld(held))) throw new RunInProgress(held.lease);

    const { runs, attempts } = await this.#history(claim.delivery.id);
    const done = runs.find(({ run }) => answers(run, claim));
    if (done !== undefined && !claim.force) throw new AlreadyDone(done.run);
    await this.#saveDelivery(claim);
    const interrupted = runs.find(({ run }) => mayBeResumed(run, claim));
    const run = interrupted?.run ?? this.#newRun(claim, attempts + 1);
    const taken: LeaseItem = {
      lease: {
        run: run.id,
        owner: claim.owner,
        expiresAt: this.#clock() + this.#leaseMs,
        token: (held?.lease.token ?? 0) + 1,
      },
      run,
      superseded: held === undefined || held.run.id === run.id ? null : held.run.id,
      claimedAt: this.#now(),
    };
    if (!(await this.#takeLease(taken, held))) return undefined;
    if (!(await this.#settle(taken))) {
      // The run that was to be resumed came to its end in the meantime, by its holder of before.
      await this.#setLeaseUntil(taken.lease, 0);
      return undefined;
    }
    const { tasks = [] } = (await this.#runItem(run.id)) ?? {};
    return { run, lease: taken.lease, resumed: interrupted !== undefined, tasks };
  }

  async #takeLease(taken: LeaseItem, held: LeaseItem | undefined): Promise<boolean> {
    if (held === undefined) return this.#table.put(leaseItem(taken), keyDoesNotExist);
    const { token, expiresAt } = held.lease;
    // A lease that has not expired belongs to a run that has ended: it is not renewed any more.
    const free =
      expiresAt > this.#clock() ? tokenIs(token) : allOf(tokenIs(token), leaseExpired(this.#clock()));
    return this.#table.put(leaseItem(taken), free);
  }

  #settle(item: LeaseItem): Promise<boolean> {
    return settle(this.#table, item, this.#expiry());
  }

  async #isHeld({ lease, run }: LeaseItem): Promise<boolean> {
    if (lease.expiresAt <= this.#clock()) return false;
    const state = (await this.run(run.id))?.state;
    return state === undefined || state === "started";
  }

  async #leaseItem(): Promise<LeaseItem | undefined> {
    const item = await this.#table.get(leaseKey);
    return item === undefined ? undefined : leaseItemOf(item);
  }

  async #runItem(id: RunId): Promise<RunItem | undefined> {
    const key = runKey(id);
    const item = key === undefined ? undefined : await this.#table.get(key);
    return item === undefined ? undefined : runItemOf(item);
  }

  /** The runs of a delivery that are kept, the newest first, and how many there have been. */
  async #history(id: DeliveryId): Promise<{ runs: readonly RunItem[]; attempts: number }> {
    const items = await this.#table.partition(deliveryKey(id).pk);
    const runs = items.filter(isRun).map(runItemOf);
    const delivery: DeliveryItem | undefined = items
      .filter((item) => !isRun(item))
      .map(deliveryItemOf)
      .at(0);
    return { runs: runs.sort((a, b) => b.run.attempt - a.run.attempt), attempts: delivery?.attempts ?? 0 };
  }

  async #saveDelivery({ delivery }: ClaimRequest): Promise<void> {
    const { id, files } = delivery;
    if (Buffer.byteLength(JSON.stringify(files)) > LISTING_BYTES)
      throw new InputError(
        `The delivery has ${files.length} files, too many for the manifest; join the parts of a data set into fewer and larger files.`,
      );
    await this.#table.put({ ...deliveryKey(id), id, files, first_seen_at: this.#now() }, keyDoesNotExist);
  }

  #newRun({ delivery, request, code }: ClaimRequest, attempt: number): RunRecord {
    return {
      id: runId(`${delivery.id}-${attempt}`),
      delivery: delivery.id,
      attempt,
      state: "started",
      request,
      code,
      startedAt: this.#now(),
      endedAt: null,
      cause: null,
      error: null,
    };
  }

  #setLeaseUntil(lease: Lease, until: number): Promise<boolean> {
    return this.#table.update(
      leaseKey,
      {
        expression: "SET #lease_until = :until",
        names: { "#lease_until": "lease_until" },
        values: { ":until": until },
      },
      tokenIs(lease.token),
    );
  }

  #now(): string {
    return new Date(this.#clock()).toISOString();
  }

  #expiry(): number {
    return Math.floor(this.#clock() / 1000) + RETENTION_DAYS * DAY_SECONDS;
  }
}

function keyOf(id: RunId) {
  const key = runKey(id);
  if (key === undefined) throw new Error(`${id} is no run's id.`);
  return key;
}
