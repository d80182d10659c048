import { beforeAll, describe, expect, it } from "vitest";
import { jsonText } from "../../../runtime/json.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { visibleText } from "../serve.ts";
import { card, EVALUATION, holdout, judgedLake, tellOutcomes } from "./judged-lake.ts";
import { findings, servedParts, trained, trainedLake } from "./trained-lake.ts";

/** What an evaluation and a training tell beside the metrics, against their documents. */

const folder = sharedFolder();
beforeAll(async () => {
  await trainedLake(folder);
});

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const four = (value: number) => value.toFixed(4);
const euros = (value: number) => `€${value.toFixed(2)}`;
const within = ({ value, low, high }: Interval, written: (value: number) => string) =>
  `${written(value)} (${written(low)} – ${written(high)})`;
const textOf = async (id: string, language?: string) =>
  visibleText((await (await servedParts(folder))(id, language)).part);

it("draws the band of each curve at even steps, with its figures in a table", async () => {
  const { part } = await (await servedParts(folder))("curves");
  for (const [id, band] of [
    ["pr", trained.curves.precisionRecall],
    ["roc", trained.curves.roc],
    ["gain", trained.curves.gain],
  ] as const) {
    const chart =
      new RegExp(`<svg[^>]*aria-labelledby="${id}-chart-title".*?</figure>`, "s").exec(part)?.[0] ?? "";
    const outline = /<path class="band one" d="M([^"]*)Z"/.exec(chart)?.[1]?.split("L") ?? [];
    // Up along the upper ends, back along the lower ones; the drawing is 1000 units wide and 200 high.
    const ends = [
      ...band.map(({ x, high }) => [x, high] as const),
      ...band.toReversed().map(({ x, low }) => [x, low] as const),
    ];
    expect(outline).toEqual(ends.map(([x, y]) => `${(x * 1000).toFixed(1)} ${(200 * (1 - y)).toFixed(1)}`));
    const table = visibleText(chart);
    for (const { x, ...estimate } of band)
      expect(table).toContain(`${percent(x)} ${within(estimate, percent)}`);
    expect(table).toContain("The band is the 95 % interval of each point by itself.");
  }
});

it("draws no band beside a curve that is made of other scores", async () => {
  const root = temporaryFolder();
  await tellOutcomes(await trainedLake(root));
  const { part } = await (await servedParts(root))("curves");
  expect(visibleText(part)).toContain("customers of the holdout among those scored");
  expect(part).toContain('aria-labelledby="roc-chart-title"');
  expect(part).not.toContain("The band is the");
  expect(part).not.toContain('id="roc-figure-more"');
});

it("shows both thresholds with their intervals and what was assumed", async () => {
  const page = await textOf("points");
  for (const { rule, threshold, called, ...figures } of trained.operatingPoints)
    expect(page).toContain(
      `${rule === "recall" ? "recall (shipped)" : "expected profit"} ${four(threshold)} ${called} ${within(figures.precision, percent)} ${within(figures.recall, percent)} ${within(figures.profitPerCustomerEur, euros)}`,
    );
  expect(page).toContain(
    "gets the same offer (Medium Retention Offer); it keeps 30.0 % of those who would leave, whose margin counts for 24 months; it costs 15.0 % of the monthly margin for 12 months",
  );
});

it("shows what this model and the procedure before promised and kept", async () => {
  const root = temporaryFolder();
  const lake = await trainedLake(root);
  const outOfFold = { precision: 0.5432, recall: 0.7013, brier: 0.0611, calibrationError: 0.0123 };
  await lake.text(`${EVALUATION}/card.json`, jsonText({ ...card, outOfFold }));
  const page = visibleText((await (await servedParts(root))("before")).part);
  const { promised, shipped, raw, highestProbability, threshold } = trained.originalProcedure;
  const { metrics } = trained;
  for (const [label, name] of [
    ["Precision", "precision"],
    ["Recall", "recall"],
  ] as const)
    expect(page).toContain(
      `${label} ${percent(promised[name])} ${within(shipped[name], percent)} ${within(raw[name], percent)} ${percent(outOfFold[name])} ${within(metrics[name], percent)}`,
    );
  for (const [label, name] of [
    ["Brier score", "brier"],
    ["Calibration error", "calibrationError"],
  ] as const)
    expect(page).toContain(
      `${label} — ${within(shipped[name], four)} — ${four(outOfFold[name])} ${within(metrics[name], four)}`,
    );
  const highest = Math.max(...holdout.map(({ churn_proba }) => churn_proba));
  expect(page).toContain(
    `Highest probability — ${percent(highestProbability)} — — ${highest === 1 ? "100.0 %" : percent(highest)}`,
  );
  expect(page).toContain(`Threshold ${four(threshold)} ${four(threshold)} ${four(threshold)} 0.2468 0.2468`);
  expect(page).toContain(
    `The procedure before promised a recall of ${percent(promised.recall)} and kept ${percent(shipped.recall.value)}, which is less`,
  );
  const { recall } = metrics;
  const ours = outOfFold.recall > recall.high ? "less" : outOfFold.recall < recall.low ? "more" : "as";
  expect(page).toContain(
    {
      less: `This model promised 70.1 % and kept ${percent(recall.value)}: less, too.`,
      as: `This model promised 70.1 % and kept ${percent(recall.value)}: the promise lies within the interval.`,
      more: `This model promised 70.1 % and reached ${percent(recall.value)}: more.`,
    }[ours],
  );
});

it.each([
  [0.45, "and kept 43.3 %, which does not contradict it."],
  [0.2, "and reached 43.3 %, which is more"],
])("tells a promise of %d kept, or more than kept", async (recall, sentence) => {
  const root = temporaryFolder();
  const lake = await trainedLake(root);
  const originalProcedure = { ...trained.originalProcedure, promised: { precision: 0.6, recall } };
  await lake.text(`${EVALUATION}/evaluation.json`, jsonText({ ...trained, originalProcedure }));
  const page = visibleText((await (await servedParts(root))("before")).part);
  expect(page).toContain(sentence);
});

it("shows the ways of calibration, and how often prediction sets hold the outcome", async () => {
  const page = await textOf("probabilities");
  expect(page).toContain("sigmoid chosen 0.044694 -0.000010 – +0.000040 0.0028 tie with the lowest");
  expect(page).toContain("beta 0.044680 0.0027 lowest");
  expect(page).toContain("isotonic 0.044763 +0.000012 – +0.000236 0.0019 worse than the lowest");
  expect(page).toContain(findings.calibration.reason);
  const { churned, stayed } = trained.coverage;
  for (const [label, { rows, covered, sets, low, high }] of [
    ["Left", churned],
    ["Stayed", stayed],
  ] as const) {
    const said = high < 0.9 ? "less than asked for" : low > 0.9 ? "more than" : "as asked for";
    expect(page).toContain(
      `${label} ${rows} ${covered} ${within({ value: covered / rows, low, high }, percent)} ${said}`,
    );
    expect(page).toContain(`${sets.churns} ${sets.stays} ${sets.uncertain} ${sets.unusual}`);
  }
  const open = [churned, stayed].reduce((sum, { sets }) => sum + sets.uncertain + sets.unusual, 0);
  expect(page).toContain(
    `The model cannot call ${open} of the ${holdout.length} customers of the holdout (${percent(open / holdout.length)})`,
  );
});

it("shows features that may know too much, and the model without them", async () => {
  const { part } = await (await servedParts(folder))("leakage");
  const page = visibleText(part);
  expect(page).toContain("Tone of the last conversation 0.767 Months as a customer 0.612");
  expect(page).toContain("Tone of the last conversation positive 2,391 0 0.0 %");
  expect(page).toContain("557 553 99.3 %");
  expect(part).toContain("&lt;b&gt;");
  expect(page).toContain(
    "Without “Tone of the last conversation” and “Electricity and gas” PR-AUC out of fold is 0.692 in place of 0.753: a difference of -0.061 (-0.070 – -0.053).",
  );
});

it("lists warnings beside the gate, escaped, and marked as English for others", async () => {
  const parts = await servedParts(folder);
  const { part } = await parts("gate");
  expect(part).toContain(
    "<li>Of the 557 customers with &lt;sentiment&gt; = negative 99.3 % churned: find out.</li>",
  );
  expect(visibleText(part)).toContain("Another warning.");
  const spanish = (await parts("gate", "es")).part;
  expect(visibleText(spanish)).toContain("ROC-AUC de una sola variable, como máximo 0,95 0,7668 ✓ cumplida");
  expect(visibleText(spanish)).toContain("tiene una ROC-AUC de 0,7668, dentro del 0,95 permitido.");
  expect(spanish).toContain('<li><span lang="en">Another warning.</span></li>');
});

describe("in Spanish", () => {
  it.each([
    ["points", "Umbral por", "exhaustividad (en uso)"],
    ["before", "prometía una exhaustividad del 70,0 %", "Probabilidad más alta"],
    ["probabilities", "empate con el más bajo", "El modelo no puede pronunciarse sobre"],
    ["before", "su intervalo se inclina hacia arriba y puede quedar por completo por encima del valor"],
    ["leakage", "en lugar de 0,753", "Variables que quizá saben demasiado"],
  ])("%s is told in its words", async (id, ...texts) => {
    const page = await textOf(id, "es");
    for (const text of texts) expect(page).toContain(text);
  });
});

it("says what older runs lack, and what could not be found out", async () => {
  const root = temporaryFolder();
  const lake = await judgedLake(root);
  const parts = await servedParts(root);
  const text = async (id: string) => visibleText((await parts(id)).part);
  expect(await text("points")).toContain("the comparison of thresholds is missing");
  expect(await text("before")).toContain("the replay of the procedure before is missing");
  expect(await text("probabilities")).toContain("what the training found out is missing");
  expect(await text("probabilities")).toContain("the coverage of the prediction sets is missing");
  expect(await text("leakage")).toContain("what the training found out is missing");
  expect(await text("gate")).toContain("the list of warnings is missing");
  await lake.text(
    `${EVALUATION}/evaluation.json`,
    jsonText({ ...trained, originalProcedure: null, warnings: [] }),
  );
  const newer = await servedParts(root);
  expect(visibleText((await newer("before")).part)).toContain("The procedure before was not replayed");
  expect(visibleText((await newer("gate")).part)).toContain("Warnings There are none.");
});
