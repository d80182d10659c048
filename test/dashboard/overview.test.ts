import { expect, it } from "vitest";
import { evaluationSchema } from "../../dashboard/lake/documents.ts";
import type { Evaluation } from "../../runtime/model/evaluation.ts";
import { temporaryFolder } from "../support/folders.ts";
import { serve, visibleText } from "./serve.ts";
import { modelFigures, SmallLake, scoredOf } from "./small-lake.ts";

const scored = scoredOf(731, 3);
const whole = (value: number) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(value);
const euros = (value: number) => `€${whole(value)}`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const share = (part: number) => `${((100 * part) / scored.length).toFixed(1)} %`;
const from = (probability: number, below = 2) =>
  scored.filter(({ churn_proba }) => churn_proba >= probability && churn_proba < below);

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
  expect(page).toContain(`Total Customers Scored ${scored.length} `);
  expect(page).toContain(`Critical Risk ${from(0.8).length} High Risk ${from(0.6, 0.8).length} `);
  expect(page).toContain(
    `At-Risk % ${share(from(0.6).length)} ${from(0.6).length} customers: high or critical; ` +
      `from medium on: ${from(0.4).length} (${share(from(0.4).length)})`,
  );
  expect(page).toContain(
    `Expected Monthly Loss ${euros(sum(scored.map((row) => row.expected_monthly_loss ?? 0)))} without ${
      scored.filter((row) => row.avg_monthly_margin === null).length
    } customers of unknown margin`,
  );
  expect(page).toContain(
    `Recommended offers ${offers.length} cost ${euros(sum(offers.map((row) => row.offer_cost)))}, expected gain ${euros(
      sum(offers.map((row) => row.expected_margin_impact)),
    )}`,
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
  const rows = tiers.map(([label, at, below]) => {
    const inTier = from(at, below);
    return {
      label,
      customers: inTier.length,
      loss: sum(inTier.map((row) => row.expected_monthly_loss ?? 0)),
    };
  });
  const table = rows.map(
    ({ label, customers, loss }) => `${label} ${customers} ${share(customers)} ${euros(loss)}`,
  );
  expect(visibleText(text)).toContain(table.join(" "));
  const drawn = [...text.matchAll(/<rect class="(?:low|medium|high|critical)"[^>]* width="([\d.]+)%"/g)].map(
    ([, width]) => Number(width),
  );
  const longest = Math.max(...rows.map(({ customers }) => customers));
  expect(drawn).toEqual(rows.map(({ customers }) => expect.closeTo((100 * customers) / longest, 1)));
});

it("says which run, model and day it shows, how old they are, and who looks", async () => {
  const { served } = await servedRun();
  const page = visibleText((await served.get("/")).text);
  expect(page).toContain("As of 31 Dec 2024 5 days old");
  expect(page).toContain("Published 2 Jan 2025, 03:04 UTC 3 days ago");
  expect(page).toContain("Run run-1 Model run-1 Signed in as local");
  expect(page).not.toContain("The champion is");
});

it("shows the model's figures with their intervals", async () => {
  const { served } = await servedRun();
  const page = visibleText((await served.get("/")).text);
  expect(page).toContain("PR-AUC 0.751 0.701 – 0.801 ROC-AUC 0.921 0.902 – 0.942");
  expect(page).toContain("Recall 0.682 0.632 – 0.732 Precision 0.612 0.572 – 0.652");
  expect(page).toContain("95 % interval");
  expect(page).toContain("Threshold 0.247");
  expect(page).toContain("1,234 customers kept away from training, 321 of whom left");
});

it("tells when the champion is another by now than the model that scored", async () => {
  const { lake, served } = await servedRun();
  await lake.crown("run-2");
  const page = visibleText((await served.get("/")).text);
  expect(page).toContain("The champion is run-2 by now (since 3 Jan 2025, 00:00 UTC)");
  expect(page).toContain("Run run-1 Model run-1");
});

it("shows a figure of zero as zero, and a dash only where there is none (the first dashboard mixed them up)", async () => {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scored);
  const zero = { ...modelFigures, metrics: { prAuc: { value: 0, low: 0, high: 0.1 } } };
  await lake.text("models/run-1/evaluation/evaluation.json", JSON.stringify(zero));
  const page = visibleText((await (await serve(lake.root)).get("/")).text);
  expect(page).toContain("PR-AUC 0.000 0.000 – 0.100 Threshold");
  expect(page).not.toContain("ROC-AUC");
});

it("needs nothing of an evaluation that the pipeline does not write", () => {
  // Holds when it compiles: an evaluation as the pipeline writes it has all that pages read.
  const asRead = (evaluation: Evaluation) => evaluationSchema.parse(evaluation);
  expect(asRead).toBeTypeOf("function");
  expect(Object.keys(modelFigures.metrics)).toEqual(["prAuc", "rocAuc", "recall", "precision"]);
});
