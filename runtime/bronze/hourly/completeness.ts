import { consumptionHourly } from "../../../configs/datasets.ts";
import type { Engine } from "../../table/engine.ts";
import type { Quarantine } from "../quarantine.ts";
import { completeSlots } from "./calendar.ts";
import { timestampLiteral } from "./clock.ts";
import { type Origin, quarantineColumns } from "./origin.ts";
import { inPeriod, type ReadingPeriod } from "./period.ts";
import { findSurplus, takePart } from "./present-hours.ts";

export interface CompletenessReport {
  /** Hours of the period that a customer with readings lacks, over all customers. */
  readonly missingHours: number;
  readonly customersWithMissingHours: number;
  /** Customers looked at hour by hour, because their sums were not those of a complete grid. */
  readonly customersChecked: number;
}

/**
 * Looks for repeated and missing hours. A customer whose sum of tallies is the calendar's in every slot has
 * each hour once; only the others are looked at hour by hour. Of a repeated hour the first row in file order stays, the
 * others go to quarantine, and out of `slot_consumption`.
 *
 * @throws InputError when more than 1 % of the rows are at fault.
 */
export async function checkCompleteness(
  engine: Engine,
  quarantine: Quarantine,
  period: ReadingPeriod,
  origin: Origin,
): Promise<CompletenessReport> {
  await listSuspects(engine, period);
  const customersChecked = await engine.number("SELECT count(*)::DOUBLE FROM suspect_customer");
  if (customersChecked === 0) return { missingHours: 0, customersWithMissingHours: 0, customersChecked };
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE wanted_slot AS SELECT customer_id, slot FROM slot_consumption
     SEMI JOIN suspect_customer USING (customer_id) WHERE ${inPeriod(period)}`,
  );
  await origin.listHours();
  const missing = await countMissing(engine, period);
  await rejectSurplus(engine, quarantine, origin);
  await engine.run("DROP TABLE customer_word; DROP TABLE wanted_slot; DROP TABLE suspect_customer");
  return { ...missing, customersChecked };
}

/** Fills `suspect_customer`: those whose sums differ from the calendar's in any slot. */
async function listSuspects(engine: Engine, period: ReadingPeriod): Promise<void> {
  const profiles = completeSlots(period.hours);
  const slots = new Set(profiles.map(({ slot }) => slot)).size;
  const values = profiles.map(({ slot, tally }) => `(${slot}, ${tally}::DOUBLE)`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE suspect_customer AS
     SELECT customer_id FROM (
       SELECT c.customer_id, count(p.slot) AS complete
       FROM slot_consumption c LEFT JOIN (VALUES ${values.join(", ")}) p (slot, tally)
         ON c.slot = p.slot AND c.tally = p.tally
       GROUP BY c.customer_id)
     WHERE complete < ${slots}`,
  );
}

/** Compares the hours in `customer_word` with those that the clock shows in the period. */
async function countMissing(
  engine: Engine,
  period: ReadingPeriod,
): Promise<Pick<CompletenessReport, "missingHours" | "customersWithMissingHours">> {
  const [first, last] = [period.hours[0]?.startsAt ?? 0, period.hours.at(-1)?.startsAt ?? 0];
  const required = period.hours.filter(({ occurs }) => occurs > 0).length;
  const missing = await engine.row(
    `WITH required AS (
       SELECT word, bit_or(hour_bit) AS hours FROM hour_calendar
       WHERE starts_at BETWEEN ${timestampLiteral(first)} AND ${timestampLiteral(last)} AND occurs > 0 GROUP BY word)
     SELECT coalesce(sum(missing), 0)::DOUBLE AS hours, count(*) FILTER (missing > 0)::DOUBLE AS customers
     FROM (SELECT ${required} - coalesce(there, 0) AS missing FROM suspect_customer LEFT JOIN (
       SELECT customer_id, sum(bit_count(w.hours & required.hours)) AS there
       FROM customer_word w JOIN required USING (word) GROUP BY customer_id) USING (customer_id))`,
  );
  return {
    missingHours: Number(missing["hours"]),
    customersWithMissingHours: Number(missing["customers"]),
  };
}

/** Sends rows that repeat an hour to quarantine, and takes them out of the sums. */
async function rejectSurplus(engine: Engine, quarantine: Quarantine, origin: Origin): Promise<void> {
  const dataset = consumptionHourly.name;
  const { rows, parts } = await findSurplus(engine);
  if (rows === 0) return;
  const rejected = quarantine.rows(dataset) + rows;
  for (const part of parts) {
    await takePart(engine, part);
    await origin.listSurplus();
    await quarantine.add(dataset, `SELECT ${quarantineColumns} FROM surplus_reading`);
    // As soon as there is a row to show: when they are too many, the others are not looked for.
    await quarantine.enforce(dataset, rejected);
  }
  if (quarantine.rows(dataset) !== rejected)
    throw new Error("The rows that repeat an hour are not as many as the hours' counts say.");
  // Sums are multiples of 2^-25 below 2^28: what is taken away again leaves exactly the sum of the others.
  await engine.run(
    `UPDATE slot_consumption AS s
     SET tally = s.tally - taken.tally, hours = s.hours - taken.hours,
         elec_sum = s.elec_sum - taken.elec_sum, gas_sum = s.gas_sum - taken.gas_sum
     FROM (SELECT customer_id, slot, sum(tally) AS tally, sum(hours)::BIGINT AS hours,
                  coalesce(sum(elec_sum), 0) AS elec_sum, coalesce(sum(gas_sum), 0) AS gas_sum
           FROM (${origin.surplusSums()}) GROUP BY customer_id, slot) AS taken
     WHERE s.customer_id = taken.customer_id AND s.slot = taken.slot`,
  );
  await engine.run("DROP TABLE surplus_word; DROP TABLE some_word; DROP TABLE surplus_reading");
}
