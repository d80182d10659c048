import { describe, expect, it, vi } from "vitest";
import { isoDate } from "../../../configs/names.ts";
import type { ShareOptions } from "../../support/shared.ts";
import { smallReadings } from "../../support/small-delivery.ts";
import { alone, CUSTOMERS, deliveryOf, factsOf, type PartFormat, together } from "./fixture.ts";

vi.setConfig({ testTimeout: 180_000 });

const PARTS = 6;
const readings = smallReadings(CUSTOMERS);
const year = readings.replaceAll("2024-11-01", "2024-01-01").replace("range(1464)", "range(8784)");
const at = (time: string) => `TIMESTAMP '2024-${time}'`;
const where = (query: string, condition: string) => `SELECT * FROM (${query}) WHERE ${condition}`;
const months = Array.from({ length: 12 }, (_, month) => `2024-${String(month + 1).padStart(2, "0")}`);
const all = Array.from({ length: PARTS }, (_, index) => index);

/** Machines that share the parts of each cut: sometimes as many as parts, and never all alike. */
const machinesFor: Readonly<Record<string, number>> = {
  "by customer": 2,
  "by time": 5,
  "by chunks of rows": 3,
  "by hour, at random": PARTS,
};

/** Ways to cut readings into parts, none of which puts an hour of a customer into two. */
const cuts: Readonly<Record<string, (query: string) => string[]>> = {
  "by customer": (query) => all.map((part) => where(query, `hash(customer_id) % ${PARTS} = ${part}`)),
  "by time": (query) =>
    all.map((part) => {
      const day = "epoch_ms(timestamp)::BIGINT // 86400000 - 20028";
      return where(query, `least(greatest(${day}, 0) // 13, ${PARTS - 1}) = ${part}`);
    }),
  // Repeats of a row carry its number: they stand together.
  "by chunks of rows": (query) =>
    all.map(
      (part) =>
        `SELECT * EXCLUDE (n, most) FROM (SELECT *, max(n) OVER () AS most FROM (
           SELECT *, dense_rank() OVER (ORDER BY customer_id, timestamp) AS n FROM (${query})))
         WHERE (n - 1) * ${PARTS} // most = ${part}`,
    ),
  "by hour, at random": (query) =>
    all.map((part) => where(query, `hash(customer_id, timestamp) % ${PARTS} = ${part}`)),
};

interface Case {
  readonly readings: string;
  readonly options?: Omit<ShareOptions, "machines">;
  /** Facts of the run, worked out by hand. */
  readonly facts: object;
}

/**
 * What stands in the readings, and what one machine makes of it: the merge must make the same of shares.
 *
 * | in the readings | one machine | a share says | the merge |
 * |---|---|---|---|
 * | a row at fault by itself | to quarantine, out of the sums; more than 1 % stop the run | the row, and sums without it | judges the limit over all shares |
 * | a stranger's row | the same: the master decides | the same, by the same master | the same |
 * | an hour that repeats | later rows in file order to quarantine, out of the sums | these rows, and their sums | takes both, where the month counts |
 * | the same in a month that does not count | stays where it is, nobody looks | the same | leaves it in the sums, which no table takes |
 * | the same in two shares | as before | nothing: neither sees it | ShardsOverlap |
 * | an hour that the clock shows twice | two rows are right | how many rows it has | two rows in all are right |
 * | an hour that the clock skips | may stand there, is not missed | whether it does | the same |
 * | a gap | counted | hours of slots that lack one in this share | counts what no share has |
 * | rows after the as-of date | slot of their own, read by nothing | the same | the same |
 * | a month at an edge without a day of data | dropped, its rows counted | the same sums | decides over all shares |
 * | a customer without readings | no months | nothing | no months |
 */
const cases: Readonly<Record<string, Case>> = {
  "without a flaw": { readings, facts: { readings: 20 * 1464, missing_hours: 0, rows_quarantined: 0 } },
  "with gaps, customers who joined late, and one without readings": {
    readings: where(
      readings,
      `NOT (customer_id = 'C00003' AND timestamp BETWEEN ${at("12-03")} AND ${at("12-05")})
       AND NOT (customer_id = 'C00004' AND timestamp < ${at("12-01")}) AND customer_id <> 'C00005'`,
    ),
    facts: { missing_hours: 49 + 720, customers_with_missing_hours: 2, customers_without_readings: 1 },
  },
  "with rows at fault, strangers, and a customer with nothing else": {
    readings: `SELECT * REPLACE (
        CASE WHEN customer_id = 'C00002' AND timestamp = ${at("11-05 10:00")} THEN 'STRANGER' ELSE customer_id END AS customer_id,
        CASE WHEN customer_id = 'C00007' AND timestamp = ${at("12-31 23:00")} THEN ${at("12-31 23:30")}
             WHEN customer_id = 'C00008' AND timestamp = ${at("11-02 01:00")} THEN NULL
             WHEN customer_id = 'C00009' AND timestamp = ${at("11-02 01:00")} THEN TIMESTAMP '2031-01-01'
             ELSE timestamp END AS timestamp,
        CASE WHEN customer_id = 'C00006' AND timestamp = ${at("11-02 01:00")} THEN 1e6
             ELSE consumption_elec_kwh END AS consumption_elec_kwh)
      FROM (${where(readings, "customer_id <> 'C00011'")})
      UNION ALL SELECT 'C00011', ${at("11-02 02:00")}, -1e6, 0.0`,
    // A day soon after the last reading: the calendar reaches to it, since a row lies beyond.
    options: { today: isoDate("2025-01-10") },
    facts: { readings_quarantined: 6, missing_hours: 5, customers_without_readings: 1 },
  },
  "with repeated hours, exact and with other values, one of which hides a gap, and one after the as-of date":
    {
      readings: `SELECT * REPLACE (CASE WHEN customer_id = 'C00005' AND timestamp = ${at("11-16 12:00")}
          THEN ${at("11-16 11:00")} ELSE timestamp END AS timestamp) FROM (${readings})
      UNION ALL (SELECT * FROM (${readings}) WHERE customer_id = 'C00002' AND timestamp < ${at("11-01 04:00")})
      UNION ALL SELECT 'C00010', ${at("11-20 07:00")}, 77.0, NULL
      UNION ALL SELECT 'C00010', ${at("12-20 07:00")}, 77.0, NULL`,
      options: { asOf: isoDate("2024-12-10") },
      facts: { readings_quarantined: 6, missing_hours: 1, readings_after_as_of: 20 * 21 * 24 + 1 },
    },
  "with a month at each edge that is dropped, a repeated hour there, and a stranger before all others": {
    readings: `${where(readings, `timestamp BETWEEN ${at("11-01 06:00")} AND ${at("12-01 06:00")}`)}
      UNION ALL SELECT 'STRANGER', ${at("11-01 02:00")}, 1.5, 0.0
      UNION ALL SELECT 'C00001', TIMESTAMP '2024-10-30 05:00', 1.5, 0.0
      UNION ALL SELECT 'C00001', TIMESTAMP '2024-10-30 05:00', 1.5, 0.0`,
    facts: {
      as_of: "2024-11-30",
      dropped_months: "2024-10 2024-12",
      readings_in_dropped_months: 2 + 140,
      // The grid begins with the first row, whoever's it is.
      missing_hours: 20 * 4,
    },
  },
  "that end within a month, with empty cells": {
    readings: `SELECT * REPLACE (CASE WHEN hash(timestamp) % 50 = 0 THEN NULL ELSE consumption_elec_kwh END
      AS consumption_elec_kwh) FROM (${where(readings, `timestamp < ${at("12-20 07:00")}`)})`,
    options: { asOf: isoDate("2024-12-20") },
    facts: { as_of: "2024-12-20", missing_hours: 0 },
  },
  "of a year with both changes of the clock, as a clock shows it, and a gap": {
    readings: `${where(year, `timestamp NOT IN (${at("03-31 02:00")}, ${at("02-05 10:00")}) AND customer_id < 'C00004'`)}
      UNION ALL ${where(year, `timestamp = ${at("10-27 02:00")} AND customer_id < 'C00003'`)}`,
    facts: { readings_used: 3 * 8782 + 2, missing_hours: 3, customers_without_readings: 17 },
  },
};

/** Two of the four cuts for a case, the other two for the next one; `random.test.ts` draws both. */
const cutsOf = (index: number) => {
  const ways = Object.entries(cuts);
  return ways.filter((_, way) => (way + index) % 2 === 0);
};
const numbered = Object.entries(cases).map(([name, each], index) => [name, each, index] as const);

describe.each(numbered)("readings %s", (_, { readings: query, options = {}, facts }, index) => {
  it.each(cutsOf(index))("cut %s give the bytes of one machine", async (name, cut) => {
    const delivery = await deliveryOf(cut(query), { costsOf: months });
    const one = await alone(delivery, options);
    expect(factsOf(one)).toMatchObject(facts);
    expect(await together(delivery, { ...options, machines: machinesFor[name] ?? 2 })).toEqual(one);
  });
});

describe("the same readings", () => {
  it.each<PartFormat>(["csv", "csv.gz", "ndjson", "ndjson.gz"])(
    "give the bytes of one machine as %s",
    async (format) => {
      const broken = where(
        cases["with rows at fault, strangers, and a customer with nothing else"]?.readings ?? "",
        "true",
      );
      const parts = cuts["by chunks of rows"]?.(broken) ?? [];
      const texts = parts.map(
        (part) =>
          `SELECT * REPLACE (CASE WHEN customer_id = 'C00012' AND timestamp = ${at("11-03 04:00")} THEN 'none'
           ELSE consumption_elec_kwh::VARCHAR END AS consumption_elec_kwh) FROM (${part})`,
      );
      const delivery = await deliveryOf(texts, { format });
      const one = await alone(delivery);
      expect(factsOf(one)).toMatchObject({ readings_quarantined: 7 });
      expect(await together(delivery, { machines: 3 })).toEqual(one);
    },
  );

  it("give the bytes of one machine on one and on thirteen, most of which have nothing to do", async () => {
    const delivery = await deliveryOf(cuts["by time"]?.(readings) ?? []);
    const one = await alone(delivery);
    for (const machines of [1, 13]) expect(await together(delivery, { machines })).toEqual(one);
  });

  it("keep the order of the files, whoever has read them: the first row of an hour stays", async () => {
    const parts = [
      where(readings, "customer_id < 'C00010'"),
      ...Array.from({ length: 9 }, (_, n) => where(readings, `customer_id = 'C000${10 + n}'`)),
      where(readings, "customer_id > 'C00018'"),
      `SELECT 'C00001' AS customer_id, ${at("11-09 09:00")} AS timestamp, 50.0 AS consumption_elec_kwh, 0.0 AS consumption_gas_m3`,
    ];
    const delivery = await deliveryOf(parts);
    const one = await alone(delivery);
    expect(factsOf(one)).toMatchObject({ readings_quarantined: 1 });
    // Part 12 lies with part 1, whose row it repeats, and comes after part 2 in the order of the delivery.
    const machineOf = (file: string) => (/-(1|12)\.parquet$/.test(file) ? 0 : 1);
    expect(await together(delivery, { machines: 2, machineOf })).toEqual(one);
  });
});
