import { customerAttributes } from "../../configs/datasets.ts";
import { InputError } from "../errors.ts";
import { type Engine, identifier } from "../table/engine.ts";
import { type AggregateOptions, aggregateReadings, type ReadingsReport } from "./hourly/index.ts";
import type { Quarantine } from "./quarantine.ts";
import type { DeliveryRead } from "./read-delivery.ts";

/**
 * Scans the hourly readings of a delivery that was read without faults. Leaves `consumption_month`.
 * @throws InputError when the readings break their contract, or the as-of date does not fit them.
 */
export async function scanReadings(
  engine: Engine,
  delivery: DeliveryRead,
  quarantine: Quarantine,
  options: Pick<AggregateOptions, "asOf" | "today" | "progress" | "scanned">,
): Promise<ReadingsReport> {
  const source = delivery.readings;
  if (source === undefined) throw new InputError("The delivery has no hourly readings; add them.");
  return aggregateReadings(engine, {
    ...options,
    files: source.paths,
    format: source.format,
    timezone: source.dataset.timezone ?? "Europe/Madrid",
    customersTable: identifier(`raw ${customerAttributes.name}`),
    quarantine,
  });
}
