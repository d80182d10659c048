import type { DatabaseSync } from "node:sqlite";
import { type DeliveryId, type RunId, runId } from "../../configs/names.ts";
import type { Page } from "../lake/lake.ts";
import {
  AlreadyDone,
  type Claim,
  type ClaimRequest,
  type DeliveryRecord,
  type Lease,
  LeaseLost,
  type Manifest,
  type RunCounts,
  type RunEnding,
  RunInProgress,
  type RunRecord,
  type RunState,
  type RunsPage,
  type TaskRecord,
} from "./manifest.ts";
import { ownerIsGone } from "./process-identity.ts";
import { answers, mayBeResumed } from "./request-rules.ts";
import { deliveryOf, leaseOf, runOf, taskOf } from "./rows.ts";
import { openDatabase, transaction } from "./sqlite-schema.ts";

/** How long a lease lasts without a heartbeat, in ms: some beats may fail before it ends. */
const LEASE_MS = 10_000;

const PAGE_SIZE = 100;

/** Times that tests set. */
export interface SqliteManifestOptions {
  /** @default LEASE_MS */
  readonly leaseMs?: number;
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number;
}

/** The manifest as an embedded database in one file, for any number of processes on one machine. */
export class SqliteManifest implements Manifest {
  readonly #database: DatabaseSync;
  readonly #leaseMs: number;
  readonly #clock: () => number;

  constructor(file: string, options: SqliteManifestOptions = {}) {
    this.#database = openDatabase(file);
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#clock = options.clock ?? Date.now;
  }

  async claim(claim: ClaimRequest): Promise<Claim> {
    return transaction(this.#database, () => {
      const { token, lease: held } = this.#lease();
      if (held !== undefined && !leaseHasEnded(held, this.#clock())) throw new RunInProgress(held);
      const done = this.#runsOf(claim.delivery.id).find((run) => answers(run, claim));
      if (done !== undefined) throw new AlreadyDone(done);

      this.#saveDelivery(claim);
      const interrupted = this.#runsOf(claim.delivery.id).find((run) => mayBeResumed(run, claim));
      this.#supersedeOthers(interrupted?.id);
      const run = interrupted ?? this.#newRun(claim);
      const lease = {
        run: run.id,
        owner: claim.owner,
        expiresAt: this.#clock() + this.#leaseMs,
        token: token + 1,
      };
      this.#saveLease(lease);
      return { run, lease, resumed: interrupted !== undefined, tasks: this.#tasks(run.id) };
    });
  }

  async renew(lease: Lease): Promise<Lease> {
    return this.#whileHolding(lease, () => {
      const renewed = { ...lease, expiresAt: this.#clock() + this.#leaseMs };
      this.#saveLease(renewed);
      return renewed;
    });
  }

  async record(lease: Lease, task: TaskRecord): Promise<void> {
    this.#whileHolding(lease, () => {
      this.#database
        .prepare("INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?, ?)")
        .run(
          lease.run,
          task.state,
          JSON.stringify(task.result),
          task.startedAt,
          task.endedAt,
          task.usage === null ? null : JSON.stringify(task.usage),
        );
    });
  }

  async finish(lease: Lease, ending: RunEnding): Promise<void> {
    const run = await this.run(lease.run);
    if (run?.state === ending.state) return;
    this.#whileHolding(lease, () => {
      const failure = ending.state === "completed" ? undefined : ending;
      this.#database
        .prepare("UPDATE runs SET state = ?, ended_at = ?, cause = ?, error = ? WHERE id = ?")
        .run(ending.state, this.#now(), failure?.cause ?? null, failure?.error ?? null, lease.run);
      this.#giveBack();
    });
  }

  async release(lease: Lease): Promise<void> {
    transaction(this.#database, () => {
      if (this.#holds(lease)) this.#giveBack();
    });
  }

  async run(id: RunId): Promise<RunRecord | undefined> {
    const row = this.#database.prepare("SELECT * FROM runs WHERE id = ?").get(id);
    return row === undefined ? undefined : runOf(row);
  }

  async tasks(id: RunId): Promise<readonly TaskRecord[]> {
    return this.#tasks(id);
  }

  async runs({ after, limit = PAGE_SIZE, state }: RunsPage = {}): Promise<Page<RunRecord>> {
    const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after);
    const rows = this.#database
      .prepare(
        "SELECT * FROM runs WHERE sequence < ?1 AND (?2 IS NULL OR state = ?2) ORDER BY sequence DESC LIMIT ?3",
      )
      .all(before, state ?? null, limit + 1);
    const items = rows.slice(0, limit);
    const last = items.at(-1)?.["sequence"];
    const records = items.map(runOf);
    return rows.length > limit && last !== undefined
      ? { items: records, next: String(last) }
      : { items: records };
  }

  async attempts(id: DeliveryId): Promise<readonly RunRecord[]> {
    return this.#runsOf(id);
  }

  async counts(): Promise<RunCounts> {
    const rows = this.#database.prepare("SELECT state, count(*) AS runs FROM runs GROUP BY state").all();
    const count = (state: RunState) => Number(rows.find((row) => row["state"] === state)?.["runs"] ?? 0);
    return {
      started: count("started"),
      completed: count("completed"),
      failed: count("failed"),
      rejected: count("rejected"),
      superseded: count("superseded"),
    };
  }

  async delivery(id: DeliveryId): Promise<DeliveryRecord | undefined> {
    const row = this.#database.prepare("SELECT * FROM deliveries WHERE id = ?").get(id);
    return row === undefined ? undefined : deliveryOf(row);
  }

  async holder(): Promise<Lease | undefined> {
    const { lease } = this.#lease();
    return lease === undefined || leaseHasEnded(lease, this.#clock()) ? undefined : lease;
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #now(): string {
    return new Date(this.#clock()).toISOString();
  }

  #lease() {
    return leaseOf(this.#database.prepare("SELECT * FROM lease WHERE name = 'lake'").get());
  }

  #saveLease(lease: Lease): void {
    this.#database
      .prepare("UPDATE lease SET run = ?, owner = ?, expires_at = ?, token = ? WHERE name = 'lake'")
      .run(lease.run, JSON.stringify(lease.owner), lease.expiresAt, lease.token);
  }

  #giveBack(): void {
    this.#database.exec("UPDATE lease SET run = NULL, owner = NULL, expires_at = 0 WHERE name = 'lake'");
  }

  #holds(lease: Lease): boolean {
    const { token, lease: held } = this.#lease();
    return held !== undefined && token === lease.token;
  }

  #whileHolding<T>(lease: Lease, work: () => T): T {
    return transaction(this.#database, () => {
      if (!this.#holds(lease)) throw new LeaseLost(lease.run);
      return work();
    });
  }

  #runsOf(delivery: DeliveryId): RunRecord[] {
    return this.#database
      .prepare("SELECT * FROM runs WHERE delivery = ? ORDER BY attempt DESC")
      .all(delivery)
      .map(runOf);
  }

  #tasks(run: RunId): TaskRecord[] {
    return this.#database.prepare("SELECT * FROM tasks WHERE run = ? ORDER BY rowid").all(run).map(taskOf);
  }

  #saveDelivery({ delivery }: ClaimRequest): void {
    this.#database
      .prepare("INSERT OR IGNORE INTO deliveries VALUES (?, ?, ?)")
      .run(delivery.id, JSON.stringify(delivery.files), this.#now());
  }

  /** Runs that were interrupted and will not be resumed: this claim takes their place. */
  #supersedeOthers(resumed: RunId | undefined): void {
    this.#database
      .prepare("UPDATE runs SET state = 'superseded', ended_at = ? WHERE state = 'started' AND id <> ?")
      .run(this.#now(), resumed ?? "");
  }

  #newRun({ delivery, request, code }: ClaimRequest): RunRecord {
    const attempt = (this.#runsOf(delivery.id)[0]?.attempt ?? 0) + 1;
    const run: RunRecord = {
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
    this.#database
      .prepare(
        `INSERT INTO runs (id, delivery, attempt, state, request, code, started_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(run.id, run.delivery, attempt, run.state, JSON.stringify(request), code, run.startedAt);
    return run;
  }
}

/** Nobody renewed the lease in time, or its process is known to have ended. */
function leaseHasEnded(lease: Lease, now: number): boolean {
  return lease.expiresAt <= now || ownerIsGone(lease.owner);
}
