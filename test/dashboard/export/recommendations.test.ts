import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { campaignOf, nearly, type Terms } from "../campaign/expected-campaign.ts";
import { decisionOf, lakeOf, madeUpCustomers } from "../scored-lake.ts";
import { serve } from "../serve.ts";
import { cellsOf } from "./csv-reader.ts";

const columns = {
  rank: "INTEGER",
  customer_id: "VARCHAR",
  risk_tier: "VARCHAR",
  churn_proba: "DOUBLE",
  segment: "VARCHAR",
  action: "VARCHAR",
  timing_window: "VARCHAR",
  avg_monthly_margin: "DOUBLE",
  offer_cost: "DOUBLE",
  impact: "DOUBLE",
  impact_per_euro: "DOUBLE",
  reason_codes: "VARCHAR[]",
};
const names = Object.keys(columns);

const decisions = madeUpCustomers(631).map(decisionOf);
const lake = await lakeOf(decisions, sharedFolder());
const served = await serve(lake.root, { atEnd: afterAll });
beforeEach(() => void served.audit.splice(0));

const asked: readonly { readonly query: string; readonly terms: Terms }[] = [
  { query: "", terms: {} },
  { query: "?budget=500&page=3&size=10", terms: { budget: 500 } },
  { query: "?budget=0", terms: { budget: 0 } },
  {
    query: "?save_rate=60&segment=SME&segment=Corporate",
    terms: { saveRate: 0.6, segments: ["SME", "Corporate"] },
  },
  {
    query: "?save_rate=100&tier=critical&budget=2000.5",
    terms: { saveRate: 1, budget: 2000.5, actions: ["offer_large"] },
  },
  { query: "?action=offer_small&action=offer_medium", terms: { actions: ["offer_small", "offer_medium"] } },
  { query: "?save_rate=0", terms: { saveRate: 0 } },
];

const readCells = (cells: readonly string[]) =>
  Object.fromEntries(
    names.map((name, place) => {
      const cell = cells[place] ?? "";
      const isNumber = ["INTEGER", "DOUBLE"].includes(Reflect.get(columns, name));
      return [name, isNumber ? Number(cell) : cell];
    }),
  );

it("has campaigns of every size to tell apart", () => {
  const sizes = asked.map(({ terms }) => campaignOf(decisions, terms).chosen.length);
  expect(new Set(sizes).size).toBe(sizes.length - 1);
  expect(Math.max(...sizes)).toBeGreaterThan(100);
});

it.each(asked)(
  "/recommendations.csv$query holds the whole campaign, the best first",
  async ({ query, terms }) => {
    const { status, headers, text } = await served.get(`/recommendations.csv${query}`);
    expect(status).toBe(200);
    expect(headers.get("content-disposition")).toBe("attachment; filename=campaign.csv");
    expect(headers.get("x-run-id")).toBe("run-1");
    const [header, ...rows] = cellsOf(text);
    expect(header).toEqual(names);
    const { chosen } = campaignOf(decisions, terms);
    expect(rows.map(readCells)).toEqual(
      chosen.map((row) => nearly({ ...row, reason_codes: row.reason_codes.join("; ") })),
    );
    await expect
      .poll(() => served.audit)
      .toMatchObject([{ what: "campaign", format: "csv", rows: chosen.length, outcome: "done" }]);
  },
);

it.each(asked)(
  "/recommendations.parquet$query holds the same offers, with types",
  async ({ query, terms }) => {
    const response = await fetch(`${served.url}/recommendations.parquet${query}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).toBe("attachment; filename=campaign.parquet");
    const folder = temporaryFolder();
    const file = join(folder, "read.parquet");
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 100, scratch: folder });
    const { chosen } = campaignOf(decisions, terms);
    expect(await engine.rows(`SELECT * FROM read_parquet(${literal(file)})`)).toEqual(
      chosen.map((row) => nearly(row)),
    );
    const types = await engine.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(file)})`);
    expect(types.map((column) => [column["column_name"], column["column_type"]])).toEqual(
      Object.entries(columns),
    );
    await expect
      .poll(() => served.audit)
      .toMatchObject([{ what: "campaign", format: "parquet", rows: chosen.length, outcome: "done" }]);
  },
);

it("offers nothing to whom the policy keeps out, and says nothing of why it does", async () => {
  const { text } = await served.get("/recommendations.csv?save_rate=100");
  for (const word of ["no_offer", "control_group"]) expect(text).not.toContain(word);
  const ids = new Set(cellsOf(text).map(([, id]) => id));
  const control = decisions.filter(({ recommendation }) => recommendation.controlGroup);
  expect(control.length).toBeGreaterThan(20);
  for (const { score } of control) expect(ids).not.toContain(score.customerId);
});
