import { basename } from "node:path";
import type { Timezone } from "../../../configs/datasets.ts";
import type { Engine } from "../../table/engine.ts";
import type { Format } from "../format.ts";
import { aggregate, type ReadingsReport } from "./aggregate.ts";
import { readingFacts } from "./facts.ts";
import { type FileOriginOptions, fileOrigin } from "./file-origin.ts";
import { openReadings } from "./source.ts";

export type { ReadingsReport } from "./aggregate.ts";

export interface AggregateOptions extends FileOriginOptions {
  /** The file of readings, or its parts in their order: the first row of a repeated hour stays. */
  readonly files: readonly string[];
  readonly format: Format;
  /** The clock of the readings (D2). */
  readonly timezone: Timezone;
}

/**
 * Sums the hourly readings of files (see `aggregate`), in one pass and bounded memory. The result depends neither on
 * threads nor on how the readings are split into files.
 *
 * @throws InputError when the readings as a whole break their contract, or the as-of date does not fit them.
 */
export async function aggregateReadings(engine: Engine, options: AggregateOptions): Promise<ReadingsReport> {
  using source = await openReadings(engine, options);
  const facts = await readingFacts(engine, source);
  const report = await aggregate(engine, fileOrigin(engine, source, facts, options), {
    ...options,
    file: basename(options.files[0] ?? ""),
  });
  await engine.run("DROP VIEW readings; DROP VIEW located_readings; DROP VIEW unreadable_reading");
  return report;
}
