import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { renewalBuckets } from "../../../configs/lifecycle.ts";
import { SME_POWER_LIMIT_KW } from "../../../configs/segments.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";

const CUSTOMERS = 400;
const folder = sharedFolder();

/** The gold master, row by row, as this test reads it itself. */
const goldSchema = z.array(
  z.object({
    segment: z.string().nullable(),
    renewal_bucket: z.string().nullable(),
    sentiment_label: z.string().nullable(),
    is_dual_fuel: z.number().nullable(),
    has_interaction: z.number(),
    churn: z.number().nullable(),
    avg_monthly_margin: z.number().nullable(),
  }),
);
type GoldRow = z.infer<typeof goldSchema>[number];
let gold: readonly GoldRow[] = [];

async function query(sql: string) {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJS();
}

/** Some customers of whom it is not known whether they left, in the table itself. */
async function forgetSome(root: string, condition: string): Promise<void> {
  const file = join(root, "gold/run-1/gold_master.parquet");
  await query(
    `CREATE TABLE t AS SELECT * REPLACE (CASE WHEN ${condition} THEN NULL ELSE churn END AS churn) FROM '${file}';
     COPY t TO '${file}' (FORMAT parquet, KV_METADATA {as_of: '2024-12-31'})`,
  );
}

const figures = {
  bronze: { readings: 123456, customers: CUSTOMERS },
  silver: {
    prices_imputed_own_series: 884,
    prices_imputed_median_of_kind: 72,
    prices_imputed_median_of_month: 5,
    prices_left_missing: 3,
  },
};

/** The report of the run, with these facts of its steps. */
const reportWith = (facts: Readonly<Record<string, object>>) =>
  JSON.stringify({
    run_id: "run-1",
    delivery_id: "d",
    mode: "train",
    as_of: "2024-12-31",
    experiment: "E5_full",
    started_at: "2025-01-01T00:00:00Z",
    ended_at: "2025-01-01T00:01:00Z",
    champion: "run-1",
    candidate: null,
    steps: Object.entries(facts).map(([step, each]) => ({
      step,
      seconds: 1,
      cpu_seconds: 1,
      peak_memory_mb: 1,
      facts: each,
    })),
  });

beforeAll(async () => {
  const lake = await SmallLake.at(folder);
  await lake.publish("run-1", scoredOf(CUSTOMERS, 1));
  await forgetSome(folder, "hash(customer_id) % 7 = 0");
  await lake.text("monitoring/run-1/run_report.json", reportWith(figures));
  gold = goldSchema.parse(await query(`FROM '${folder}/gold/run-1/gold_master.parquet'`));
});

async function page(language = "en"): Promise<string> {
  const { status, text } = await (await serve(folder)).get("/data", {
    headers: { "Accept-Language": language },
  });
  expect(status).toBe(200);
  return text;
}

/** The rows of the table behind a figure, cell by cell. */
function tableOf(text: string, id: string): string[][] {
  const table = new RegExp(`<caption id="${id}">.*?<tbody>(.*?)</tbody>`, "s").exec(text)?.[1] ?? "";
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => visibleText(cell).trim()),
  );
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** The ends of Wilson's interval by bisection: the shares that are just not refused by a test at the 5 % level. */
function interval(churners: number, known: number): string {
  const share = churners / known;
  const excess = (p: number) => Math.abs(share - p) - 1.959963984540054 * Math.sqrt((p * (1 - p)) / known);
  const bisect = (inside: number, outside: number): number => {
    let [near, far] = [inside, outside];
    for (let round = 0; round < 80; round += 1) {
      const middle = (near + far) / 2;
      if (excess(middle) > 0) far = middle;
      else near = middle;
    }
    return near;
  };
  return `${percent(bisect(share, 0))} – ${percent(bisect(share, 1))}`;
}

/** What a row of a table of churn rates must be. */
function rateRow(name: string, rows: readonly GoldRow[]): string[] {
  const known = rows.filter(({ churn }) => churn !== null);
  const churners = known.filter(({ churn }) => churn === 1).length;
  return [
    name,
    percent(churners / known.length),
    interval(churners, known.length),
    String(churners),
    String(known.length),
    String(rows.length),
  ];
}

it("breaks the customers down by segment, the largest first, as shares of those with a segment", async () => {
  const counts = Object.entries(Object.groupBy(gold, ({ segment }) => segment ?? ""))
    .map(([segment, rows = []]) => [segment, rows.length] as const)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  expect(tableOf(await page(), "segments-figure-table")).toEqual(
    counts.map(([segment, count]) => [segment, String(count), percent(count / gold.length)]),
  );
});

it("gives the churn rate of each renewal bucket in the order of time, with its interval", async () => {
  const names = ["expired", "0 to 3 months", "3 to 6 months", "6 to 12 months", "more than 12 months"];
  const expected = renewalBuckets.flatMap(({ name }, index) => {
    const rows = gold.filter(({ renewal_bucket }) => renewal_bucket === name);
    return rows.length === 0 ? [] : [rateRow(names[index] ?? "", rows)];
  });
  expect(expected.length).toBeGreaterThan(3);
  expect(tableOf(await page(), "renewal-figure-table")).toEqual(expected);
});

it("gives the churn rate by tone, without those who had no conversation, and their share", async () => {
  const text = await page();
  expect(tableOf(text, "sentiment-figure-table")).toEqual(
    ["negative", "neutral", "positive"].map((tone) =>
      rateRow(
        tone,
        gold.filter(({ sentiment_label }) => sentiment_label === tone),
      ),
    ),
  );
  const without = gold.filter(({ has_interaction }) => has_interaction === 0).length / gold.length;
  expect(visibleText(text)).toContain(
    `${percent(without)} of the customers had no conversation and are in no bar.`,
  );
});

it("compares customers of one fuel and of both", async () => {
  expect(tableOf(await page(), "dual-fuel-figure-table")).toEqual(
    ["Single Fuel", "Dual Fuel"].map((name, flag) =>
      rateRow(
        name,
        gold.filter(({ is_dual_fuel }) => is_dual_fuel === flag),
      ),
    ),
  );
});

it("shows how margins are spread in each segment", async () => {
  const at = (sorted: readonly number[], share: number) => {
    const place = share * (sorted.length - 1);
    const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return low + (high - low) * (place - Math.floor(place));
  };
  const euros = (value: number) =>
    new Intl.NumberFormat("en-GB", { style: "currency", currency: "EUR" }).format(value);
  const rows = tableOf(await page(), "profitability-figure-table");
  expect(rows).toHaveLength(new Set(gold.map(({ segment }) => segment)).size);
  for (const [segment, count, ...places] of rows) {
    const margins = gold
      .flatMap((row) =>
        row.segment === segment && row.avg_monthly_margin !== null ? [row.avg_monthly_margin] : [],
      )
      .sort((a, b) => a - b);
    expect(count).toBe(String(margins.length));
    expect(places).toEqual([0, 0.05, 0.25, 0.5, 0.75, 0.95, 1].map((share) => euros(at(margins, share))));
  }
});

// Fault U6: the original's page told figures of one delivery for ever, and a segment rule that was never in force.
it("states what the figures rest on from the run and the configuration alone", async () => {
  const seen = visibleText(await page());
  const known = gold.filter(({ churn }) => churn !== null);
  const churners = known.filter(({ churn }) => churn === 1).length;
  expect(seen).toContain(
    `Customers: ${CUSTOMERS} in the customer master; of ${known.length} it is known whether they left, and ${churners} did.`,
  );
  expect(seen).toContain("123,456 hourly readings are summed by month; negative readings count as 0.");
  expect(seen).toContain(
    "884 filled from the own series, 72 from the median of the kind, 5 from the median of all; 3 stay missing.",
  );
  expect(seen).toContain(
    `businesses with at most ${SME_POWER_LIMIT_KW} kW of contracted power are SME, those above ${SME_POWER_LIMIT_KW} kW Corporate`,
  );
  expect(seen).toContain("Nothing after 31 Dec 2024 is looked at.");
  const code = readFileSync(
    join(import.meta.dirname, "../../../dashboard/pages/data/assumption-words.ts"),
    "utf8",
  );
  expect(code).not.toMatch(/20,?099|68 ?%|\b10 kW/);
});

it.each([
  [{}, /Tone: the newest conversation is scored by the built-in lexicon of [\d,]+ English and Spanish words/],
  [{ sentiment_scorer: "lexicon" }, /Tone: the newest conversation is scored by the built-in lexicon/],
  [{ sentiment_scorer: "none" }, /Tone: nobody has judged the tone of conversations; its columns are empty/],
  [{ sentiment_scorer: "own <b>" }, /Tone: the newest conversation is scored by “own <b>”/],
])("says who judged the tone: %o", async (bronze, sentence) => {
  const root = temporaryFolder();
  const lake = await SmallLake.at(root);
  await lake.publish("run-1", scoredOf(30, 1));
  await lake.text("monitoring/run-1/run_report.json", reportWith({ bronze }));
  const { text } = await (await serve(root)).get("/data");
  expect(visibleText(text)).toMatch(sentence);
  expect(text).not.toContain("<b>");
});

it("has the original's six sections, and the same in Spanish", async () => {
  const headings = (text: string) =>
    [...text.matchAll(/<h2 id="[^"]+">([^<]+)<\/h2>/g)].map(([, title]) => title);
  expect(headings(await page())).toEqual([
    "Customer Segment Breakdown",
    "Churn Rate by Renewal Proximity",
    "Sentiment Impact on Churn",
    "Dual-Fuel Analysis",
    "Profitability by Segment",
    "Layers",
    "Quarantine",
    "Key Assumptions &amp; Methodology",
  ]);
  const spanish = await page("es");
  expect(headings(spanish)).toHaveLength(8);
  expect(visibleText(spanish)).toContain("884 completados con la propia serie");
});

it("says so where nobody knows yet who has left", async () => {
  const root = temporaryFolder();
  await (await SmallLake.at(root)).publish("run-1", scoredOf(30, 1));
  await forgetSome(root, "true");
  const { text } = await (await serve(root)).get("/data");
  const seen = visibleText(text);
  expect(seen.match(/Nobody knows yet who has left/g)).toHaveLength(3);
  expect(seen).toContain("Customer Segment Breakdown");
});

it("says what is missing where the run has no gold master, and shows the layers", async () => {
  const root = temporaryFolder();
  const lake = await SmallLake.at(root);
  await lake.publish("run-1", scoredOf(30, 1));
  lake.remove("gold/run-1");
  const { status, text } = await (await serve(root)).get("/data");
  expect(status).toBe(200);
  expect(visibleText(text)).toContain("gold_master is missing");
  expect(visibleText(text)).toContain("Layers");
});
