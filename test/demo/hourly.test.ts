import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoSummary, makeDemo } from "../../runtime/demo/index.ts";
import { makeWorld } from "../../runtime/demo/world.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { sharedFolder } from "../support/folders.ts";
import { expectShare, mean, quantile } from "./read-demo.ts";

// Expected values: section 2 and 7.3 of the data description, typed in by hand; 2,000 customers with their readings.
const N = 2000;
const scratch = sharedFolder();
const folder = join(scratch, "raw");
const file = join(folder, "consumption_hourly_2024.parquet");
const world = makeWorld(42, N);
let summary: DemoSummary;
let engine: Engine;

beforeAll(async () => {
  summary = await makeDemo({ out: folder, customers: N, seed: 42 });
  engine = await Engine.open({ threads: 2, memoryLimitMb: 800, scratch });
  await engine.run(`CREATE VIEW readings AS FROM read_parquet(${literal(file)})`);
});
afterAll(() => engine[Symbol.dispose]());

const numbers = (cells: readonly unknown[] | undefined) => (cells ?? []).map(Number);

describe("the file", () => {
  test("has the four columns with their types, 8,784 hours of every customer, sorted by customer and hour", async () => {
    const columns = await engine.rows("DESCRIBE readings");
    expect(columns.map((column) => `${column["column_name"]} ${column["column_type"]}`)).toEqual([
      "customer_id VARCHAR",
      "timestamp TIMESTAMP",
      "consumption_elec_kwh DOUBLE",
      "consumption_gas_m3 DOUBLE",
    ]);
    const expected = "TIMESTAMP '2024-01-01' + to_hours(((file_row_number) % 8784)::INTEGER)";
    const id = "'C' || lpad((file_row_number // 8784 + 1)::VARCHAR, 5, '0')";
    const facts = await engine.row(
      `SELECT count(*)::DOUBLE AS n, count(*) FILTER (timestamp IS DISTINCT FROM ${expected})::DOUBLE AS off,
         count(*) FILTER (customer_id IS DISTINCT FROM ${id})::DOUBLE AS strangers,
         count(*) FILTER (consumption_elec_kwh IS NULL OR consumption_gas_m3 IS NULL)::DOUBLE AS empty
       FROM read_parquet(${literal(file)}, file_row_number = true)`,
    );
    expect(facts).toEqual({ n: N * 8784, off: 0, strangers: 0, empty: 0 });
    expect(summary).toMatchObject({ customers: N, readings: N * 8784, readingsBytes: statSync(file).size });
  });

  test("has row groups of 28 customers with the ranges of every column, and at most 5 bytes a reading", async () => {
    const groups = await engine.rows(
      `SELECT row_group_num_rows::INTEGER AS rows, path_in_schema AS column, stats_null_count::INTEGER AS nulls,
         stats_min_value AS low, stats_max_value AS high
       FROM parquet_metadata(${literal(file)}) WHERE row_group_id = 1 ORDER BY column_id`,
    );
    expect(groups.map((group) => group["column"])).toEqual([
      "customer_id",
      "timestamp",
      "consumption_elec_kwh",
      "consumption_gas_m3",
    ]);
    expect(groups.map((group) => group["rows"])).toEqual(Array(4).fill(28 * 8784));
    expect(groups.map((group) => group["nulls"])).toEqual([0, 0, 0, 0]);
    expect(groups[0]).toMatchObject({ low: "C00029", high: "C00056" });
    expect(groups[1]).toMatchObject({ low: "2024-01-01 00:00:00", high: "2024-12-31 23:00:00" });
    const range = await engine.row(
      "SELECT min(consumption_elec_kwh) AS low, max(consumption_elec_kwh) AS high FROM readings WHERE customer_id BETWEEN 'C00029' AND 'C00056'",
    );
    expect(Number(groups[2]?.["low"])).toBe(range["low"]);
    expect(Number(groups[2]?.["high"])).toBe(range["high"]);
    expect(summary.readingsBytes / summary.readings).toBeLessThan(5);
  });

  test("readings have four decimals", async () => {
    const off = await engine.number(
      `SELECT count(*)::DOUBLE FROM readings WHERE consumption_elec_kwh <> round(consumption_elec_kwh, 4)
         OR consumption_gas_m3 <> round(consumption_gas_m3, 4)`,
    );
    expect(off).toBe(0);
  });
});

describe("negative readings", () => {
  const noisy = (fuel: "elec" | "gas") => world.usage.filter((usage) => usage.meterNoise[fuel]).length;

  test("electricity: 2.59 % of the hours of a tenth of the meters", async () => {
    const negatives = await engine.number(
      "SELECT count(*)::DOUBLE FROM readings WHERE consumption_elec_kwh < 0",
    );
    const meters = await engine.number(
      "SELECT count(DISTINCT customer_id)::DOUBLE FROM readings WHERE consumption_elec_kwh < 0",
    );
    expect(meters).toBe(200);
    expect(noisy("elec")).toBe(200);
    expectShare(negatives, 200 * 8784, 0.0259, "negative hours of noisy meters");
    const share = negatives / summary.readings;
    expect(share).toBeGreaterThan(0.0022);
    expect(share).toBeLessThan(0.003);
  });

  test("electricity: half-normal with .72 of the meter's mean hour, at least .02 kWh", async () => {
    const rows = await engine.rows(
      `SELECT customer_id, avg(-consumption_elec_kwh) AS size FROM readings WHERE consumption_elec_kwh < 0
       GROUP BY customer_id ORDER BY customer_id`,
    );
    const ratios = rows.map((row) => {
      const customer = world.customers.find(({ id }) => id === row["customer_id"]);
      const year = world.usage[customer?.index ?? -1]?.elecKwh ?? [];
      const meanHour = year.reduce((sum, kwh) => sum + kwh, 0) / 8784;
      return Number(row["size"]) / Math.max(0.02, 0.72 * meanHour);
    });
    // The mean of |N(0, 1)| is .79788, its standard deviation .60281; each meter has about 227 negative hours.
    expect(Math.abs(mean(ratios) - 0.79788)).toBeLessThan((4 * 0.60281) / Math.sqrt(200 * 227));
  });

  test("gas: .613 % of the hours of a tenth of the gas meters, with the real quartiles and lowest value", async () => {
    const cells = await engine.columns(
      "SELECT -consumption_gas_m3 AS m3 FROM readings WHERE consumption_gas_m3 < 0",
    );
    const sizes = numbers(cells["m3"]);
    expectShare(sizes.length, noisy("gas") * 8784, 0.00613, "negative gas hours");
    const share = sizes.length / summary.readings;
    expect(share).toBeGreaterThan(0.00008);
    expect(share).toBeLessThan(0.00014);
    // Recipe: quartiles .0025, .0061, .0147; the standard error of a log quartile is about 1.7 / sqrt(n).
    const error = (4 * 1.7) / Math.sqrt(sizes.length);
    for (const [q, expected] of [
      [0.25, 0.0025],
      [0.5, 0.0061],
      [0.75, 0.0147],
    ] as const)
      expect(Math.abs(Math.log(quantile(sizes, q) / expected)), `quantile ${q}`).toBeLessThan(error + 0.02);
    expect(quantile(sizes, 1)).toBe(0.23);
  });
});

describe("the shape of consumption", () => {
  test("each month's readings add up to what the customer used, to the meter's tick", async () => {
    const rows = await engine.rows(
      `SELECT customer_id, month(timestamp)::INTEGER AS month, sum(consumption_elec_kwh) AS kwh, sum(consumption_gas_m3) AS m3
       FROM readings WHERE customer_id <= 'C00300' GROUP BY ALL ORDER BY ALL`,
    );
    const wrong = rows.filter((row) => {
      const index = Number(String(row["customer_id"]).slice(1)) - 1;
      const usage = world.usage[index];
      const month = Number(row["month"]) - 1;
      if (usage === undefined) return true;
      const isOff = (sum: unknown, used: number | undefined) => Math.abs(Number(sum) - (used ?? 0)) > 1.1e-4;
      return (
        (!usage.meterNoise.elec && isOff(row["kwh"], usage.elecKwh[month])) ||
        (!usage.meterNoise.gas && isOff(row["m3"], usage.gasM3[month]))
      );
    });
    expect(rows.length).toBe(300 * 12);
    expect(wrong).toEqual([]);
  });

  test("97.7 % of the customer-months have electricity, 77 % of those with gas have gas", async () => {
    const [elec, gas, gasCustomers] = await Promise.all([
      engine.number(
        "SELECT count(*)::DOUBLE FROM (SELECT 1 FROM readings GROUP BY customer_id, month(timestamp) HAVING max(consumption_elec_kwh) > 0)",
      ),
      engine.number(
        "SELECT count(*)::DOUBLE FROM (SELECT 1 FROM readings GROUP BY customer_id, month(timestamp) HAVING max(consumption_gas_m3) > 0)",
      ),
      engine.number("SELECT count(DISTINCT customer_id)::DOUBLE FROM readings WHERE consumption_gas_m3 > 0"),
    ]);
    expect(gasCustomers).toBe(world.customers.filter(({ hasGas }) => hasGas).length);
    expectShare(elec, N * 12, (1 - 0.021) * (1 - 30 / 20_099), "months with electricity");
    expectShare(gas, gasCustomers * 12, 1 - (4 * 0.7) / 12, "months with gas");
  });

  test("tariff periods: .299 .261 .441 for households, .333 .318 .349 for businesses", async () => {
    // A working day is Monday to Friday but for nine holidays; peak 10-13 h and 18-21 h, standard 8-9, 14-17, 22-23 h.
    const holidays = ["01-01", "01-06", "05-01", "08-15", "10-12", "11-01", "12-06", "12-08", "12-25"];
    const working = `isodow(timestamp) <= 5 AND strftime(timestamp, '%m-%d') NOT IN (${holidays.map(literal).join(", ")})`;
    const rows = await engine.rows(
      `SELECT customer_id,
         sum(consumption_elec_kwh) FILTER (${working} AND (hour(timestamp) BETWEEN 10 AND 13 OR hour(timestamp) BETWEEN 18 AND 21)) AS peak,
         sum(consumption_elec_kwh) FILTER (${working} AND (hour(timestamp) IN (8, 9, 22, 23) OR hour(timestamp) BETWEEN 14 AND 17)) AS standard,
         sum(consumption_elec_kwh) AS total
       FROM readings WHERE consumption_elec_kwh > 0 GROUP BY customer_id HAVING total > 12 ORDER BY customer_id`,
    );
    const sharesOf = (isHousehold: boolean) => {
      const own = rows.filter((row) => {
        const customer = world.customers[Number(String(row["customer_id"]).slice(1)) - 1];
        return (customer?.segment === "Residential") === isHousehold;
      });
      const share = (name: string) => mean(own.map((row) => Number(row[name]) / Number(row["total"])));
      return [share("peak"), share("standard"), 1 - share("peak") - share("standard")];
    };
    for (const [isHousehold, expected] of [
      [true, [0.299, 0.261, 0.441]],
      [false, [0.333, 0.318, 0.349]],
    ] as const)
      for (const [index, share] of sharesOf(isHousehold).entries())
        expect(Math.abs(share - (expected[index] ?? 0)), `${isHousehold} ${index}`).toBeLessThan(0.002);
  });

  test("hours scatter around their weight like Gamma(4, 1/4): coefficient of variation one half, skewness one", async () => {
    const index = world.usage.findIndex(
      (usage, own) =>
        !usage.meterNoise.elec &&
        usage.elecKwh.every((kwh) => kwh > 300) &&
        world.customers[own]?.segment === "Residential",
    );
    const id = world.customers[index]?.id ?? "";
    // 21 h on working days: one weight, some 256 hours a customer; relative to the month's mean of that hour.
    const cells = await engine.columns(
      `SELECT consumption_elec_kwh / avg(consumption_elec_kwh) OVER (PARTITION BY month(timestamp), hour(timestamp), isodow(timestamp) > 5) AS ratio
       FROM readings WHERE customer_id = ${literal(id)} ORDER BY timestamp`,
    );
    const ratios = numbers(cells["ratio"]);
    const variance = mean(ratios.map((ratio) => (ratio - 1) ** 2));
    const skewness = mean(ratios.map((ratio) => (ratio - 1) ** 3)) / variance ** 1.5;
    // Dividing by a mean of about 20 hours costs a twentieth of the variance; holidays add a little.
    expect(variance).toBeGreaterThan(0.21);
    expect(variance).toBeLessThan(0.26);
    expect(skewness).toBeGreaterThan(0.7);
    expect(skewness).toBeLessThan(1.2);
  });

  test("half of the customers use 80 to 100 kWh a month", async () => {
    const cells = await engine.columns(
      "SELECT sum(greatest(consumption_elec_kwh, 0)) / 12 AS kwh FROM readings GROUP BY customer_id ORDER BY customer_id",
    );
    const median = quantile(numbers(cells["kwh"]), 0.5);
    expect(median).toBeGreaterThan(80);
    expect(median).toBeLessThan(100);
  });
});
