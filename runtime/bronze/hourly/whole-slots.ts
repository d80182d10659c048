import type { Timezone } from "../../../configs/datasets.ts";
import type { IsoDate } from "../../../configs/names.ts";
import type { Engine } from "../../table/engine.ts";
import { SLOT_AFTER_AS_OF, wholeMonth } from "./calendar.ts";
import { loadCalendar } from "./load-calendar.ts";
import { SLOT_MONTH } from "./period.ts";

/**
 * Fills `whole_word` (slot, tally, word, hours, rows, double_rows): for each tally that a slot has when it is complete,
 * which hours stand in it. Slots are those of whole months: so a share of the readings and the step that merges it mean
 * the same by it, whatever stretch of time either of them knows. As in `completeSlots`, the hour that the clock skips may
 * stand in a file or not, and that which it shows twice may stand there once or twice.
 *
 * @param slots SQL name of a relation whose `slot` lists the slots that readings have
 */
export async function createWholeSlots(
  engine: Engine,
  slots: string,
  clock: { readonly timezone: Timezone; readonly asOf: IsoDate | null },
): Promise<void> {
  const months = await engine.rows(
    `SELECT DISTINCT ${SLOT_MONTH} AS month FROM ${slots} WHERE slot <> ${SLOT_AFTER_AS_OF} ORDER BY month`,
  );
  const hours = months.flatMap(({ month }) => wholeMonth(Number(month), clock.timezone, clock.asOf));
  await loadCalendar(engine, hours, "whole_hour");
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE whole_word AS
     WITH hour AS (SELECT * FROM whole_hour WHERE slot <> ${SLOT_AFTER_AS_OF}),
     plain AS (SELECT slot, sum(tally) FILTER (occurs > 0) AS tally FROM hour GROUP BY slot),
     variant AS (
       SELECT slot, tally, false AS odd FROM plain UNION ALL
       SELECT slot, plain.tally + hour.tally, true FROM plain JOIN hour USING (slot) WHERE occurs <> 1)
     SELECT slot, variant.tally, word, bit_or(hour_bit) AS hours,
            sum(CASE WHEN odd AND occurs = 2 THEN 2 ELSE 1 END)::INTEGER AS rows,
            sum(CASE WHEN occurs <> 2 THEN 0 WHEN odd THEN 2 ELSE 1 END)::INTEGER AS double_rows
     FROM variant JOIN hour USING (slot) WHERE occurs > 0 OR odd
     GROUP BY slot, variant.tally, word;
     DROP TABLE whole_hour`,
  );
}
