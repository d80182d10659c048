import type { DeliveryId, RunId } from "../../configs/names.ts";
import {
  deliveryItemOf,
  deliveryKey,
  isRun,
  type LeaseItem,
  leaseItemOf,
  leaseKey,
  type RunItem,
  runItemOf,
  runKey,
} from "./dynamo-items.ts";
import { expiryOf, isSettled, settle } from "./dynamo-settle.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { DeliveryRecord } from "./manifest.ts";

/** The runs of a delivery. */
export interface History {
  /** Those that are kept, the newest first. */
  readonly runs: readonly RunItem[];
  /** How many there have been. */
  readonly attempts: number;
}

/** What the table says, as it is now, and what the lease alone says so far. */
export class DynamoBooks {
  readonly table: DynamoTable;
  /** Milliseconds since 1970. */
  readonly clock: () => number;

  constructor(table: DynamoTable, clock: () => number) {
    this.table = table;
    this.clock = clock;
  }

  async lease(): Promise<LeaseItem | undefined> {
    const item = await this.table.get(leaseKey);
    return item === undefined ? undefined : leaseItemOf(item);
  }

  async run(id: RunId): Promise<RunItem | undefined> {
    const key = runKey(id);
    const item = key === undefined ? undefined : await this.table.get(key);
    return item === undefined ? undefined : runItemOf(item);
  }

  async delivery(id: DeliveryId): Promise<DeliveryRecord | undefined> {
    const item = await this.table.get(deliveryKey(id));
    return item === undefined ? undefined : deliveryItemOf(item).delivery;
  }

  async history(id: DeliveryId): Promise<History> {
    const items = await this.table.partition(deliveryKey(id).pk);
    const runs = items.filter(isRun).map(runItemOf);
    const delivery = items.filter((item) => !isRun(item)).map(deliveryItemOf);
    return {
      runs: runs.sort((a, b) => b.run.attempt - a.run.attempt),
      attempts: delivery.at(0)?.attempts ?? 0,
    };
  }

  /** The claim whose run stands nowhere but in the lease. */
  async claimed(): Promise<LeaseItem | undefined> {
    const held = await this.lease();
    if (held === undefined) return undefined;
    const item = await this.run(held.run.id);
    return item === undefined && !isSettled(held, item, this.clock()) ? held : undefined;
  }

  /** Somebody may be at work: the lease has not expired, and its run has not ended. */
  isHeld({ lease }: LeaseItem, item: RunItem | undefined): boolean {
    return lease.expiresAt > this.clock() && (item === undefined || item.run.state === "started");
  }

  /** Writes what the claim in the lease has decided. @returns whether its run may be worked on */
  settle(held: LeaseItem): Promise<boolean> {
    return settle(this.table, held, expiryOf(this.clock()));
  }
}
