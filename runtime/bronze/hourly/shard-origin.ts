import { consumptionHourly, type Timezone } from "../../../configs/datasets.ts";
import { slotKinds } from "../../../configs/tariff.ts";
import { ShardsOverlap } from "../../errors.ts";
import type { Engine } from "../../table/engine.ts";
import { MAX_QUARANTINED_SHARE } from "../quarantine.ts";
import { SLOT_AFTER_AS_OF, WORDS_OF_MONTH } from "./calendar.ts";
import { timestampLiteral } from "./clock.ts";
import type { ReadingFacts } from "./facts.ts";
import { addFaultyRows, ROWS_SHOWN } from "./faults.ts";
import { type AggregationOptions, type Origin, quarantineColumns } from "./origin.ts";
import { createWholeSlots } from "./whole-slots.ts";

const dataset = consumptionHourly.name;

/** What all shares hold. */
export interface ScannedShares {
  readonly rows: number;
  readonly unreadable: number;
  readonly faulty: number;
  readonly facts: ReadingFacts;
}

/** The readings in the tables that several machines have written, over which the views of `shard-views.ts` stand. */
export function shardOrigin(
  engine: Engine,
  { rows, unreadable, faulty, facts }: ScannedShares,
  options: AggregationOptions & { readonly timezone: Timezone },
): Origin {
  const { quarantine } = options;
  return {
    rows,
    facts,
    rejectUnreadable: async () => {
      const first = `ORDER BY file, line, "column", reason, row LIMIT ${ROWS_SHOWN}`;
      const tooMany = unreadable > rows * MAX_QUARANTINED_SHARE;
      const select = `SELECT ${quarantineColumns} FROM shard_fault WHERE NOT readable`;
      await quarantine.add(dataset, `${select} ${tooMany ? first : ""}`);
      await quarantine.enforce(dataset, unreadable);
    },
    sum: async () => {
      await sumSlots(engine, options);
      await addFaultyRows(quarantine, {
        faulty: "SELECT * FROM shard_fault WHERE readable",
        count: faulty,
        rows,
      });
      return { by: "shards" };
    },
    extremes: async ({ first, last }) => {
      const between = `BETWEEN ${timestampLiteral(first)} AND ${timestampLiteral(last)}`;
      const row = await engine.row(
        `WITH word_there AS (
           SELECT word, bit_or(hours) AS hours FROM (
             SELECT word, hours FROM shard_word UNION ALL
             SELECT word, hours FROM whole_word SEMI JOIN (SELECT DISTINCT slot, tally FROM shard_slot) USING (slot, tally))
           GROUP BY word),
         time_there AS (
           SELECT starts_at AS time FROM hour_calendar JOIN word_there USING (word)
           WHERE hours & hour_bit <> 0 AND starts_at ${between}
           UNION ALL
           SELECT date_trunc('hour', timestamp) FROM shard_fault
           WHERE readable AND date_trunc('hour', timestamp) ${between})
         SELECT epoch_ms(min(time))::DOUBLE AS first, epoch_ms(max(time))::DOUBLE AS last FROM time_there`,
      );
      return { first: Number(row["first"]), last: Number(row["last"]) };
    },
    listHours: () => listHours(engine),
    listSurplus: () =>
      engine.run(
        `CREATE OR REPLACE TEMP TABLE surplus_reading AS
         SELECT * FROM shard_surplus SEMI JOIN some_word USING (customer_id, word)`,
      ),
    surplusSums: () =>
      "SELECT * EXCLUDE (shard) FROM shard_surplus_sum SEMI JOIN wanted_slot USING (customer_id, slot)",
  };
}

/** Adds up the shares' sums: exact ones, so that it does not matter in which order or by whom the rows were summed. */
async function sumSlots(
  engine: Engine,
  clock: Pick<AggregationOptions, "asOf"> & { readonly timezone: Timezone },
): Promise<void> {
  await createWholeSlots(engine, "shard_slot", clock);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE slot_consumption AS
     SELECT customer_id, slot, sum(tally) AS tally, sum(hours)::BIGINT AS hours,
            sum(elec_sum) AS elec_sum, sum(gas_sum) AS gas_sum
     FROM shard_slot GROUP BY customer_id, slot`,
  );
}

/**
 * Fills `customer_word`. Shares say it of the slots that are not complete in them; of the others their tally does.
 * @throws ShardsOverlap when one hour of a customer stands in two shares: which row is the first, and what the sums lose
 * without the other, only the files tell. Not where the clock shows that hour twice, and no more than two rows have it.
 */
async function listHours(engine: Engine): Promise<void> {
  const month = `word // ${WORDS_OF_MONTH}`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE wanted_month AS
     SELECT DISTINCT customer_id, slot // ${slotKinds.length} AS month FROM wanted_slot;
     CREATE OR REPLACE TEMP TABLE customer_word AS
     SELECT customer_id, word, bit_or(hours) AS hours, sum(rows)::INTEGER AS rows,
            sum(double_rows)::INTEGER AS double_rows,
            sum(bit_count(hours)) - bit_count(bit_or(hours)) AS shared,
            count(*) FILTER (double_rows > 0) AS shares_of_double
     FROM (
       SELECT shard, customer_id, word, bit_or(hours) AS hours, sum(rows) AS rows, sum(double_rows) AS double_rows
       FROM (
         SELECT shard, customer_id, word, hours, rows, double_rows FROM shard_word
         SEMI JOIN wanted_month ON shard_word.customer_id = wanted_month.customer_id AND ${month} = wanted_month.month
         UNION ALL
         SELECT shard, customer_id, word, w.hours, w.rows, w.double_rows
         FROM (SELECT * FROM shard_slot SEMI JOIN wanted_slot USING (customer_id, slot)) s
           JOIN whole_word w USING (slot, tally)
         WHERE slot <> ${SLOT_AFTER_AS_OF})
       GROUP BY shard, customer_id, word)
     GROUP BY customer_id, word;
     DROP TABLE wanted_month`,
  );
  const overlap = await engine.number(
    `SELECT count(DISTINCT customer_id)::DOUBLE FROM customer_word
     WHERE shared > greatest(shares_of_double - 1, 0) OR (shares_of_double > 1 AND double_rows > 2)`,
  );
  if (overlap > 0)
    throw new ShardsOverlap(
      `Several machines have read rows of the same hour for ${overlap} customers; one machine has to read all readings.`,
    );
}
