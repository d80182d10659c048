import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grid, Workbench } from "./readings-fixture.ts";

const REPEATS = "repeats the customer_id and timestamp of an earlier row";

describe("repeated and missing hours", () => {
  it("keep the first row of a repeated hour, in file order", async () => {
    const bench = new Workbench();
    const extra = `SELECT 'A' AS customer_id, TIMESTAMP '2024-01-05 10:00' AS timestamp, 
      77.0::DOUBLE AS consumption_elec_kwh, 0.0::DOUBLE AS consumption_gas_m3`;
    const good = await bench.run([await bench.parquet("good.parquet", grid({}))]);
    const file = await bench.parquet("readings.parquet", `${grid({})}`);
    const late = await bench.parquet("late.parquet", extra);
    const { months, rejected, report } = await bench.run([file, late]);
    expect(months).toEqual(good.months);
    expect(rejected).toEqual([
      { file: "late.parquet", line: 1, column: "timestamp", reason: `${REPEATS} with other values` },
    ]);
    expect(report).toMatchObject({
      readings: 2_881,
      readingsUsed: 2_880,
      missingHours: 0,
      customersChecked: 1,
    });
    // The other way round the extra row is the first, and the grid's row goes.
    const turned = await bench.run([late, file]);
    expect(turned.rejected).toEqual([
      { file: "readings.parquet", line: 107, column: "timestamp", reason: `${REPEATS} with other values` },
    ]);
    expect(Number(turned.months[0]?.["monthly_elec_kwh"])).toBeGreaterThan(
      Number(good.months[0]?.["monthly_elec_kwh"]) + 70,
    );
  });

  it("tell rows that repeat exactly from others", async () => {
    const bench = new Workbench();
    const file = await bench.parquet(
      "readings.parquet",
      `FROM (${grid({})}) UNION ALL (SELECT * FROM (${grid({})}) WHERE customer_id = 'B' LIMIT 2)`,
    );
    expect((await bench.run([file])).rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [2_881, `${REPEATS} exactly`],
      [2_882, `${REPEATS} exactly`],
    ]);
  });

  it("find a repeated hour that hides a missing one: the number of readings is right", async () => {
    const bench = new Workbench();
    const file = await bench.parquet(
      "readings.parquet",
      `SELECT * REPLACE (CASE WHEN customer_id = 'B' AND timestamp = TIMESTAMP '2024-01-16 12:00'
         THEN TIMESTAMP '2024-01-16 11:00' ELSE timestamp END AS timestamp) FROM (${grid({})})`,
    );
    const { report, rejected } = await bench.run([file]);
    expect(rejected).toMatchObject([
      { line: 1_440 + 15 * 24 + 12 + 1, reason: `${REPEATS} with other values` },
    ]);
    expect(report).toMatchObject({ missingHours: 1, customersWithMissingHours: 1, customersChecked: 1 });
  });

  it("are found wherever they are, and counted exactly", async () => {
    const bench = new Workbench();
    const customers = ["A", "B", "C"];
    const index = fc.integer({ min: 0, max: 3 * 1_440 - 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(index, { maxLength: 12 }),
        fc.uniqueArray(index, { maxLength: 12 }),
        async (dropped, repeated) => {
          const list = (numbers: readonly number[]) => `[${[-1, ...numbers].join(", ")}]`;
          const numbered = `SELECT *, row_number() OVER () - 1 AS n FROM (${grid({ customers })})`;
          const file = await bench.parquet(
            "readings.parquet",
            `SELECT * EXCLUDE (n) FROM (${numbered}) WHERE n NOT IN ${list(dropped)}
             UNION ALL SELECT * EXCLUDE (n) FROM (${numbered}) WHERE n IN ${list(repeated)}`,
          );
          // A row that was dropped and added again is there once.
          const missing = dropped.filter((n) => !repeated.includes(n));
          const twice = repeated.filter((n) => !dropped.includes(n));
          const { report, rejected } = await bench.run([file], { customers });
          expect(report.missingHours).toBe(missing.length);
          expect(report.customersWithMissingHours).toBe(
            new Set(missing.map((n) => Math.floor(n / 1_440))).size,
          );
          expect(rejected).toHaveLength(twice.length);
          expect(report.customersChecked).toBe(
            new Set([...missing, ...twice].map((n) => Math.floor(n / 1_440))).size,
          );
          expect(report.readingsUsed).toBe(3 * 1_440 - missing.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("report a gap of three days, and a customer who joined late", async () => {
    const bench = new Workbench();
    const file = await bench.parquet(
      "readings.parquet",
      `FROM (${grid({ customers: ["A", "B"] })}) WHERE NOT (customer_id = 'A' AND timestamp >= TIMESTAMP '2024-01-10'
         AND timestamp < TIMESTAMP '2024-01-13') AND NOT (customer_id = 'B' AND timestamp < TIMESTAMP '2024-02-01')`,
    );
    const { report, months, rejected } = await bench.run([file]);
    expect(rejected).toEqual([]);
    expect(report).toMatchObject({ missingHours: 72 + 744, customersWithMissingHours: 2 });
    expect(months.map((row) => [row["customer_id"], row["month"], row["hours"]])).toEqual([
      ["A", "2024-01", 672],
      ["A", "2024-02", 696],
      ["B", "2024-02", 696],
    ]);
  });

  it("stop the run when they are more than 1 % of the rows", async () => {
    const bench = new Workbench();
    const file = await bench.parquet("readings.parquet", grid({}));
    await expect(bench.run([file, await bench.parquet("again.parquet", grid({}))])).rejects.toThrow(
      /^again.parquet: 2880 of 5760 rows \(50.0 %, .* row 1: timestamp repeats .* exactly; keep one row for each key\.$/,
    );
  });

  it("accept a wall clock as it is: an hour less in March, one twice in October", async () => {
    const bench = new Workbench();
    const year = grid({ customers: ["A"], to: "2024-12-31 23:00:00" });
    const file = await bench.parquet(
      "readings.parquet",
      `SELECT * FROM (SELECT * FROM (${year}) WHERE timestamp <> TIMESTAMP '2024-03-31 02:00'
       UNION ALL SELECT * FROM (${year}) WHERE timestamp = TIMESTAMP '2024-10-27 02:00') ORDER BY timestamp`,
    );
    const { report, rejected, months } = await bench.run([file], { customers: ["A"] });
    expect(rejected).toEqual([]);
    expect(report).toMatchObject({ missingHours: 0, customersChecked: 0, readingsUsed: 8_784 });
    expect(months[2]).toMatchObject({ month: "2024-03", hours: 743 });
    expect(months[9]).toMatchObject({ month: "2024-10", hours: 745 });
    // Once more in October is once too often.
    const thrice = await bench.parquet(
      "thrice.parquet",
      `FROM '${file}' UNION ALL SELECT * FROM (${year}) WHERE timestamp = TIMESTAMP '2024-10-27 02:00'`,
    );
    expect((await bench.run([thrice], { customers: ["A"] })).rejected).toMatchObject([{ line: 8_785 }]);
  });
});
