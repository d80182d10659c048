import { describe, expect, it } from "vitest";
import { grid, Workbench } from "./readings-fixture.ts";

/** A complete grid of two customers over two months, with one expression changed in one row. */
const changed = (column: string, value: string, where: string) =>
  `SELECT * REPLACE (CASE WHEN ${where} THEN ${value} ELSE ${column} END AS ${column}) FROM (${grid({})})`;
const ROW = "customer_id = 'A' AND timestamp = TIMESTAMP '2024-01-05 10:00'";
/** Row number of that row: four days and ten hours behind the first. */
const LINE = 4 * 24 + 10 + 1;
const AT_LINE = { file: "readings.parquet", line: LINE };

describe("rows at fault", () => {
  it.each([
    ["customer_id", "NULL", "customer_id", "is empty"],
    ["customer_id", "''", "customer_id", "is empty"],
    ["customer_id", "'Z'", "customer_id", "is not in customer_attributes"],
    ["timestamp", "NULL", "timestamp", "is empty"],
    ["timestamp", "timestamp + INTERVAL 30 MINUTE", "timestamp", "is not a full hour"],
    ["timestamp", "timestamp + INTERVAL 1 MICROSECOND", "timestamp", "is not a full hour"],
    ["timestamp", "TIMESTAMP '2031-01-01 00:00'", "timestamp", "lies in the future"],
    ["timestamp", "TIMESTAMP '1970-01-01 00:00'", "timestamp", "is not at least 2000-01-01 00:00:00"],
    ["consumption_elec_kwh", "'nan'::DOUBLE", "consumption_elec_kwh", "is not a finite number"],
    ["consumption_elec_kwh", "'inf'::DOUBLE", "consumption_elec_kwh", "is not a finite number"],
    ["consumption_gas_m3", "'-inf'::DOUBLE", "consumption_gas_m3", "is not a finite number"],
    ["consumption_gas_m3", "'nan'::DOUBLE", "consumption_gas_m3", "is not a finite number"],
    [
      "consumption_elec_kwh",
      "1e5 + 1",
      "consumption_elec_kwh",
      "does not lie between -100000 and 100000 kWh",
    ],
    ["consumption_elec_kwh", "-1e9", "consumption_elec_kwh", "does not lie between -100000 and 100000 kWh"],
    ["consumption_gas_m3", "1e300", "consumption_gas_m3", "does not lie between -100000 and 100000 m3"],
  ])("%s = %s goes to quarantine, and only that row", async (column, value, faultColumn, reason) => {
    const bench = new Workbench();
    const good = await bench.parquet("readings.parquet", grid({}));
    const before = await bench.run([good]);
    const file = await bench.parquet("readings.parquet", changed(column, value, ROW));
    const { report, months, rejected } = await bench.run([file]);
    expect(rejected).toEqual([{ ...AT_LINE, column: faultColumn, reason }]);
    expect(report).toMatchObject({
      asOf: "2024-02-29",
      readings: 2_880,
      readingsUsed: 2_879,
      readingsQuarantined: 1,
      missingHours: 1,
      customersWithMissingHours: 1,
      customers: 2,
    });
    expect(months[0]).toMatchObject({ customer_id: "A", month: "2024-01", hours: 743 });
    expect(months[0]?.["monthly_elec_kwh"]).not.toBe(before.months[0]?.["monthly_elec_kwh"]);
    expect(months.slice(1)).toEqual(before.months.slice(1));
  });

  it("leaves exactly the sums of the other rows", async () => {
    const bench = new Workbench();
    const file = await bench.parquet(
      "readings.parquet",
      changed("consumption_elec_kwh", "'nan'::DOUBLE", ROW),
    );
    const without = await bench.parquet("without.parquet", `SELECT * FROM (${grid({})}) WHERE NOT (${ROW})`);
    expect((await bench.run([file])).months).toEqual((await bench.run([without])).months);
  });

  it("finds the value out of range where the file has no statistics to show it", async () => {
    const bench = new Workbench();
    const rows = changed("consumption_elec_kwh", "-1e9", ROW);
    const csv = bench.path("readings.csv");
    using engine = await bench.engine();
    await engine.run(`COPY (${rows}) TO '${csv}' (FORMAT csv, HEADER)`);
    expect((await bench.run([csv], { format: "csv" })).rejected).toEqual([
      {
        file: "readings.csv",
        line: LINE + 1,
        column: "consumption_elec_kwh",
        reason: "does not lie between -100000 and 100000 kWh",
      },
    ]);
  });

  it("counts rows of unknown customers for the 1 % rule", async () => {
    const bench = new Workbench();
    const file = await bench.parquet("readings.parquet", grid({}));
    await expect(bench.run([file], { customers: ["A"] })).rejects.toMatchObject({
      name: "InputError",
      message:
        "readings.parquet: 1440 of 2880 rows (50.0 %, the limit is 1 %) break the contract, the first in row 1441: " +
        "customer_id is not in customer_attributes; add these customers to customer_attributes or leave their rows out.",
      location: { file: "readings.parquet", column: "customer_id", line: 1_441 },
    });
  });

  it("says how many rows are at fault even where it keeps only the first of them", async () => {
    const bench = new Workbench();
    const file = await bench.parquet(
      "readings.parquet",
      changed("timestamp", "timestamp + INTERVAL 30 MINUTE", "true"),
    );
    await expect(bench.run([file])).rejects.toThrow(
      /^readings.parquet: 2880 of 2880 rows \(100.0 %, .* row 1: timestamp is not a full hour;/,
    );
  });

  it("names part and row where the readings come in parts", async () => {
    const bench = new Workbench();
    const one = await bench.parquet("part-1.parquet", grid({ customers: ["A"] }));
    const two = await bench.parquet(
      "part-2.parquet",
      `SELECT * REPLACE (CASE WHEN timestamp = TIMESTAMP '2024-01-01 02:00' THEN 'nan'::DOUBLE ELSE consumption_gas_m3 END
         AS consumption_gas_m3) FROM (${grid({ customers: ["B"] })})`,
    );
    expect((await bench.run([one, two])).rejected).toEqual([
      { file: "part-2.parquet", line: 3, column: "consumption_gas_m3", reason: "is not a finite number" },
    ]);
  });

  it("refuses a column with too many empty cells, and a file without rows", async () => {
    const bench = new Workbench();
    const sparse = await bench.parquet(
      "sparse.parquet",
      changed("consumption_elec_kwh", "NULL", "hour(timestamp) = 3 OR hour(timestamp) = 4"),
    );
    await expect(bench.run([sparse])).rejects.toThrow(
      "sparse.parquet: 8.3 % of consumption_elec_kwh is empty, its limit is 5.0 %; fill the column and deliver the file again.",
    );
    const empty = await bench.parquet("empty.parquet", `SELECT * FROM (${grid({})}) WHERE false`);
    await expect(bench.run([empty])).rejects.toThrow("empty.parquet has no rows; deliver it with its data.");
  });
});
