import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { customerMonths } from "../../../configs/customer-months.ts";
import { isoDate } from "../../../configs/names.ts";
import { recommendations, scoredCustomers } from "../../../configs/scored-tables.ts";
import { FolderSource } from "../../../dashboard/lake/folder-source.ts";
import { currentRun } from "../../../runtime/pipeline/current-run.ts";
import { contractChecks } from "../../../runtime/table/checks.ts";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { qualityReportSchema } from "../../../runtime/table/quality.ts";
import { asOfOf, openTable } from "../../../runtime/table/read-table.ts";
import { writeTable } from "../../../runtime/table/write-table.ts";
import { SmallLake, scoredOf } from "../../dashboard/small-lake.ts";
import { temporaryFolder } from "../folders.ts";
import { makeBigLake } from "./make-big-lake.ts";

const SOURCE = 300;
const CUSTOMERS = 1000;
/** Rows of a row group in the table of months, the least that the engine writes. */
const GROUP = 2048;

async function openEngine(): Promise<Engine> {
  const engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: temporaryFolder() });
  onTestFinished(() => engine[Symbol.dispose]());
  return engine;
}

/** A lake of 300 customers with a table of months, and one of 1,000 made of it, opened. */
async function grown() {
  const root = temporaryFolder();
  const from = join(root, "small");
  const to = join(root, "big");
  await (await SmallLake.at(from)).publish("run-1", scoredOf(SOURCE, 3));
  const engine = await openEngine();
  await mkdir(join(from, "gold/run-1"), { recursive: true });
  await writeTable(engine, {
    contract: customerMonths,
    folder: join(from, "gold/run-1"),
    asOf: isoDate("2024-12-31"),
    rowGroupRows: GROUP,
    query: `SELECT customer_id, printf('2024-%02d', m) AS month, m AS elec_kwh, 0 AS gas_m3, m AS revenue_eur, 1 AS cost_eur,
              m - 1 AS margin_eur
            FROM read_parquet(${literal(join(from, "scored/run-1/scored_customers.parquet"))}) CROSS JOIN range(1, 13) t(m)`,
  });
  const tables = await makeBigLake({ from, to, customers: CUSTOMERS, memoryLimitMb: 200 });
  const folders = { scored: join(to, "scored/run-1"), gold: join(to, "gold/run-1") };
  await openTable(engine, scoredCustomers, folders.scored);
  await openTable(engine, recommendations, folders.scored);
  await openTable(engine, customerMonths, folders.gold);
  const before = literal(join(from, "scored/run-1/scored_customers.parquet"));
  await engine.run(`CREATE VIEW before AS SELECT * FROM read_parquet(${before})`);
  return { from, to, engine, tables, folders };
}

it("has every customer over and over under new ids, the same in all tables", async () => {
  const { engine, tables, folders } = await grown();
  const rows = Object.fromEntries(tables.map((table) => [table.name, table.rows]));
  expect(rows).toMatchObject({
    customer_months: 12 * CUSTOMERS,
    gold_master: CUSTOMERS,
    recommendations: CUSTOMERS,
    scored_customers: CUSTOMERS,
  });
  const ids = await engine.row(`
    SELECT count(DISTINCT customer_id)::INTEGER AS distinct_ids, min(customer_id) AS first, max(customer_id) AS last,
      (SELECT count(*)::INTEGER FROM scored_customers JOIN recommendations USING (customer_id)) AS in_both,
      (SELECT count(DISTINCT customer_id)::INTEGER FROM customer_months JOIN scored_customers USING (customer_id)) AS in_months
    FROM scored_customers`);
  expect(ids).toEqual({
    distinct_ids: CUSTOMERS,
    first: "C00001",
    last: "C01000",
    in_both: CUSTOMERS,
    in_months: CUSTOMERS,
  });
  for (const contract of [scoredCustomers, recommendations])
    expect(await asOfOf(engine, contract, folders.scored)).toBe("2024-12-31");
  const groups = await engine.rows(
    `SELECT DISTINCT row_group_id, row_group_num_rows::INTEGER AS rows
     FROM parquet_metadata(${literal(join(folders.gold, "customer_months.parquet"))})`,
  );
  expect(groups.length).toBeGreaterThanOrEqual((12 * CUSTOMERS) / GROUP);
});

it("keeps to the contracts, their order and their sums", async () => {
  const { engine, folders } = await grown();
  for (const contract of [scoredCustomers, recommendations, customerMonths])
    for (const { violated, column, rule } of contractChecks(contract))
      expect(
        await engine.number(`SELECT count(*) FILTER (${violated})::DOUBLE FROM ${contract.name}`),
        `${contract.name}: ${column} ${rule}`,
      ).toBe(0);
  for (const [name, score] of [
    ["scored_customers", "churn_proba"],
    ["recommendations", "risk_score"],
  ] as const)
    expect(
      await engine.number(`
        SELECT count(*) FILTER (${score} > before OR (${score} = before AND customer_id < id))::DOUBLE
        FROM (SELECT ${score}, customer_id, lag(${score}) OVER () AS before, lag(customer_id) OVER () AS id
              FROM read_parquet(${literal(join(folders.scored, `${name}.parquet`))}))`),
    ).toBe(0);
  const sums = (relation: string) => `
    SELECT sum(expected_monthly_loss)::DOUBLE / count(*) AS loss, avg(avg_monthly_margin) AS margin FROM ${relation}`;
  const [after, before] = [await engine.row(sums("scored_customers")), await engine.row(sums("before"))];
  expect(Number(after["loss"]) / Number(before["loss"])).toBeCloseTo(1, 1);
  expect(Number(after["margin"]) / Number(before["margin"])).toBeCloseTo(1, 1);
  const months = await engine.number("SELECT sum(elec_kwh)::DOUBLE FROM customer_months");
  expect(months).toBe(78 * CUSTOMERS);
});

it("moves scores a little, always in the same way, and within their tier", async () => {
  const { engine } = await grown();
  const facts = await engine.row(`
    SELECT count(DISTINCT churn_proba)::INTEGER AS scores, (SELECT count(DISTINCT churn_proba)::INTEGER FROM before) AS before,
      count(*) FILTER (churn_proba <> risk_score)::INTEGER AS apart,
      max(abs(expected_monthly_loss - churn_proba * greatest(avg_monthly_margin, 0)))::DOUBLE AS off,
      count(*) FILTER ((churn_proba >= 0.8) <> starts_with(s.risk_tier, 'Critical'))::INTEGER AS other_tier,
      count(*) FILTER ((churn_proba >= 0.25)::INTEGER <> churn_pred)::INTEGER AS other_prediction
    FROM scored_customers s JOIN recommendations USING (customer_id)`);
  expect(facts).toMatchObject({ before: 100, apart: 0, other_tier: 0, other_prediction: 0 });
  expect(facts["scores"]).toBeGreaterThan(800);
  expect(facts["off"]).toBeLessThan(1e-9);
});

it("is a whole lake: pointers, models and quality reports, and nothing that is only written with", async () => {
  const { from, to } = await grown();
  expect(await currentRun(new FolderSource(to))).toEqual(await currentRun(new FolderSource(from)));
  expect(existsSync(join(to, "models/run-1/evaluation/evaluation.json"))).toBe(true);
  const quality = qualityReportSchema.parse(
    JSON.parse(readFileSync(join(to, "scored/run-1/scored_customers.quality.json"), "utf8")),
  );
  expect(quality).toMatchObject({ table: "scored_customers", rows: CUSTOMERS, asOf: "2024-12-31" });
  for (const left of [join(to, ".lock.sqlite"), `${to}.partial`, `${to}.scratch`])
    expect(existsSync(left), left).toBe(false);
});

it("writes over nothing, and needs a finished run", async () => {
  const empty = temporaryFolder();
  await expect(makeBigLake({ from: empty, to: empty, customers: 10 })).rejects.toThrow(/is there already/);
  const to = join(empty, "big");
  await expect(makeBigLake({ from: empty, to, customers: 10 })).rejects.toThrow(/holds no finished run/);
  expect(existsSync(to)).toBe(false);
});
