import { parentPort, workerData } from "node:worker_threads";
import type { HourlyLoad } from "./load.ts";
import type { EncodedColumns } from "./parquet.ts";
import { CUSTOMERS_PER_GROUP, makeRowGroup } from "./row-group.ts";

/** What the thread answers: the group's number and its columns. */
export interface MadeGroup extends EncodedColumns {
  readonly group: number;
}

const port = parentPort;
if (port === null) throw new Error("This file runs in a worker thread.");
const load: HourlyLoad = workerData;

port.on("message", (group: number) => {
  const first = group * CUSTOMERS_PER_GROUP;
  const made = makeRowGroup(load, first, Math.min(first + CUSTOMERS_PER_GROUP, load.customers));
  const bytes = new Uint8Array(made.bytes);
  port.postMessage({ ...made, bytes, group } satisfies MadeGroup, [bytes.buffer]);
});
