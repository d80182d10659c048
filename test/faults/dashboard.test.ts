import { expect, onTestFinished, test } from "vitest";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../runtime/manifest/dynamo-table.ts";
import { judgedLake } from "../dashboard/model/judged-lake.ts";
import { LEASE_MS, make } from "../dashboard/pipeline/made-up-runs.ts";
import { decisionOf, lakeOf, madeUpCustomers } from "../dashboard/scored-lake.ts";
import { NOW, serve, visibleText } from "../dashboard/serve.ts";
import { modelFigures, SmallLake, scoredOf } from "../dashboard/small-lake.ts";
import { createManifestTable, dynamoClient } from "../support/dynamo.ts";
import { temporaryFolder } from "../support/folders.ts";

/** Faults of the first dashboard (U1 to U10), asked of ours: a page each, as a reader sees it. */

const scored = scoredOf(300, 2);

async function published() {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scored);
  const served = await serve(lake.root);
  return { lake, served, page: async (path: string) => visibleText((await served.get(path)).text) };
}

test("U1: the history of runs comes from the table that the stack keeps its books in", async () => {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scored);
  const manifest = new DynamoManifest(new DynamoTable(await createManifestTable(), await dynamoClient()), {
    leaseMs: LEASE_MS,
    clock: () => NOW.getTime() - 60_000,
  });
  onTestFinished(() => manifest[Symbol.dispose]());
  const clock = { now: NOW.getTime() - 60_000 };
  const { id } = await make({ manifest, clock }, "a", { ending: { state: "completed" } });
  const { get } = await serve(lake.root, { books: manifest });
  const page = visibleText((await get("/pipeline")).text);
  expect(page).toContain("Total Runs 1");
  expect(page).toContain(id);
});

test("U2: what is missing in the lake is a sentence on a page, and no crash", async () => {
  const { lake, served, page } = await published();
  expect(await page("/customers/C00001")).toContain("Customer Profile");
  lake.remove("gold/run-1");
  const later = await serve(lake.root);
  const { status, text } = await later.get("/customers/C00001");
  expect(status).toBe(200);
  expect(visibleText(text)).toContain("gold_master is missing");
  lake.remove("scored/run-1");
  const last = await serve(lake.root);
  expect((await last.get("/customers")).status).toBe(503);
  expect([...served.errors, ...later.errors, ...last.errors]).toEqual([]);
});

test("U3: recommendations can be narrowed to a risk tier", async () => {
  const lake = await lakeOf(madeUpCustomers(300).map(decisionOf));
  const { get } = await serve(lake.root);
  const { text } = await get("/recommendations?tier=critical&save_rate=90");
  expect(text).toContain('name="tier" value="critical" checked');
  const tiers = new Set([...text.matchAll(/<span class="badge (\w+)"/g)].map(([, tier]) => tier));
  expect(tiers).toEqual(new Set(["critical"]));
});

test("U4: a customer's profile shows tenure, renewal, tone and contact, and not the segment alone", async () => {
  const { page } = await published();
  const text = await page("/customers/C00042");
  for (const fact of [
    "Segment",
    "Months as a customer",
    "Time until the contract renews",
    "Tone of the last",
    "Has talked to us",
  ])
    expect(text).toContain(fact);
});

test("U5: a customer who brings a loss costs nothing by leaving, and no return is infinite", async () => {
  const { page } = await published();
  const unprofitable = scored.find((row) => (row.avg_monthly_margin ?? 0) < 0);
  const text = await page(`/customers/${unprofitable?.customer_id}`);
  expect(text).toContain("Expected Monthly Loss €0.00 The customer brings a loss");
  expect(text).toContain("Expected Annual Loss €0.00");
  expect(text).not.toMatch(/Infinity|∞|NaN/);
});

test("U6: what is said of the data is computed from them, and the segment rule is the real one", async () => {
  const { page } = await published();
  const text = await page("/data");
  expect(text).toContain("Customers: 300 in the customer master");
  expect(text).toMatch(/at most 10 kW of contracted power are SME/);
  expect(text).not.toContain("20,099");
});

test("U7: importance, the precision-recall curve and the tables of every layer are there", async () => {
  const lake = await judgedLake(temporaryFolder());
  const { get } = await serve(lake.root);
  const model = visibleText((await get("/model")).text);
  expect(model).toContain("Feature importance");
  expect(model).toContain("Precision and recall");
  for (const table of [
    "price_history",
    "bronze_customer",
    "silver_customer",
    "gold_master",
    "scored_customers",
  ])
    expect((await get(`/data/${table}`)).status, table).toBe(200);
});

test("U8: the metrics are the shipped model's, with its version, its threshold and the gate's decision", async () => {
  const lake = await judgedLake(temporaryFolder());
  const { get } = await serve(lake.root);
  const model = visibleText((await get("/model")).text);
  expect(model).toContain("Gate decision Promoted");
  expect(model).toContain("Threshold 0.2468");
  expect(model).toContain("run-1");
  const { page } = await published();
  expect(await page("/")).toContain(`PR-AUC ${modelFigures.metrics.prAuc.value.toFixed(3)}`);
});

test("U9: tiers stand in their natural order everywhere", async () => {
  const { page } = await published();
  for (const path of ["/", "/customers"]) {
    const text = await page(path);
    const places = ["Critical (>80%)", "High (60-80%)", "Medium (40-60%)", "Low (<40%)"].map((tier) =>
      text.indexOf(tier),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  }
});

test("U10: the navigation has exactly the eight pages, and each of them answers", async () => {
  const { served } = await published();
  const [, nav = ""] = /<nav aria-label="Pages">(.*?)<\/nav>/s.exec((await served.get("/")).text) ?? [];
  const links = [...nav.matchAll(/href="([^"]+)"/g)].map(([, href = ""]) => href);
  expect(links).toHaveLength(8);
  for (const href of links) expect((await served.get(href)).status, href).toBe(200);
});
