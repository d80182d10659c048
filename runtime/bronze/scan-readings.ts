import { customerAttributes } from "../../configs/datasets.ts";
import { InputError } from "../errors.ts";
import { type Engine, identifier } from "../table/engine.ts";
import { type AggregateOptions, aggregateReadings, type ReadingsReport } from "./hourly/index.ts";
import { mergeShards } from "./hourly/shard-merge.ts";
import type { Shards } from "./hourly/shard-read.ts";
import type { Quarantine } from "./quarantine.ts";
import type { DeliveryRead } from "./read-delivery.ts";

/**
 * Scans the hourly readings of a delivery that was read without faults, or puts together what several machines have
 * made of them. Leaves `consumption_month`.
 * @throws InputError when the readings break their contract, or the as-of date does not fit them.
 * @throws ShardsOverlap when the machines' shares cannot be put together
 */
export async function scanReadings(
  engine: Engine,
  delivery: DeliveryRead,
  quarantine: Quarantine,
  options: Pick<AggregateOptions, "asOf" | "today" | "progress" | "scanned"> & { readonly shards?: Shards },
): Promise<ReadingsReport> {
  const source = delivery.readings;
  if (source === undefined) throw new InputError("The delivery has no hourly readings; add them.");
  const { shards } = options;
  const common = {
    ...options,
    timezone: source.dataset.timezone ?? "Europe/Madrid",
    customersTable: identifier(`raw ${customerAttributes.name}`),
    quarantine,
  };
  return shards === undefined
    ? aggregateReadings(engine, { ...common, files: source.paths, format: source.format })
    : mergeShards(engine, shards.shards, { ...common, paths: source.paths });
}
