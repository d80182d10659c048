import { beforeAll, expect, it } from "vitest";
import { LEADERBOARD_FILE } from "../../../configs/artifact.ts";
import { jsonText } from "../../../runtime/json.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { judgedLake } from "./judged-lake.ts";
import { ARTIFACT, leaderboard, servedParts, trainedLake } from "./trained-lake.ts";

/** The leaderboard on the page, against its document. */

const folder = sharedFolder();
beforeAll(async () => {
  await trainedLake(folder);
});

const digits = (value: number, count: number) => value.toFixed(count);
const signed = (value: number) => {
  const text = value.toFixed(4);
  if (Number(text) === 0) return "0.0000";
  return value > 0 ? `+${text}` : text;
};
const names: Readonly<Record<string, string>> = { xgboost: "XGBoost", random_forest: "random forest" };

it("shows every contestant with its figures, and says which is chosen and who is tied", async () => {
  const { part } = await (await servedParts(folder))("leaderboard");
  const page = visibleText(part);
  expect(page).toContain(
    "1,500 customers of the training part, 151 of whom left, in 5 folds: each was scored by models that had not seen them. The holdout had no part in it.",
  );
  expect(page).toContain("The training part has 1,600 customers; the contestants met on a sample of 1,500.");
  expect(page).toContain("All 5 contestants");
  for (const [place, entry] of leaderboard.entries.entries()) {
    const { experiment, algorithm, features, classWeighting, prAuc, rocAuc, brier, logLoss } = entry;
    const isChosen = experiment === "E5_full" && algorithm === "xgboost";
    const toBest =
      place === 0 ? "" : ` ${signed(entry.differenceToBest.low)} – ${signed(entry.differenceToBest.high)}`;
    const standing =
      place === 0 ? "leads" : entry.differenceToBest.high >= 0 ? "tie with the leader" : "below";
    expect(page).toContain(
      `${names[algorithm]} on ${experiment}${isChosen ? " preferred chosen" : ""} ${digits(prAuc.value, 4)} (${digits(prAuc.low, 4)} – ${digits(prAuc.high, 4)})${toBest} ${standing}`,
    );
    expect(page).toContain(
      `${digits(rocAuc.value, 4)} (${digits(rocAuc.low, 4)} – ${digits(rocAuc.high, 4)}) ${digits(brier, 4)} ${digits(logLoss, 4)} ${features} ${classWeighting}`,
    );
  }
  // All three standings are there to be told apart, and a tie is not the leader.
  expect(leaderboard.entries.map(({ tied }) => tied)).toContain(false);
  expect(leaderboard.selection.chosen).toEqual(leaderboard.selection.preferred);
  expect(page).toContain("Preferred and chosen: XGBoost on E5_full. No other is shown to be better");
  expect(page).toContain(leaderboard.selection.reason);
});

it("draws the chosen algorithm by experiment, and the chosen experiment by algorithm", async () => {
  const { part } = await (await servedParts(folder))("leaderboard");
  const drawingOf = (id: string) =>
    new RegExp(`<svg[^>]*aria-labelledby="${id}-title".*?</svg>`, "s").exec(part)?.[0] ?? "";
  const cases = [
    ["by-experiment-chart", leaderboard.entries.filter(({ algorithm }) => algorithm === "xgboost")],
    ["by-algorithm-chart", leaderboard.entries.filter(({ experiment }) => experiment === "E5_full")],
  ] as const;
  for (const [id, entries] of cases) {
    const drawing = drawingOf(id);
    expect(drawing.match(/class="whisker/g)).toHaveLength(entries.length);
    const end = Math.ceil(Math.max(...entries.map(({ prAuc }) => prAuc.high)) * 10) / 10;
    for (const { prAuc } of entries) {
      const at = (value: number) => `${((value / end) * 100).toFixed(2)}%`;
      expect(drawing).toContain(`x1="${at(prAuc.low)}" x2="${at(prAuc.high)}"`);
      expect(drawing).toContain(`cx="${at(prAuc.value)}"`);
    }
    expect(visibleText(drawing)).toMatch(/\(chosen\)/);
  }
  const labels = [...drawingOf("by-experiment-chart").matchAll(/<text class="over"[^>]*>([^<]*)</g)];
  expect(labels.map(([, label]) => label)).toEqual(["E0_baseline", "E4_add_sentiment", "E5_full (chosen)"]);
});

it("says what each step adds, and calls a tie a tie", async () => {
  const { part } = await (await servedParts(folder))("leaderboard");
  const verdictOf = ({ low, high }: { low: number; high: number }) =>
    low > 0 ? "better" : high < 0 ? "worse" : "tie";
  const tables = ["experiments", "algorithms", "others"].map((id) =>
    visibleText(new RegExp(`<div[^>]*aria-labelledby="steps-${id}".*?</table>`, "s").exec(part)?.[0] ?? ""),
  );
  const [experiments = "", algorithms = "", others = ""] = tables;
  for (const { from, to, difference } of leaderboard.comparisons) {
    const figures = `${verdictOf(difference)} ${signed(difference.value)} (${signed(difference.low)} – ${signed(difference.high)})`;
    if (from.algorithm === "xgboost" && to.algorithm === "xgboost")
      expect(experiments).toContain(`${from.experiment} ${to.experiment} ${figures}`);
    else if (from.experiment === to.experiment)
      expect(algorithms).toContain(`${names[from.algorithm]} ${names[to.algorithm]} ${figures}`);
    else
      expect(others).toContain(
        `${names[from.algorithm]} on ${from.experiment} ${names[to.algorithm]} on ${to.experiment} ${figures}`,
      );
  }
  const verdicts = leaderboard.comparisons.map(({ difference }) => verdictOf(difference));
  expect(new Set(verdicts)).toEqual(new Set(["better", "tie", "worse"]));
});

it("says in Spanish what it says in English, and marks what the pipeline wrote", async () => {
  const { part } = await (await servedParts(folder))("leaderboard", "es");
  const page = visibleText(part);
  expect(page).toContain("Preferido y elegido: XGBoost con E5_full.");
  expect(page).toContain("bosque aleatorio con E0_baseline");
  expect(page).toContain(leaderboard.entries[0]?.prAuc.value.toFixed(4).replace(".", ","));
  expect(part).toContain(`<span lang="en">${leaderboard.selection.reason}</span>`);
  expect(page).not.toContain("tie with");
});

it("says why another than the preferred one was chosen", async () => {
  const root = temporaryFolder();
  const lake = await trainedLake(root);
  const selection = {
    ...leaderboard.selection,
    preferred: { experiment: "E0_baseline", algorithm: "xgboost" },
    reason: "xgboost on E5_full is better.",
  };
  await lake.text(`${ARTIFACT}/${LEADERBOARD_FILE}`, jsonText({ ...leaderboard, selection }));
  const page = visibleText((await (await servedParts(root))("leaderboard")).part);
  expect(page).toContain("Preferred: XGBoost on E0_baseline. Chosen: XGBoost on E5_full, which is shown");
  expect(page).toContain("XGBoost on E0_baseline preferred 0.");
  expect(page).toContain("xgboost on E5_full is better.");
});

it("says that another is shown to be better than the one that was asked for", async () => {
  const root = temporaryFolder();
  const lake = await trainedLake(root);
  const selection = {
    ...leaderboard.selection,
    passedOver: { experiment: "E4_add_sentiment", algorithm: "xgboost" },
  };
  await lake.text(`${ARTIFACT}/${LEADERBOARD_FILE}`, jsonText({ ...leaderboard, selection }));
  const parts = await servedParts(root);
  expect(visibleText((await parts("leaderboard")).part)).toContain(
    "Asked for and kept: XGBoost on E5_full, although XGBoost on E4_add_sentiment is shown to be better.",
  );
  expect(visibleText((await parts("leaderboard", "es")).part)).toContain(
    "Pedido y conservado: XGBoost con E5_full, aunque XGBoost con E4_add_sentiment es mejor de forma demostrada.",
  );
});

it("says why no leaderboard was held, and that older trainings held none", async () => {
  const root = temporaryFolder();
  const lake = await judgedLake(root);
  const before = visibleText((await (await servedParts(root))("leaderboard")).part);
  expect(before).toContain("the leaderboard of the training is missing");
  const reason = "The training part has 64 churners: with fewer than <100> no comparison would tell.";
  await lake.text(`${ARTIFACT}/${LEADERBOARD_FILE}`, jsonText({ held: false, reason }));
  const { part } = await (await servedParts(root))("leaderboard");
  expect(visibleText(part)).toContain("No leaderboard was held");
  expect(part).toContain("with fewer than &lt;100&gt; no comparison");
});

it("shows nothing of a run whose leaderboard is damaged, as with its other documents", async () => {
  const root = temporaryFolder();
  const lake = await judgedLake(root);
  await lake.text(`${ARTIFACT}/${LEADERBOARD_FILE}`, jsonText({ held: true, rows: "many" }));
  const { get } = await serve(root);
  const { status, text } = await get("/model");
  expect(status).toBe(503);
  expect(visibleText(text)).toContain(`${ARTIFACT}/${LEADERBOARD_FILE} is not a leaderboard.`);
});
