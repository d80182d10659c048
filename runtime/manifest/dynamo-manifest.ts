import type { DeliveryId, RunId } from "../../configs/names.ts";
import type { Page } from "../lake/lake.ts";
import { DynamoBooks } from "./dynamo-books.ts";
import { setLeaseUntil, tryClaim } from "./dynamo-claim.ts";
import { allOf, runIsStarted, tokenIs } from "./dynamo-conditions.ts";
import { runKey } from "./dynamo-items.ts";
import { countRuns, latestRuns } from "./dynamo-runs.ts";
import { expiryOf, isSettled } from "./dynamo-settle.ts";
import { DynamoTable, type Expression } from "./dynamo-table.ts";
import {
  type Claim,
  type ClaimRequest,
  type DeliveryRecord,
  type Lease,
  LeaseLost,
  type Manifest,
  type RunCounts,
  type RunEnding,
  type RunRecord,
  type RunsPage,
  type TaskRecord,
} from "./manifest.ts";

/** How long a claim lasts without being renewed: as long as an execution may take, and an hour for its end. */
const LEASE_MS = 13 * 3600 * 1000;
/** Claims that met another one, and were tried again, before something must be wrong. */
const CLAIM_ATTEMPTS = 10;

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
 *     claim      the lease, if nobody has claimed since it was read: this decides, and carries the whole run with its
 *                delivery. Three more follow at once only where a run of before has to be fenced off from writing: it
 *                is superseded (1), the delivery counts its attempt (2), the run is written with the lease's token (3);
 *                a run that is resumed needs the last of them alone
 *     record     the run's item, if no later claim has fenced it off. A run that has none yet gets 2 and 3 first
 *     finish     1. the run           likewise
 *                2. the lease         given back; the lease of a run that has ended counts as given back
 *     release    the lease            the run stays as it is; its execution may go on until another claim is made
 *
 * What a claim decided is also written by the next one, before it takes the lease (`settle`). Until then, questions
 * about the run are answered from the lease.
 */
export class DynamoManifest implements Manifest {
  readonly #books: DynamoBooks;
  readonly #leaseMs: number;

  constructor(table: DynamoTable | string, options: DynamoManifestOptions = {}) {
    const { leaseMs = LEASE_MS, clock = Date.now } = options;
    this.#books = new DynamoBooks(typeof table === "string" ? new DynamoTable(table) : table, clock);
    this.#leaseMs = leaseMs;
  }

  async claim(claim: ClaimRequest): Promise<Claim> {
    for (let attempt = 1; attempt <= CLAIM_ATTEMPTS; attempt += 1) {
      const claimed = await tryClaim(this.#books, claim, this.#leaseMs);
      if (claimed !== undefined) return claimed;
    }
    throw new Error(`Delivery ${claim.delivery.id} could not be claimed in ${CLAIM_ATTEMPTS} attempts.`);
  }

  async renew(lease: Lease): Promise<Lease> {
    const renewed = { ...lease, expiresAt: this.#books.clock() + this.#leaseMs };
    if (!(await setLeaseUntil(this.#books, lease, renewed.expiresAt))) throw new LeaseLost(lease.run);
    return renewed;
  }

  async record(lease: Lease, task: TaskRecord): Promise<void> {
    const kept = await this.#changeRun(lease, {
      expression: "SET #tasks.#task = :task",
      names: { "#tasks": "tasks", "#task": task.state },
      values: { ":task": task },
    });
    if (!kept) throw new LeaseLost(lease.run);
  }

  async finish(lease: Lease, ending: RunEnding): Promise<void> {
    const failure = ending.state === "completed" ? { cause: null, error: null } : ending;
    const now = this.#books.clock();
    const forgotten = ending.state === "failed" ? { ":expires": expiryOf(now) } : {};
    const ended = await this.#changeRun(lease, {
      expression: `SET #state = :state, ended_at = :ended, cause = :cause, #error = :error${
        ending.state === "failed" ? ", expires_at = :expires" : ""
      }`,
      names: { "#state": "state", "#error": "error" },
      values: {
        ":state": ending.state,
        ":ended": new Date(now).toISOString(),
        ":cause": failure.cause,
        ":error": failure.error,
        ...forgotten,
      },
    });
    if (!ended && (await this.run(lease.run))?.state !== ending.state) throw new LeaseLost(lease.run);
    await setLeaseUntil(this.#books, lease, 0, true);
  }

  async release(lease: Lease): Promise<void> {
    await setLeaseUntil(this.#books, lease, 0);
  }

  async run(id: RunId): Promise<RunRecord | undefined> {
    const item = await this.#books.run(id);
    if (item !== undefined) return item.run;
    const claimed = await this.#books.claimed();
    if (claimed?.run.id === id) return claimed.run;
    // Somebody may have written the run down between the two looks.
    return (await this.#books.run(id))?.run;
  }

  async tasks(id: RunId): Promise<readonly TaskRecord[]> {
    return (await this.#books.run(id))?.tasks ?? [];
  }

  async runs(page: RunsPage = {}): Promise<Page<RunRecord>> {
    return latestRuns(this.#books.table, page, await this.#books.claimed());
  }

  async attempts(id: DeliveryId): Promise<readonly RunRecord[]> {
    // First the lease: what is written down meanwhile is found among the items, and not missed in both places.
    const claimed = await this.#books.claimed();
    const runs = (await this.#books.history(id)).runs.map(({ run }) => run);
    const isNew = claimed?.run.delivery === id && runs.every((run) => run.id !== claimed.run.id);
    return isNew ? [claimed.run, ...runs] : runs;
  }

  async counts(): Promise<RunCounts> {
    return countRuns(this.#books.table, await this.#books.claimed());
  }

  async delivery(id: DeliveryId): Promise<DeliveryRecord | undefined> {
    const written = await this.#books.delivery(id);
    if (written !== undefined) return written;
    const claimed = await this.#books.claimed();
    if (claimed?.run.delivery === id) return { id, files: claimed.files, firstSeenAt: claimed.claimedAt };
    // Somebody may have written it down between the two looks.
    return this.#books.delivery(id);
  }

  async holder(): Promise<Lease | undefined> {
    const held = await this.#books.lease();
    if (held === undefined) return undefined;
    return this.#books.isHeld(held, await this.#books.run(held.run.id)) ? held.lease : undefined;
  }

  /**
   * The lease of a run whose place no other has taken, whether it has expired, was given back at the run's own end, or
   * not. For the control tasks: none of them lives as long as the run, and each finds the lease here.
   */
  async leaseOf(id: RunId): Promise<Lease | undefined> {
    const held = await this.#books.lease();
    if (held === undefined || held.lease.run === id) return held?.lease;
    // A later run has claimed: fairly, if this one had ended. Its writes are held up by the state of the run.
    const { run, token } = (await this.#books.run(id)) ?? {};
    if (run === undefined || token === undefined || run.state === "started") return undefined;
    return { run: id, owner: held.lease.owner, expiresAt: 0, token };
  }

  [Symbol.dispose](): void {
    this.#books.table[Symbol.dispose]();
  }

  /** Changes a run that this claim may write. @returns false when it may not */
  async #changeRun(lease: Lease, change: Expression): Promise<boolean> {
    const key = runKey(lease.run);
    if (key === undefined) throw new Error(`${lease.run} is no run's id.`);
    const mayWrite = allOf(runIsStarted, tokenIs(lease.token));
    if (await this.#books.table.update(key, change, mayWrite)) return true;
    // The first write of a run finds no item: its claim is one write, and stands in the lease alone.
    const held = await this.#books.lease();
    if (held?.lease.token !== lease.token) return false;
    // Another process of the run may have written it down since: the write is tried again in any case.
    if (!isSettled(held, await this.#books.run(lease.run), this.#books.clock()))
      await this.#books.settle(held);
    return this.#books.table.update(key, change, mayWrite);
  }
}
