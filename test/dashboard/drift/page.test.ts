import { cpSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { jsonText } from "../../../runtime/json.ts";
import { axeViolations, pageFor } from "../../support/browser.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { SmallLake } from "../small-lake.ts";
import { driftedLake, features, RUN, report } from "./drifted-lake.ts";

const folder = sharedFolder();
beforeAll(async () => {
  await driftedLake(folder);
});

/** The lake, or a copy of it with a change. */
async function served(change?: (lake: SmallLake) => Promise<void> | void) {
  if (change === undefined) return serve(folder);
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  await change(await SmallLake.at(copy));
  return serve(copy);
}

const inSpanish = { headers: { "Accept-Language": "es" } };

/** The names of the features in the table, from top to bottom. */
function listedIn(text: string): readonly string[] {
  const table = /aria-labelledby="drift-table".*?<\/table>/s.exec(text)?.[0] ?? "";
  return [...table.matchAll(/<th scope="row"><a href="\/drift\/(\w+)"/g)].map(([, feature = ""]) => feature);
}

describe("the page of all features", () => {
  it("says whether there is drift, in which features, and what to do", async () => {
    const { get } = await served();
    const { status, text } = await get("/drift");
    expect(status).toBe(200);
    const page = visibleText(text);
    expect(page).toContain("Drift Detected Yes Critical. Something has moved far away");
    expect(page).toContain("Features Drifted 2 of 4 compared; 1 of them critical");
    expect(page).toContain("Check the delivery for faults first");
    expect(page).toContain(
      "Moved: Tone of the last conversation; Probability of churn (the score); Months as a customer.",
    );
    expect(page).toContain(
      "Compared: 2,009 customers as of 31 Dec 2024 with the 1,600 training customers of the model, as of 30 Jun 2024.",
    );
    const spanish = visibleText((await get("/drift", inSpanish)).text);
    expect(spanish).toContain("Deriva detectada Sí Crítica.");
  });

  it.each([
    ["none", "No", "No drift. Nothing to do."],
    ["watch", "Yes", "Watch. Look at the features below"],
  ])("says what the verdict %s means", async (verdict, detected, sentence) => {
    const { get } = await served(async (lake) => {
      await lake.text(`monitoring/${RUN}/drift.json`, jsonText({ ...report, verdict }));
    });
    const page = visibleText((await get("/drift")).text);
    expect(page).toContain(`Drift Detected ${detected} `);
    expect(page).toContain(sentence);
  });

  it("shows how far the scores have moved", async () => {
    const { get } = await served();
    const page = visibleText((await get("/drift")).text);
    expect(page).toContain("KS Statistic 0.0152 p-value 0.031499 PSI 0.1812 Status drifted ▲");
  });

  it("lists each feature with its figures, and marks the drifted ones by words and signs", async () => {
    const { get } = await served();
    const { text } = await get("/drift");
    const page = visibleText(text);
    expect(listedIn(text)).toEqual(["sentiment_label", "tenure_months", "std_margin", "is_dual_fuel"]);
    expect(page).toContain(
      "Tone of the last conversation critical ▲▲ 0.4324 — 0.045600 0.2162 chi-square category",
    );
    expect(page).toContain(
      "Months as a customer drifted ▲ 0.1512 0.0504 0.045600 0.0756 Kolmogorov-Smirnov number",
    );
    expect(page).toContain("Electricity and gas stable 0.0101 — &lt; 0.000001 0.0051".replace("&lt;", "<"));
    expect(text.indexOf("bars")).toBeGreaterThan(0);
    const widths = [
      ...text.matchAll(/<rect class="(one|high|critical)" x="0" y="\d+" width="([\d.]+)%"/g),
    ].map(([, tone, width]) => [tone, Number(width)]);
    const largest = 0.4324;
    expect(widths).toEqual([
      ["critical", 100],
      ["high", expect.closeTo((100 * 0.1512) / largest, 1)],
      ["one", expect.closeTo((100 * 0.0202) / largest, 1)],
      ["one", expect.closeTo((100 * 0.0101) / largest, 1)],
    ]);
  });

  it.each([
    ["status=drifted&status=critical", ["sentiment_label", "tenure_months"]],
    ["status=stable&order=asc", ["is_dual_fuel", "std_margin"]],
    ["sort=feature&order=asc", ["is_dual_fuel", "tenure_months", "sentiment_label", "std_margin"]],
    // Those without a distance come last in either order.
    ["sort=distance&order=asc", ["std_margin", "tenure_months", "is_dual_fuel", "sentiment_label"]],
    ["sort=distance&order=desc", ["tenure_months", "std_margin", "is_dual_fuel", "sentiment_label"]],
    ["sort=p&order=asc", ["is_dual_fuel", "tenure_months", "sentiment_label", "std_margin"]],
  ])("narrows and sorts by its address: %s", async (query, expected) => {
    const { get } = await served();
    expect(listedIn((await get(`/drift?${query}`)).text)).toEqual(
      query.startsWith("sort=p&") ? [expected[0], ...expected.slice(1).toSorted(byName)] : expected,
    );
  });

  it("says that no feature has a status, and what an address may ask for", async () => {
    const { get } = await served(async (lake) => {
      const stable = features.map((feature) => ({ ...feature, status: "stable" }));
      await lake.text(`monitoring/${RUN}/drift.json`, jsonText({ ...report, features: stable }));
    });
    expect(visibleText((await get("/drift?status=critical")).text)).toContain("No feature has this status.");
    const wrong = await get("/drift?status=broken");
    expect(wrong.status).toBe(400);
    expect(visibleText(wrong.text)).toContain("status must be one of: stable, drifted, critical");
  });

  it("says what is missing where no drift was looked for", async () => {
    const { get } = await served((lake) => lake.remove(`monitoring/${RUN}`));
    const { status, text } = await get("/drift");
    expect(status).toBe(200);
    const page = visibleText(text);
    expect(page).toContain("the drift report is missing");
    expect(page).toContain("No run has looked for drift yet.");
    expect((await get("/drift/tenure_months")).status).toBe(200);
  });
});

/** Names of the features as the page sorts them. */
const words: Readonly<Record<string, string>> = {
  tenure_months: "Months as a customer",
  sentiment_label: "Tone of the last conversation",
  std_margin: "Ups and downs of the margin (€)",
};
function byName(a: string, b: string): number {
  return (words[a] ?? a).localeCompare(words[b] ?? b);
}

describe("the page of one feature", () => {
  it("shows bins of numbers then and now, in shares", async () => {
    const { get } = await served();
    const { text } = await get("/drift/tenure_months");
    const page = visibleText(text);
    expect(page).toContain("≤ 7 25.0 % 5.0 % -20.0 400 100");
    expect(page).toContain("> 7, < 15 37.5 % 25.0 % -12.5 600 500");
    expect(page).toContain("≥ 15 37.5 % 70.0 % +32.5 600 1,400");
    const drawing =
      /<svg class="chart"[^>]*aria-labelledby="spread-chart-title".*?<\/svg>/s.exec(text)?.[0] ?? "";
    const heights = [...drawing.matchAll(/<rect class="(neutral|one)"[^>]* height="([\d.]+)"/g)].map(
      ([, tone, height]) => [tone, Number(height)],
    );
    const foot = 200 / 0.8;
    expect(heights).toEqual(
      [0.25, 0.05, 0.375, 0.25, 0.375, 0.7].map((share, index) => [
        index % 2 === 0 ? "neutral" : "one",
        expect.closeTo(share * foot, 0),
      ]),
    );
  });

  it("shows levels then and now by their names, new ones, and where nothing was known", async () => {
    const { get } = await served();
    const page = visibleText((await get("/drift/sentiment_label")).text);
    expect(page).toContain("furious 0.0 % 3.3 % +3.3 0 66");
    expect(page).toContain("no conversation 87.5 % 71.8 % -15.7 1,400 1,443");
    expect(page).toContain("Customers 1,600 2,009 Without a value 1.1 % 22.2 %");
    expect(page).toContain("At levels that training never saw — 3.3 % New levels: furious.");
    const flag = visibleText((await get("/drift/is_dual_fuel")).text);
    expect(flag).toContain("no 50.0 % 49.8 % -0.2 800 1,000 yes 50.0 % 50.2 % +0.2 800 1,009");
    expect(flag).toContain("No level is new.");
  });

  it("explains each figure in a sentence", async () => {
    const { get } = await served();
    const numbers = visibleText((await get("/drift/tenure_months")).text);
    for (const sentence of [
      "KS statistic 0.0756: the largest gap",
      "p-value 0.012300: how often chance alone",
      "Adjusted p-value 0.045600: the same after all features were tested at once (Benjamini and Hochberg); below 0.01",
      "PSI 0.1512: how far the shares of bins or levels moved; from 0.1 it matters, from 0.25 it is critical.",
      "Distance 0.0504: how far customers moved on average",
    ])
      expect(numbers).toContain(sentence);
    const levels = visibleText((await get("/drift/sentiment_label")).text);
    expect(levels).toContain("Chi-square 0.2162: how far the counts");
    expect(levels).toContain(
      "Level “negative” moved most: by +12.3 points; from 5 points it matters, from 15",
    );
    expect(levels).not.toContain("Distance");
    const spanish = visibleText((await get("/drift/sentiment_label", inSpanish)).text);
    expect(spanish).toContain("Deriva: Tono de la última conversación");
    expect(spanish).toContain("El nivel «negativo» es el que más se movió: +12,3 puntos");
  });

  it("shows the index that is judged, and beside it the plain one where that is another", async () => {
    const judged = features.map((feature) => ({ ...feature, effect_psi: 0.0321 }));
    const { get } = await served(async (lake) => {
      await lake.text(`monitoring/${RUN}/drift.json`, jsonText({ ...report, features: judged }));
    });
    const numbers = visibleText((await get("/drift/tenure_months")).text);
    expect(numbers).toContain("PSI 0.0321: how far the shares");
    expect(numbers).toContain("a common move of under 0.1 standard deviations explains");
    expect(numbers).toContain("as other tools have it, PSI is 0.1512.");
    const levels = visibleText((await get("/drift/sentiment_label", inSpanish)).text);
    expect(levels).toContain("Los niveles con menos del 0,5 % de los clientes cuentan en él como 0,5 %");
    expect(levels).toContain("el PSI es 0,4324.");
    expect(visibleText((await get("/drift")).text)).toContain("Months as a customer drifted ▲ 0.0321 0.0504");
  });

  it("shows the score like a feature, and says that its bins are missing", async () => {
    const { get } = await served();
    const page = visibleText((await get("/drift/churn_proba")).text);
    expect(page).toContain("Drift: Probability of churn (the score)");
    expect(page).toContain("the distributions behind the comparison is missing");
  });

  it.each(["nothing", "TENURE_MONTHS", "constructor", "%3Cscript%3E"])(
    "knows no feature %s",
    async (feature) => {
      const { get } = await served();
      const { status, text } = await get(`/drift/${feature}`);
      expect(status).toBe(404);
      expect(visibleText(text)).toContain("There is no such page.");
    },
  );
});

it.each([
  ["/drift", { width: 390, dark: true }],
  ["/drift/tenure_months", { width: 1440 }],
  ["/drift/sentiment_label", { width: 390 }],
] as const)("can be read by everybody: %s", async (path, look) => {
  const { url } = await served();
  const page = await pageFor(look);
  await page.goto(`${url}${path}`);
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
});
