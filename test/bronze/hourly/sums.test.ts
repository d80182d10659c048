import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cell, literal } from "../../../runtime/table/engine.ts";
import { grid, Workbench } from "./readings-fixture.ts";

/** A reading in whole ten-thousandths, negative ones as 0: plain arithmetic, apart from SQL. */
const units = (value: number | null) => BigInt(Math.round(Math.max(value ?? 0, 0) * 10_000));
const inTenThousandths = (sum: bigint) => Number(sum) / 10_000;

/** Weekday afternoons of working days in January 2024, and so on: the period of an hour, from a table by hand. */
const band = "OOOOOOOOSSPPPPSSSSPPPPSS";
const january = (index: number) => {
  const day = Math.floor(index / 24) + 1;
  // 1 January 2024 was a Monday; the 1st and the 6th are holidays.
  const free = day % 7 === 6 || day % 7 === 0 || day === 1 || day === 6;
  return free ? "O" : (band[index % 24] ?? "");
};

describe("monthly sums", () => {
  it("are those of whole ten-thousandths, for readings of up to four decimals", async () => {
    const bench = new Workbench();
    const decimal = (min: number, max: number) => fc.integer({ min, max }).map((whole) => whole / 10_000);
    const value = fc.oneof(
      { weight: 24, arbitrary: decimal(0, 50_000) },
      { weight: 4, arbitrary: decimal(-100_000, 1_000_000_000) },
      { weight: 1, arbitrary: fc.constant(null) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value), { minLength: 744, maxLength: 744 }),
        async (readings) => {
          // More than 5 % of empty readings would be refused.
          fc.pre(readings.filter(([elec]) => elec === null).length <= 37);
          const rows = readings.map(([elec, gas], index) => {
            const time = new Date(Date.UTC(2024, 0, 1, index)).toISOString().slice(0, 19);
            return JSON.stringify({
              customer_id: "A",
              timestamp: time,
              consumption_elec_kwh: elec,
              consumption_gas_m3: gas,
            });
          });
          const file = bench.write("readings.ndjson", rows.join("\n"));
          const { months } = await bench.run([file], { format: "ndjson", customers: ["A"] });
          const sum = (pick: 0 | 1, of: string) =>
            readings.reduce(
              (total, reading, index) => total + (of.includes(january(index)) ? units(reading[pick]) : 0n),
              0n,
            );
          const expected = {
            customer_id: "A",
            month: "2024-01",
            monthly_elec_kwh: inTenThousandths(sum(0, "PSO")),
            monthly_gas_m3: inTenThousandths(sum(1, "PSO")),
            monthly_gas_kwh: inTenThousandths(sum(1, "PSO") * 11n),
            elec_kwh_tier_1_peak: inTenThousandths(sum(0, "P")),
            elec_kwh_tier_2_standard: inTenThousandths(sum(0, "S")),
            elec_kwh_tier_3_offpeak: inTenThousandths(sum(0, "O")),
            gas_m3_tier_1_peak: inTenThousandths(sum(1, "P")),
            gas_m3_tier_2_standard: inTenThousandths(sum(1, "S")),
            gas_m3_tier_3_offpeak: inTenThousandths(sum(1, "O")),
            gas_kwh_tier_1_peak: inTenThousandths(sum(1, "P") * 11n),
            gas_kwh_tier_2_standard: inTenThousandths(sum(1, "S") * 11n),
            gas_kwh_tier_3_offpeak: inTenThousandths(sum(1, "O") * 11n),
            holiday_hours_in_month: 48,
            hours: 744,
          };
          expect(months).toEqual([expected]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are within half a ten-thousandth of the real sum for any readings, and the same in any order", async () => {
    const bench = new Workbench();
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: 0, max: 5, noNaN: true }) },
      { weight: 1, arbitrary: fc.double({ min: -10, max: 100_000, noNaN: true }) },
    );
    // In whole multiples of 2^-36, far finer than what is tested.
    const exact = (values: readonly number[]) =>
      Number(values.reduce((sum, one) => sum + BigInt(Math.round(Math.max(one, 0) * 2 ** 36)), 0n)) / 2 ** 36;
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 744, maxLength: 744 }), async (values) => {
        const rows = values.map((elec, index) => {
          const timestamp = new Date(Date.UTC(2024, 0, 1, index)).toISOString().slice(0, 19);
          return { customer_id: "A", timestamp, consumption_elec_kwh: elec, consumption_gas_m3: null };
        });
        const text = (list: readonly object[]) => list.map((row) => JSON.stringify(row)).join("\n");
        const forth = bench.write("forth.ndjson", text(rows));
        const back = bench.write("back.ndjson", text(rows.toReversed()));
        const options = { format: "ndjson", customers: ["A"] } as const;
        const { months } = await bench.run([forth], options);
        expect((await bench.run([back], { ...options, threads: 2 })).months).toEqual(months);
        const [month] = months;
        for (const [name, letter] of [
          ["elec_kwh_tier_1_peak", "P"],
          ["elec_kwh_tier_2_standard", "S"],
        ] as const) {
          const real = exact(values.filter((_, index) => january(index) === letter));
          expect(Math.abs(Number(month?.[name]) - real)).toBeLessThan(0.000_06);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("count negative and missing readings as 0, and a month without any as 0", async () => {
    const bench = new Workbench();
    const file = await bench.parquet(
      "r.parquet",
      grid({
        elec: "CASE WHEN customer_id = 'A' AND timestamp = TIMESTAMP '2024-01-09 12:00' THEN -7.5 WHEN customer_id = 'A' AND timestamp = TIMESTAMP '2024-01-09 13:00' THEN NULL ELSE 0.25 END::DOUBLE",
        gas: "NULL::DOUBLE",
      }),
    );
    const { months, rejected } = await bench.run([file]);
    expect(months.map((row) => [row["customer_id"], row["month"], row["monthly_elec_kwh"]])).toEqual([
      ["A", "2024-01", 742 * 0.25],
      ["A", "2024-02", 696 * 0.25],
      ["B", "2024-01", 744 * 0.25],
      ["B", "2024-02", 696 * 0.25],
    ]);
    expect(months.map((row) => row["monthly_gas_m3"])).toEqual([0, 0, 0, 0]);
    expect(months.map((row) => row["hours"])).toEqual([744, 696, 744, 696]);
    expect(rejected).toEqual([]);
  });

  it("do not depend on threads, on the number of files, or on the order of the rows", async () => {
    const bench = new Workbench();
    const customers = Array.from({ length: 30 }, (_, index) => `C${String(index).padStart(3, "0")}`);
    const query = grid({ customers });
    const whole = await bench.parquet("whole.parquet", query, ", ROW_GROUP_SIZE 4096");
    const shuffled = await bench.parquet(
      "shuffled.parquet",
      `SELECT * FROM (${query}) ORDER BY hash(timestamp, customer_id)`,
    );
    const parts: string[] = [];
    for (let part = 0; part < 7; part += 1)
      parts.push(
        await bench.parquet(
          `part-${part}.parquet`,
          `SELECT * FROM ${literal(whole)} LIMIT 7000 OFFSET ${part * 7000}`,
        ),
      );
    const one = await bench.run([whole], { customers, threads: 1 });
    expect(one.months).toHaveLength(60);
    for (const [files, threads] of [
      [[whole], 2],
      [[shuffled], 2],
      [parts, 1],
      [parts, 2],
    ] as const)
      expect(await bench.run(files, { customers, threads })).toEqual(one);
  });

  it("are conserved over both clock changes when the readings are in UTC", async () => {
    const bench = new Workbench();
    // Local 2024 in full: from 31 December 2023, 23:00 UTC, to 31 December 2024, 22:00 UTC; one kWh an hour.
    const file = await bench.parquet(
      "utc.parquet",
      grid({
        customers: ["A"],
        from: "2023-12-31 23:00:00",
        to: "2024-12-31 22:00:00",
        elec: "1.0::DOUBLE",
        gas: "0.5::DOUBLE",
      }),
    );
    const { months, report } = await bench.run([file], { timezone: "UTC", customers: ["A"] });
    const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const hours = days.map((day, index) => day * 24 + (index === 2 ? -1 : index === 9 ? 1 : 0));
    expect(months.map((row) => row["hours"])).toEqual(hours);
    expect(months.map((row) => row["monthly_elec_kwh"])).toEqual(hours);
    expect(months.map((row) => row["monthly_gas_m3"])).toEqual(hours.map((hour) => hour / 2));
    expect(report).toMatchObject({
      asOf: "2024-12-31",
      readings: 8_784,
      readingsUsed: 8_784,
      missingHours: 0,
      customersChecked: 0,
    });
    const total = (name: string) =>
      months.reduce((sum, row: Record<string, Cell>) => sum + Number(row[name]), 0);
    // Both clock changes fall into off-peak hours of a Sunday: the working days' bands keep their hours.
    expect(total("elec_kwh_tier_1_peak")).toBe(2_048);
    expect(total("elec_kwh_tier_2_standard")).toBe(2_048);
    expect(total("elec_kwh_tier_3_offpeak")).toBe(4_688);
    expect(total("holiday_hours_in_month")).toBe(216);
  });

  it("put an hour in UTC into the local month and period", async () => {
    const bench = new Workbench();
    // Tuesday 2 July 2024, 08:00 UTC is 10:00 in Madrid (peak); in January 08:00 UTC is 09:00 (standard).
    const elec =
      "CASE WHEN timestamp IN (TIMESTAMP '2024-07-02 08:00', TIMESTAMP '2024-01-09 08:00') THEN 1 ELSE 0 END::DOUBLE";
    const file = await bench.parquet(
      "utc.parquet",
      grid({ customers: ["A"], from: "2023-12-31 23:00:00", to: "2024-07-31 21:00:00", elec }),
    );
    const { months } = await bench.run([file], { timezone: "UTC", customers: ["A"] });
    expect(months[0]).toMatchObject({ elec_kwh_tier_1_peak: 0, elec_kwh_tier_2_standard: 1 });
    expect(months[6]).toMatchObject({ elec_kwh_tier_1_peak: 1, elec_kwh_tier_2_standard: 0 });
  });
});
