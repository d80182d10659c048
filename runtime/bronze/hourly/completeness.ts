import { consumptionHourly } from "../../../configs/datasets.ts";
import type { Engine } from "../../table/engine.ts";
import type { Quarantine } from "../quarantine.ts";
import { completeSlots } from "./calendar.ts";
import { ROW_JSON } from "./faults.ts";
import type { ReadingPeriod } from "./period.ts";

/** Customers whose rows are ordered at once in the search for repeated hours: bounds the memory. */
const CUSTOMERS_AT_ONCE = 500;

export interface CompletenessReport {
  /** Hours of the period that a customer with readings lacks, over all customers. */
  readonly missingHours: number;
  readonly customersWithMissingHours: number;
  /** Customers looked at row by row, because their sums were not those of a complete grid. */
  readonly customersChecked: number;
}

/**
 * Looks for repeated and missing hours. A customer whose sum of tallies is the calendar's in every slot has
 * each hour once; only the others are looked at row by row. Of a repeated hour the first
 * row in file order stays, the others go to quarantine.
 *
 * Leaves the customers whose sums must be formed again in the table `changed_customer`.
 * @throws InputError when more than 1 % of the rows are at fault.
 */
export async function checkCompleteness(
  engine: Engine,
  quarantine: Quarantine,
  period: ReadingPeriod,
): Promise<CompletenessReport> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE changed_customer AS SELECT DISTINCT customer_id FROM rejected_reading
     WHERE customer_id IN (SELECT customer_id FROM slot_consumption)`,
  );
  await listSuspects(engine, period);
  const customersChecked = await engine.number("SELECT count(*)::DOUBLE FROM suspect_customer");
  if (customersChecked === 0) return { missingHours: 0, customersWithMissingHours: 0, customersChecked };
  await listPeriodHours(engine, period);
  await countHours(engine, period);
  const missing = await engine.row(
    `SELECT coalesce(sum(missing), 0)::DOUBLE AS hours, count(*) FILTER (missing > 0)::DOUBLE AS customers
     FROM customer_hours`,
  );
  await rejectRepeatedHours(engine, quarantine);
  await engine.run("DROP TABLE customer_hours; DROP TABLE period_hour; DROP VIEW clean_reading");
  return {
    missingHours: Number(missing["hours"]),
    customersWithMissingHours: Number(missing["customers"]),
    customersChecked,
  };
}

/** Fills `suspect_customer`: the changed ones, and those whose sums differ from the calendar's in any slot. */
async function listSuspects(engine: Engine, period: ReadingPeriod): Promise<void> {
  const profiles = completeSlots(period.hours);
  const slots = new Set(profiles.map(({ slot }) => slot)).size;
  const values = profiles.map(({ slot, tally }) => `(${slot}, ${tally}::DOUBLE)`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE suspect_customer AS
     SELECT customer_id FROM changed_customer
     UNION
     SELECT customer_id FROM (
       SELECT c.customer_id, count(p.slot) AS complete
       FROM slot_consumption c LEFT JOIN (VALUES ${values.join(", ")}) p (slot, tally)
         ON c.slot = p.slot AND c.tally = p.tally
       GROUP BY c.customer_id)
     WHERE complete < ${slots}`,
  );
}

/** Fills `period_hour` with the calendar's hours of the period, and defines the suspects' good rows, `clean_reading`. */
async function listPeriodHours(engine: Engine, period: ReadingPeriod): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE period_hour AS SELECT * FROM hour_calendar
     WHERE hour_number BETWEEN $first AND $last`,
    {
      first: await hourNumber(engine, period.hours[0]?.startsAt),
      last: await hourNumber(engine, period.hours.at(-1)?.startsAt),
    },
  );
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW clean_reading AS
     SELECT * FROM located_readings SEMI JOIN suspect_customer USING (customer_id)
       ANTI JOIN rejected_reading USING (file_index, line)`,
  );
}

function hourNumber(engine: Engine, startsAt: number | undefined): Promise<number> {
  return engine.number(`SELECT hour_number FROM hour_calendar WHERE epoch_ms(starts_at) = ${startsAt ?? 0}`);
}

/** Fills `customer_hours`: per suspect the readings, the distinct hours among them, and the hours that are missing. */
async function countHours(engine: Engine, period: ReadingPeriod): Promise<void> {
  const required = period.hours.filter(({ occurs }) => occurs > 0).length;
  const bounds = await engine.row(
    "SELECT min(hour_number) AS least, max(hour_number) AS greatest FROM period_hour",
  );
  const distinct = `bit_count(bitstring_agg(hour_number, ${Number(bounds["least"])}, ${Number(bounds["greatest"])})`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE customer_hours AS
     SELECT customer_id, coalesce(readings, 0) AS readings, coalesce(distinct_hours, 0) AS distinct_hours,
            ${required} - coalesce(required_hours, 0) AS missing
     FROM suspect_customer LEFT JOIN (
       SELECT customer_id, count(*) AS readings, ${distinct}) AS distinct_hours,
              ${distinct} FILTER (occurs > 0)) AS required_hours
       FROM clean_reading JOIN period_hour ON timestamp = starts_at GROUP BY customer_id
     ) USING (customer_id)`,
  );
}

async function rejectRepeatedHours(engine: Engine, quarantine: Quarantine): Promise<void> {
  const dataset = consumptionHourly.name;
  const customers = await engine.columns(
    "SELECT customer_id FROM customer_hours WHERE readings > distinct_hours ORDER BY customer_id",
  );
  const ids = customers["customer_id"] ?? [];
  for (let from = 0; from < ids.length; from += CUSTOMERS_AT_ONCE) {
    await engine.run(
      `CREATE OR REPLACE TEMP TABLE some_customer AS SELECT customer_id FROM (
         SELECT customer_id, row_number() OVER (ORDER BY customer_id) - 1 AS position FROM customer_hours
         WHERE readings > distinct_hours)
       WHERE position BETWEEN ${from} AND ${from + CUSTOMERS_AT_ONCE - 1}`,
    );
    await engine.run(
      `CREATE OR REPLACE TEMP TABLE repeated_reading AS
       SELECT r.* EXCLUDE (first, occurs),
              consumption_elec_kwh IS NOT DISTINCT FROM first.elec AND consumption_gas_m3 IS NOT DISTINCT FROM first.gas
                AS same
       FROM (SELECT r.*, occurs, row_number() OVER hour AS nth,
                    first_value({elec: consumption_elec_kwh, gas: consumption_gas_m3}) OVER hour AS first
             FROM (SELECT * FROM clean_reading SEMI JOIN some_customer USING (customer_id)) r
             JOIN period_hour ON timestamp = starts_at
             WINDOW hour AS (PARTITION BY customer_id, timestamp ORDER BY file_index, line)) r
       WHERE nth > greatest(occurs, 1)`,
    );
    await quarantine.add(
      dataset,
      `SELECT file, line, 'timestamp' AS "column", 'repeats the customer_id and timestamp of an earlier row ' ||
              CASE WHEN same THEN 'exactly' ELSE 'with other values' END AS reason, ${ROW_JSON} AS row
       FROM repeated_reading`,
    );
    await engine.run(
      `INSERT INTO changed_customer SELECT DISTINCT customer_id FROM repeated_reading
         WHERE customer_id NOT IN (SELECT customer_id FROM changed_customer);
       INSERT INTO rejected_reading SELECT file_index, line, customer_id FROM repeated_reading;
       DROP TABLE repeated_reading; DROP TABLE some_customer`,
    );
    await quarantine.enforce(dataset);
  }
}
