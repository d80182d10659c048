import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, it } from "vitest";
import { contracts } from "../../../configs/contracts.ts";
import { goldMaster } from "../../../configs/gold-tables.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";

const CUSTOMERS = 120;
const SECRET = "what a customer said";
const folder = sharedFolder();

async function query(sql: string) {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  return (await connection.runAndReadAll(sql)).getRowObjectsJS();
}

beforeAll(async () => {
  const lake = await SmallLake.at(folder);
  await lake.publish("run-1", scoredOf(CUSTOMERS, 1));
  await lake.text(
    "quarantine/run-1/summary.json",
    JSON.stringify({
      limit: 0.01,
      datasets: [
        { dataset: "churn_label", rows_read: 400, rows_quarantined: 0, reasons: [] },
        {
          dataset: "price_history",
          rows_read: 50_000,
          rows_quarantined: 120,
          reasons: [
            { column: "customer_id", reason: "is empty", rows: 119 },
            { column: "", reason: "is <no> record", rows: 1 },
          ],
        },
      ],
    }),
  );
  await query(
    `COPY (SELECT 'price_history.csv' AS file, 1000 + i AS line, CASE WHEN i = 119 THEN '' ELSE 'customer_id' END AS "column",
       CASE WHEN i = 119 THEN 'is <no> record' ELSE 'is empty' END AS reason, '{"text":"${SECRET}"}' AS row FROM range(120) t(i))
     TO '${join(folder, "quarantine/run-1/price_history.parquet")}' (FORMAT parquet)`,
  );
});

async function get(path: string, language = "en") {
  const { status, text } = await (await serve(folder)).get(path, {
    headers: { "Accept-Language": language },
  });
  return { status, text, seen: visibleText(text) };
}

/** The rows of a table, cell by cell. */
function tableOf(text: string, id: string): string[][] {
  const table = new RegExp(`<caption id="${id}">.*?<tbody>(.*?)</tbody>`, "s").exec(text)?.[1] ?? "";
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => visibleText(cell).trim()),
  );
}

it("lists every table of every layer in order, with its rows and how it fared", async () => {
  const { text } = await get("/data");
  const layers = ["raw", "bronze", "silver", "gold", "model", "scored", "monitoring"] as const;
  const places = layers.map((layer) => text.indexOf(`id="layer-${layer}"`));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  for (const layer of layers)
    expect(tableOf(text, `layer-${layer}`).map(([name]) => name)).toEqual(
      contracts.filter((contract) => contract.layer === layer).map(({ name }) => name),
    );
  const row = (layer: string, name: string) =>
    tableOf(text, `layer-${layer}`).find(([first]) => first === name);
  expect(row("raw", "churn_label")).toEqual(["churn_label", "400", "fine", "2", "one labelled customer"]);
  expect(row("raw", "price_history")?.slice(1, 3)).toEqual(["50,000", "120 set aside"]);
  expect(row("raw", "customer_attributes")?.slice(1, 3)).toEqual(["", "not in this run"]);
  expect(row("gold", "gold_master")).toEqual([
    "gold_master",
    String(CUSTOMERS),
    "fine",
    String(goldMaster.columns.length),
    "one customer",
  ]);
  expect(row("silver", "silver_customer")?.slice(1, 3)).toEqual(["", "not in this run"]);
});

it("sums up what was set aside of each raw file, and why", async () => {
  const { text } = await get("/data");
  expect(tableOf(text, "quarantine-table")).toEqual([
    ["churn_label", "400", "0", "0.0 %", "1.0 %", ""],
    ["price_history", "50,000", "120", "0.2 %", "1.0 %", "customer_id is empty (119); is <no> record (1)"],
  ]);
});

it("holds what a run found in each column against the contract", async () => {
  const { text, seen } = await get("/data/gold_master");
  const rows = new Map(tableOf(text, "columns-table").map(([name, ...cells]) => [name, cells]));
  expect([...rows.keys()]).toEqual(goldMaster.columns.map(({ name }) => name));
  const [found] = await query(
    `SELECT count(*) FILTER (avg_monthly_margin IS NULL) / count(*) AS nulls, min(avg_monthly_margin) AS low,
       max(avg_monthly_margin) AS high FROM '${folder}/gold/run-1/gold_master.parquet'`,
  );
  const short = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 4 });
  const column = goldMaster.columns.find(({ name }) => name === "avg_monthly_margin");
  expect(rows.get("avg_monthly_margin")).toEqual([
    "number",
    "EUR",
    `${(Number(found?.["nulls"]) * 100).toFixed(1)} %`,
    `${((column?.nullBudget ?? 0) * 100).toFixed(1)} %`,
    short.format(Number(found?.["low"])),
    short.format(Number(found?.["high"])),
  ]);
  expect(seen).toContain("Mean monthly margin: what a customer is worth.");
  expect(seen).toContain("May hold: one of: negative; neutral; positive; no_interaction");
  expect(seen).toContain("Formula: mean of silver_customer_month.total_margin.");
});

it("draws how each column is spread, and hides what identifies people", async () => {
  const { text, seen } = await get("/data/gold_master");
  const counts = await query(
    `SELECT segment AS level, count(*)::INTEGER AS rows FROM '${folder}/gold/run-1/gold_master.parquet' GROUP BY ALL ORDER BY rows DESC, level`,
  );
  expect(tableOf(text, "profile-segment-table").map(([level, rows]) => [level, Number(rows)])).toEqual(
    counts.map(({ level, rows }) => [level, rows]),
  );
  const [margins] = await query(
    `SELECT count(avg_monthly_margin)::INTEGER AS rows FROM '${folder}/gold/run-1/gold_master.parquet'`,
  );
  const bins = tableOf(text, "profile-avg_monthly_margin-table");
  expect(bins.length).toBeGreaterThan(5);
  expect(bins.reduce((sum, [, rows]) => sum + Number(rows), 0)).toBe(margins?.["rows"]);
  expect(seen).toContain("It names one customer each: no value is shown.");
  expect(text).not.toContain("C00001");
});

it("shows what older runs noted, and says what is missing or cannot be read", async () => {
  const root = temporaryFolder();
  const lake = await SmallLake.at(root);
  await lake.publish("run-1", scoredOf(20, 1));
  await lake.text(
    "gold/run-1/tier_2b_sentiment.quality.json",
    JSON.stringify({
      table: "tier_2b_sentiment",
      contractVersion: 1,
      asOf: "2024-12-31",
      rows: 20,
      columns: [{ name: "is_negative_sentiment", type: "flag", nullShare: 0, nullBudget: 0, min: 0, max: 1 }],
    }),
  );
  await lake.text("gold/run-1/tier_1a_lifecycle.quality.json", "{ no report");
  await lake.text(
    "quarantine/run-1/summary.json",
    JSON.stringify({
      limit: 0.01,
      datasets: [{ dataset: "churn_label", rows_read: 9000, rows_quarantined: 1, reasons: [] }],
    }),
  );
  const served = await serve(root);
  const lost = await served.get("/data/churn_label");
  expect(lost.status).toBe(200);
  expect(visibleText(lost.text)).toContain("quarantine/run-1/churn_label.parquet is missing");
  expect(visibleText((await served.get("/data")).text)).toContain("9,000 1 < 0.1 % 1.0 %");
  const { status, text } = await served.get("/data/tier_2b_sentiment");
  expect(status).toBe(200);
  expect(visibleText(text)).toContain("This run is of a version that noted no distributions.");
  expect((await served.get("/data/tier_1a_lifecycle")).status).toBe(503);
  expect(visibleText((await served.get("/data")).text)).toContain("report cannot be read");
});

it("turns through the rows that were set aside, and never shows what stands in them", async () => {
  const seen: string[][] = [];
  for (const page of [1, 2, 3]) {
    const { text } = await get(`/data/price_history?page=${page}`);
    expect(text).not.toContain(SECRET);
    seen.push(...tableOf(text, "rows-table"));
  }
  expect(seen).toHaveLength(120);
  expect(seen[0]).toEqual(["price_history.csv", "1000", "customer_id", "is empty"]);
  expect(seen.at(-1)).toEqual(["price_history.csv", "1119", "whole row", "is <no> record"]);
  const first = await get("/data/price_history");
  expect(first.seen).toContain("120 of 50,000 rows (0.2 %); more than 1.0 % would have stopped the run.");
  expect(first.seen).toContain('in the column "row" of quarantine/run-1/price_history.parquet');
  expect(first.text).toContain('rel="next" href="/data/price_history?page=2#aside"');
  expect((await get("/data/price_history?page=0")).status).toBe(400);
  // Behind the last page is nothing to read: it leads to the last one.
  expect(tableOf((await get("/data/price_history?page=99")).text, "rows-table")).toEqual(seen.slice(100));
  expect((await get("/data/churn_label")).seen).toContain("No row of this file was set aside.");
  expect((await get("/data/customer_attributes")).seen).toContain("This run has read no such file.");
});

it("has a page for every table in both languages", async () => {
  const served = await serve(folder);
  for (const { name } of contracts)
    for (const language of ["en", "es"]) {
      const { status, text } = await served.get(`/data/${name}`, {
        headers: { "Accept-Language": language },
      });
      expect(status, name).toBe(200);
      expect(text).toContain(`<h1>${name}</h1>`);
      expect(text).not.toMatch(/\sstyle=|<script(?! type="module" src)/);
      const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    }
});

it("knows no other table", async () => {
  for (const name of ["nope", "..%2F..%2Fpointers", "gold_master.parquet", "__proto__", "constructor"])
    expect((await get(`/data/${name}`)).status).toBe(404);
});
