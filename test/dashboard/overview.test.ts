import { expect, it } from "vitest";
import type { ModelFacts } from "../../dashboard/lake/run-facts.ts";
import type { Evaluation } from "../../runtime/model/evaluation.ts";
import { temporaryFolder } from "../support/folders.ts";
import { serve, visibleText } from "./serve.ts";
import { modelFigures, SmallLake, scoredOf } from "./small-lake.ts";

const scored = scoredOf(731, 3);
const whole = (value: number) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(value);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function servedRun() {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scored);
  return { lake, served: await serve(lake.root) };
}

it("shows the figures that the rows add up to", async () => {
  const { served } = await servedRun();
  const { status, text } = await served.get("/");
  expect(status).toBe(200);
  const page = visibleText(text);
  const offers = scored.filter(({ action }) => action !== "no_offer");
  const atRisk = scored.filter(({ churn_proba }) => churn_proba >= 0.6).length;
  expect(page).toContain(`Customers scored ${scored.length} `);
  expect(page).toContain(`At risk ${atRisk} ${((100 * atRisk) / scored.length).toFixed(1)} % of customers`);
  expect(page).toContain(
    `Expected monthly loss ${whole(sum(scored.map((row) => row.expected_monthly_loss ?? 0)))} EUR without ${
      scored.filter((row) => row.avg_monthly_margin === null).length
    } customers of unknown margin`,
  );
  expect(page).toContain(
    `Recommended offers ${offers.length} cost ${whole(sum(offers.map((row) => row.offer_cost)))} EUR, expected gain ${whole(
      sum(offers.map((row) => row.expected_margin_impact)),
    )} EUR`,
  );
  expect(page).toContain(`${scored.filter((row) => row.model_part === "train").length} of these customers`);
});

it("shows every tier in its natural order, in the drawing and in the table behind it", async () => {
  const { served } = await servedRun();
  const { text } = await served.get("/");
  const tiers = [
    ["Critical (>80%)", 0.8, 1.1],
    ["High (60-80%)", 0.6, 0.8],
    ["Medium (40-60%)", 0.4, 0.6],
    ["Low (<40%)", 0, 0.4],
  ] as const;
  const rows = tiers.map(([label, from, below]) => {
    const inTier = scored.filter(({ churn_proba }) => churn_proba >= from && churn_proba < below);
    const loss = sum(inTier.map((row) => row.expected_monthly_loss ?? 0));
    return { label, customers: inTier.length, loss };
  });
  const page = visibleText(text);
  const table = rows.map(
    ({ label, customers, loss }) =>
      `${label} ${customers} ${((100 * customers) / scored.length).toFixed(1)} % ${whole(loss)}`,
  );
  expect(page).toContain(table.join(" "));
  const drawn = [...text.matchAll(/<rect class="(?:low|medium|high|critical)"[^>]* width="([\d.]+)%"/g)].map(
    ([, width]) => Number(width),
  );
  const longest = Math.max(...rows.map(({ customers }) => customers));
  expect(drawn).toEqual(rows.map(({ customers }) => expect.closeTo((100 * customers) / longest, 1)));
});

it("says which run, model and day it shows, and how old they are", async () => {
  const { served } = await servedRun();
  const page = visibleText((await served.get("/")).text);
  expect(page).toContain("As of 2024-12-31 5 days old");
  expect(page).toContain("Published 2025-01-02 03:04 UTC 3 days ago");
  expect(page).toContain("Run run-1 Model run-1");
  expect(page).not.toContain("The champion is");
});

it("shows the model's figures with their intervals", async () => {
  const { served } = await servedRun();
  const page = visibleText((await served.get("/")).text);
  expect(page).toContain("PR-AUC 0.751 0.701 to 0.801 ROC-AUC 0.921 0.901 to 0.942");
  expect(page).toContain("Recall 0.682 0.632 to 0.732 Precision 0.612 0.572 to 0.652");
  expect(page).toContain("95 % interval");
  expect(page).toContain("Threshold 0.247");
  expect(page).toContain("1,234 customers kept away from training, 321 of whom left");
});

it("tells when the champion is another by now than the model that scored", async () => {
  const { lake, served } = await servedRun();
  await lake.crown("run-2");
  const page = visibleText((await served.get("/")).text);
  expect(page).toContain("The champion is run-2 by now (since 2025-01-03 00:00 UTC)");
  expect(page).toContain("Run run-1 Model run-1");
});

it("needs nothing of an evaluation that the pipeline does not write", () => {
  // Holds when it compiles: an evaluation as the pipeline writes it has all that the overview reads.
  const asRead = (evaluation: Evaluation): ModelFacts => evaluation;
  expect(asRead).toBeTypeOf("function");
  expect(Object.keys(modelFigures.metrics)).toEqual(["prAuc", "rocAuc", "recall", "precision"]);
});
