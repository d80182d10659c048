import type { IsoDate } from "../../../configs/names.ts";
import { type Engine, literal } from "../../table/engine.ts";
import { spanWithin } from "./aggregate.ts";
import { hourCalendar, SLOT_AFTER_AS_OF } from "./calendar.ts";
import { readingFacts } from "./facts.ts";
import { createRejected, type FaultOptions, faultyRows, hasFaultyRows, sumGoodRows } from "./faults.ts";
import { loadCalendar } from "./load-calendar.ts";
import {
  createSurplusSums,
  findSurplus,
  listHoursOfRows,
  listSurplusOfRows,
  takePart,
} from "./present-hours.ts";
import { withRowProgress } from "./progress.ts";
import type { Source, SourceOptions } from "./readings.ts";
import type { ShardScan } from "./shard-facts.ts";
import { shardFile, shardTables, writeShardTable } from "./shard-tables.ts";
import { sumReadings } from "./statement.ts";
import { createWholeSlots } from "./whole-slots.ts";

export interface ShareOptions extends SourceOptions, FaultOptions {
  readonly asOf: IsoDate | null;
  /** Where the tables go. */
  readonly folder: string;
}

/** Scans the readings of a share and writes its tables: in one pass, and a second over what is not complete in it. */
export async function scanShare(engine: Engine, source: Source, options: ShareOptions): Promise<ShardScan> {
  const { folder, today, asOf, timezone, progress } = options;
  const facts = await readingFacts(engine, source);
  const span = spanWithin(facts, today);
  await loadCalendar(engine, hourCalendar(span, timezone, asOf));
  await withRowProgress(engine, { task: "Sum the hourly readings", rows: source.rows, progress }, () =>
    sumReadings(engine),
  );
  await createRejected(engine);
  const unreadable = await engine.number("SELECT count(*)::DOUBLE FROM unreadable_reading");
  const suspected =
    facts.suspectsRange || (await hasFaultyRows(engine, { ...options, readable: source.rows - unreadable }));
  const faulty = await writeFaults(engine, options, suspected);
  await createWholeSlots(engine, "slot_consumption", { timezone, asOf });
  await writeHours(engine, folder);
  await writeShardTable(engine, folder, "slots", "FROM slot_consumption");
  return {
    state: "scanned",
    native: source.statistics !== undefined,
    rows: source.rows,
    unreadable,
    faulty,
    span: facts.span ?? null,
    suspectsRange: facts.suspectsRange,
    nulls: { ...facts.nulls },
  };
}

/**
 * Writes all rows at fault, since only all shares together are judged by the 1 % rule, and takes them out of the sums.
 * @returns how many rows are at fault by themselves
 */
async function writeFaults(engine: Engine, options: ShareOptions, suspected: boolean): Promise<number> {
  const { folder, customersTable } = options;
  const unreadable = `SELECT false AS readable, file_index, line, NULL AS customer_id, NULL AS timestamp, "column", reason, row
    FROM unreadable_reading`;
  const faulty = `SELECT true, file_index, line, customer_id, timestamp, "column", reason, row
    FROM (${faultyRows(options)})`;
  await writeShardTable(
    engine,
    folder,
    "faults",
    suspected ? `${unreadable} UNION ALL ${faulty}` : unreadable,
  );
  if (!suspected) return 0;
  await engine.run(
    `INSERT INTO rejected_reading
     SELECT file_index, line, customer_id FROM read_parquet(${literal(shardFile(folder, "faults"))}) WHERE readable`,
  );
  await sumGoodRows(engine, customersTable);
  return engine.number("SELECT count(*)::DOUBLE FROM rejected_reading");
}

/** Writes which hours stand in the slots that are not complete in this share, and the rows that repeat one. */
async function writeHours(engine: Engine, folder: string): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE wanted_slot AS SELECT customer_id, slot FROM slot_consumption
     ANTI JOIN whole_word USING (slot, tally) WHERE slot <> ${SLOT_AFTER_AS_OF}`,
  );
  const wanted = await engine.number("SELECT count(*)::DOUBLE FROM wanted_slot");
  if (wanted === 0) {
    for (const table of ["words", "surplus", "surplusSums"] as const)
      await writeShardTable(engine, folder, table);
    return;
  }
  await listHoursOfRows(engine);
  await createSurplusSums(engine);
  const columns = shardTables.surplus.columns.map(({ name, type }) => `"${name}" ${type}`).join(", ");
  await engine.run(`CREATE OR REPLACE TEMP TABLE share_surplus (${columns})`);
  const { parts } = await findSurplus(engine);
  for (const part of parts) {
    await takePart(engine, part);
    await listSurplusOfRows(engine);
    await engine.run("INSERT INTO share_surplus BY NAME SELECT * EXCLUDE (file) FROM surplus_reading");
  }
  await writeShardTable(engine, folder, "words", "FROM customer_word");
  await writeShardTable(engine, folder, "surplus", "FROM share_surplus");
  // Parts end between words and not between slots, so that one slot may have sums in two of them.
  await writeShardTable(
    engine,
    folder,
    "surplusSums",
    `SELECT customer_id, slot, sum(tally) AS tally, sum(hours) AS hours, sum(elec_sum) AS elec_sum, sum(gas_sum) AS gas_sum
     FROM surplus_sum GROUP BY customer_id, slot`,
  );
}
