import type { Engine } from "../../table/engine.ts";
import { timestampLiteral } from "./clock.ts";
import { ROW_JSON } from "./faults.ts";
import { sumsOver } from "./statement.ts";

/** Rows among which repeated hours are searched at once: bounds the memory. */
const ROWS_AT_ONCE = 4_000_000;

/** The rows that are good by themselves, of these customers. */
function goodRows(of: string): string {
  return `(SELECT * FROM located_readings SEMI JOIN ${of} USING (customer_id)
    ANTI JOIN rejected_reading USING (file_index, line))`;
}

/** Fills `customer_word` from the rows at hand (see `Origin.listHours`). */
export async function listHoursOfRows(engine: Engine): Promise<void> {
  const span = await engine.row(
    `SELECT epoch_ms(min(starts_at))::DOUBLE AS first, epoch_ms(max(starts_at))::DOUBLE AS last
     FROM hour_calendar WHERE slot IN (SELECT slot FROM wanted_slot)`,
  );
  const between = (name: string) => timestampLiteral(Number(span[name]));
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE customer_word AS
     SELECT customer_id, word, bit_or(hour_bit) AS hours, count(*)::INTEGER AS rows,
            (count(*) FILTER (occurs = 2))::INTEGER AS double_rows
     FROM (SELECT * FROM ${goodRows("wanted_slot")} WHERE timestamp BETWEEN ${between("first")} AND ${between("last")})
       JOIN hour_calendar ON timestamp = starts_at SEMI JOIN wanted_slot USING (customer_id, slot)
     GROUP BY customer_id, word`,
  );
}

/**
 * Fills `surplus_word` (customer_id, word, surplus, part) from `customer_word`: where more rows stand than the clock
 * shows hours, and how many. Parts are small enough to be looked at in one go.
 */
export async function findSurplus(engine: Engine): Promise<{ rows: number; parts: readonly number[] }> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE surplus_word AS
     SELECT customer_id, word, surplus, (sum(rows) OVER (ORDER BY customer_id, word) // ${ROWS_AT_ONCE})::INTEGER AS part
     FROM (SELECT customer_id, word, rows, rows - bit_count(hours) - (double_rows >= 2)::INTEGER AS surplus
           FROM customer_word)
     WHERE surplus > 0`,
  );
  const parts = await engine.rows(
    "SELECT part, sum(surplus)::DOUBLE AS rows FROM surplus_word GROUP BY part ORDER BY part",
  );
  return {
    rows: parts.reduce((sum, { rows }) => sum + Number(rows), 0),
    parts: parts.map(({ part }) => Number(part)),
  };
}

/** Fills `some_word` with a part of `surplus_word`. */
export async function takePart(engine: Engine, part: number): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE some_word AS SELECT customer_id, word FROM surplus_word WHERE part = ${part}`,
  );
}

/** An empty table for the sums of surplus rows, like `slot_consumption`. */
export async function createSurplusSums(engine: Engine): Promise<void> {
  await engine.run("CREATE OR REPLACE TEMP TABLE surplus_sum AS SELECT * FROM slot_consumption LIMIT 0");
}

/** Fills `surplus_reading` from the rows at hand (see `Origin.listSurplus`), and adds their sums to `surplus_sum`. */
export async function listSurplusOfRows(engine: Engine): Promise<void> {
  const readings = "{elec: consumption_elec_kwh, gas: consumption_gas_m3}";
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE surplus_row AS
     SELECT * EXCLUDE (nth, first), ${readings} IS NOT DISTINCT FROM first AS same
     FROM (SELECT *, row_number() OVER hour AS nth, first_value(${readings}) OVER hour AS first
           FROM ${goodRows("some_word")} JOIN hour_calendar ON timestamp = starts_at
             SEMI JOIN some_word USING (customer_id, word)
           WHERE slot >= 0
           WINDOW hour AS (PARTITION BY customer_id, timestamp ORDER BY file_index, line))
     WHERE nth > greatest(occurs, 1);
     CREATE OR REPLACE TEMP TABLE surplus_reading AS
     SELECT file_index, file, line, customer_id, word, 'timestamp' AS "column",
            'repeats the customer_id and timestamp of an earlier row ' ||
              CASE WHEN same THEN 'exactly' ELSE 'with other values' END AS reason, ${ROW_JSON} AS row
     FROM surplus_row`,
  );
  const rows = "SELECT customer_id, timestamp, consumption_elec_kwh, consumption_gas_m3 FROM surplus_row";
  await engine.run(`INSERT INTO surplus_sum ${sumsOver(rows)}; DROP TABLE surplus_row`);
}
