import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineContract } from "../../configs/contract.ts";
import { isoDate } from "../../configs/names.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { asOfOf, openTable } from "../../runtime/table/read-table.ts";
import { writeTable } from "../../runtime/table/write-table.ts";
import { digestsBelow } from "../support/digests.ts";
import { temporaryFolder } from "../support/folders.ts";

const readings = defineContract({
  name: "sample",
  version: 3,
  layer: "bronze",
  description: "A table to test with",
  grain: "one customer and month",
  key: ["customer_id", "month"],
  columns: [
    { name: "customer_id", type: "text", description: "Customer" },
    { name: "month", type: "month", description: "Month" },
    { name: "kwh", type: "number", unit: "kWh", description: "Energy", nullBudget: 0.5, min: 0, max: 100 },
    { name: "is_new", type: "flag", description: "New customer" },
    { name: "tier", type: "text", description: "Tier", allowed: ["peak", "off peak"] },
    { name: "since", type: "date", description: "Start", min: "2020-01-01" },
  ],
});

const good = `SELECT * FROM (VALUES
  ('C2', '2024-01', 2.5, 0, 'peak', DATE '2024-01-01'),
  ('C1', '2024-02', NULL, 1, 'off peak', DATE '2023-05-01'),
  ('C1', '2024-01', 0.0, 1, 'peak', DATE '2020-01-01')) AS t(customer_id, month, kwh, is_new, tier, since)`;
const asOf = isoDate("2024-12-31");

async function open(folder: string, threads = 1): Promise<Engine> {
  return Engine.open({ threads, memoryLimitMb: 200, scratch: folder });
}

describe("writeTable", () => {
  it("writes the contract's columns, sorted by its key, with as-of date and quality report", async () => {
    const folder = temporaryFolder();
    using engine = await open(folder);
    const report = await writeTable(engine, { contract: readings, query: good, folder, asOf });
    await openTable(engine, readings, folder);
    const rows = await engine.rows("SELECT customer_id, month, kwh FROM sample");
    expect(rows).toEqual([
      { customer_id: "C1", month: "2024-01", kwh: 0 },
      { customer_id: "C1", month: "2024-02", kwh: null },
      { customer_id: "C2", month: "2024-01", kwh: 2.5 },
    ]);
    expect(await asOfOf(engine, readings, folder)).toBe("2024-12-31");
    expect(report.rows).toBe(3);
    expect(report.columns.find(({ name }) => name === "kwh")).toMatchObject({
      name: "kwh",
      type: "number",
      nullShare: 1 / 3,
      nullBudget: 0.5,
      min: 0,
      max: 2.5,
      profile: { kind: "histogram", median: 0, sampleRows: 2 },
    });
    expect(JSON.parse(readFileSync(join(folder, "sample.quality.json"), "utf8"))).toEqual(report);
  });

  // Each row breaks exactly one rule; the message names table, column and rule.
  it.each([
    ["an empty cell", "('C3', NULL, 1, 0, 'peak', DATE '2024-01-01')", /month is not empty/],
    [
      "no month",
      "('C3', '2024-13', 1, 0, 'peak', DATE '2024-01-01')",
      /month is a month of the form YYYY-MM/,
    ],
    ["below range", "('C3', '2024-01', -1, 0, 'peak', DATE '2024-01-01')", /kwh lies between 0 and 100 kWh/],
    ["above range", "('C3', '2024-01', 101, 0, 'peak', DATE '2024-01-01')", /kwh lies between 0 and 100 kWh/],
    [
      "not finite",
      "('C3', '2024-01', 'nan'::DOUBLE, 0, 'peak', DATE '2024-01-01')",
      /kwh is a finite number/,
    ],
    ["no flag", "('C3', '2024-01', 1, 2, 'peak', DATE '2024-01-01')", /is_new is 0 or 1/],
    ["not allowed", "('C3', '2024-01', 1, 0, 'flat', DATE '2024-01-01')", /tier is one of peak, off peak/],
    ["too early", "('C3', '2024-01', 1, 0, 'peak', DATE '2019-12-31')", /since is at least 2020-01-01/],
    [
      "a repeated key",
      "('C2', '2024-01', 1, 0, 'peak', DATE '2024-01-01')",
      /key \(customer_id,month\) repeat/,
    ],
  ])("refuses %s and writes nothing", async (_name, row, message) => {
    const folder = temporaryFolder();
    using engine = await open(folder);
    const query = `${good} UNION ALL SELECT * FROM (VALUES ${row})`;
    await expect(writeTable(engine, { contract: readings, query, folder, asOf })).rejects.toThrow(message);
    expect(existsSync(join(folder, "sample.parquet"))).toBe(false);
  });

  it("refuses a column over its null budget", async () => {
    const folder = temporaryFolder();
    using engine = await open(folder);
    const query = `SELECT customer_id, month, NULL AS kwh, is_new, tier, since FROM (${good})`;
    await expect(writeTable(engine, { contract: readings, query, folder, asOf })).rejects.toThrow(
      "100.0 % of kwh is empty; its null budget is 50.0 %",
    );
  });

  it("gives the same bytes for the same rows in any order and with any number of threads", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(1, 2), async (salt, threads) => {
        const variants = [
          { salt: 0, threads: 1 },
          { salt, threads },
        ];
        const hashes = variants.map(async (variant) => {
          const folder = temporaryFolder();
          using engine = await open(folder, variant.threads);
          const query = `SELECT 'C' || i AS customer_id, '2024-01' AS month, (i % 97)::DOUBLE AS kwh, i % 2 AS is_new,
            'peak' AS tier, DATE '2024-01-01' AS since FROM range(5000) t(i) ORDER BY hash(i + ${variant.salt})`;
          await writeTable(engine, { contract: readings, query, folder, asOf });
          return digestsBelow(folder)["sample.parquet"];
        });
        expect(new Set(await Promise.all(hashes)).size).toBe(1);
      }),
      { numRuns: 10 },
    );
  });
});

describe("openTable", () => {
  it("says which step's table is missing", async () => {
    const folder = temporaryFolder();
    using engine = await open(folder);
    await expect(openTable(engine, readings, folder)).rejects.toThrow(/sample\.parquet is missing/);
  });
});

describe("Engine", () => {
  it("stops a running query when the run is cancelled", async () => {
    const controller = new AbortController();
    using engine = await Engine.open({
      threads: 1,
      memoryLimitMb: 200,
      scratch: temporaryFolder(),
      signal: controller.signal,
    });
    const query = engine.run("SELECT sum(sqrt(a.range * b.range)) FROM range(1000000) a, range(1000000) b");
    setTimeout(() => controller.abort(), 50);
    await expect(query).rejects.toThrow("cancelled");
    await expect(engine.run("SELECT 1")).rejects.toThrow("cancelled");
  });
});
