import { cpSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { jsonText } from "../../../runtime/json.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { SmallLake } from "../small-lake.ts";
import {
  card,
  churned,
  EVALUATION,
  evaluation,
  holdout,
  type Judged,
  judgedLake,
  RUN,
  scored,
  THRESHOLD,
  tellOutcomes,
} from "./judged-lake.ts";

const folder = sharedFolder();
beforeAll(async () => {
  await judgedLake(folder);
});

/** The lake, or a copy of it with a change. */
async function served(change?: (lake: SmallLake) => Promise<void>) {
  if (change === undefined) return serve(folder);
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  await change(await SmallLake.at(copy));
  return serve(copy);
}

const four = (value: number | undefined) => (value ?? Number.NaN).toFixed(4);
const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

/** How many customers of the holdout fit. */
const count = (fits: (judged: Judged) => boolean) => holdout.filter(fits).length;
function confusionAt(threshold: number) {
  const called = ({ churn_proba }: Judged) => churn_proba >= threshold;
  return {
    tp: count((judged) => judged.churn === 1 && called(judged)),
    fp: count((judged) => judged.churn === 0 && called(judged)),
    fn: count((judged) => judged.churn === 1 && !called(judged)),
    tn: count((judged) => judged.churn === 0 && !called(judged)),
  };
}

it("shows the metrics with their intervals, the threshold, the model and its holdout", async () => {
  const { get } = await served();
  const { status, text } = await get("/model");
  expect(status).toBe(200);
  const page = visibleText(text);
  for (const [label, name] of [
    ["PR-AUC", "prAuc"],
    ["ROC-AUC", "rocAuc"],
    ["Precision", "precision"],
    ["Recall", "recall"],
  ] as const) {
    const { value, low, high } = evaluation.metrics[name];
    expect(page).toContain(`${label} ${four(value)} 95 % interval ${four(low)} to ${four(high)}`);
  }
  expect(page).toContain(`Threshold ${THRESHOLD}`);
  expect(page).toContain(`Model ${RUN} E5_full, data as of 31 Dec 2024; XGBoost, 600 trees of depth 3`);
  const { rows, churners } = evaluation.holdout;
  expect(page).toContain(
    `Holdout ${rows} customers kept away from training; ${churners} left (${share(churners, rows)})`,
  );
  // All nine, in the drawing and in the table behind it.
  for (const { value, low, high } of Object.values(evaluation.metrics))
    expect(page).toContain(`${four(value)} ${four(low)} ${four(high)}`);
});

it("counts right and wrong calls at exactly the shipped threshold", async () => {
  const { get } = await served();
  const { text } = await get("/model");
  const page = visibleText(text);
  const { tp, fp, fn, tn } = confusionAt(THRESHOLD);
  expect(page).toContain(`${holdout.length} customers of the holdout at the threshold 0.2468`);
  expect(page).toContain("Outcome Predicted No Churn Predicted Churn");
  expect(page).toContain(`Actual No Churn ${tn} ${share(tn, tn + fp)} ${fp} ${share(fp, tn + fp)}`);
  expect(page).toContain(`Actual Churn ${fn} ${share(fn, fn + tp)} ${tp} ${share(tp, fn + tp)}`);
  expect(page).toContain("This is the shipped threshold.");
  expect(page).toContain(`Precision ${four(evaluation.metrics.precision.value)} Recall`);
  expect(text).toMatch(
    /<input id="threshold" type="range" name="threshold" min="0" max="1" step="0.01" value="0.25"/,
  );
  expect(text).toMatch(/<output id="threshold-value" for="threshold">0.2468<\/output>/);
  expect(page).not.toContain("Tried (");
});

it.each([0, 0.4, 0.77, 1])("shows what a threshold of %d changes", async (threshold) => {
  const { get } = await served();
  const page = visibleText((await get(`/model?threshold=${threshold}`)).text);
  const [shipped, tried] = [confusionAt(THRESHOLD), confusionAt(threshold)];
  const precision = ({ tp, fp }: typeof tried) => (tp + fp === 0 ? 0 : tp / (tp + fp));
  const recall = ({ tp, fn }: typeof tried) => tp / (tp + fn);
  const signed = (value: number, digits: number) => {
    const text = value.toFixed(digits);
    return Number(text) === 0 ? (0).toFixed(digits) : value > 0 ? `+${text}` : text;
  };
  const line = (label: string, of: (confusion: typeof tried) => number, digits: number) =>
    `${label} ${of(shipped).toFixed(digits)} ${of(tried).toFixed(digits)} ${signed(of(tried) - of(shipped), digits)}`;
  expect(page).toContain(`Shipped (0.2468) Tried (${threshold.toFixed(2)}) Change`);
  expect(page).toContain(line("Precision", precision, 4));
  expect(page).toContain(line("Recall", recall, 4));
  expect(page).toContain(line("F1", ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn), 4));
  expect(page).toContain(line("Customers called, of the holdout", ({ tp, fp }) => tp + fp, 0));
  expect(page).toContain(line("Called in vain", ({ fp }) => fp, 0));
  expect(page).toContain(line("Churners missed", ({ fn }) => fn, 0));
  const called = (from: number) => scored.filter(({ churn_proba }) => churn_proba >= from).length;
  expect(page).toContain(
    `Customers called, of all scored ${called(THRESHOLD)} ${called(threshold)} ${signed(called(threshold) - called(THRESHOLD), 0)}`,
  );
});

it.each(["-0.1", "1.01", "much"])("refuses the threshold %s in words", async (threshold) => {
  const { get } = await served();
  const { status, text } = await get(`/model?threshold=${threshold}`);
  expect(status).toBe(400);
  expect(visibleText(text)).toContain("threshold must be a number from 0 to 1");
});

it("draws each curve from the holdout, with the shipped threshold on it", async () => {
  const { get } = await served();
  const { text } = await get("/model");
  const page = visibleText(text);
  const { tp, fp, fn, tn } = confusionAt(THRESHOLD);
  const rows = holdout.length;
  const churners = tp + fn;
  const operating = [
    ["pr-chart", tp / churners],
    ["roc-chart", fp / (fp + tn)],
    ["gain-chart", (tp + fp) / rows],
    ["calibration-chart", THRESHOLD],
  ] as const;
  for (const [id, x] of operating) {
    const drawing =
      new RegExp(`<svg[^>]*aria-labelledby="${id}-title".*?</figure>`, "s").exec(text)?.[0] ?? "";
    expect(drawing).toContain("dashed");
    const left = Number(/class="grid" x1="([\d.]+)%"/.exec(drawing)?.[1]);
    const mark = Number(/class="mark" x1="([\d.]+)%"/.exec(drawing)?.[1]);
    expect((mark - left) / (100 - left)).toBeCloseTo(x, 3);
  }
  // The highest tenth of the scale, from the customers themselves.
  const last = holdout.filter(({ churn_proba }) => churn_proba >= 0.9);
  const left = last.filter(({ churn }) => churn === 1).length;
  const mean = last.reduce((sum, { churn_proba }) => sum + churn_proba, 0) / last.length;
  expect(page).toContain(`90 % – 100 % ${last.length} ${left} ${share(mean, 1)} ${share(left, last.length)}`);
  expect(page).toContain(`at random (${share(churners, rows)})`);
  expect(page).not.toContain("The evaluation kept no scores");
});

it("tells the parts of the customers apart, and marks where the model is weaker in words", async () => {
  const { get } = await served();
  const page = visibleText((await get("/model")).text);
  expect(page).toContain("1 of 2 parts stand out");
  expect(page).toContain(
    "Residential weaker 311 13.2 % 0.654 (0.604 – 0.704) 0.543 (0.493 – 0.593) 0.765 (0.715 – 0.815) -1.2 (-3.4 – +1.5)",
  );
  expect(page).toContain("— 61 4.9 % — — — +2.0 (+1.0 – +3.0)");
  expect(page).toContain("28 more customers are in parts with fewer than 50");
});

it("shows every feature by its share of the gain, the largest first", async () => {
  const { get } = await served();
  const page = visibleText((await get("/model")).text);
  expect(page).toContain("The 3 most important of 3 features: together 100.0 % of the gain");
  expect(page).toContain(
    "Tone of the last conversation 62.5 % 2B category Months as a customer 25.0 % 1A number Electricity and gas 12.5 % 1A yes or no",
  );
});

it("says what the gate decided, rule by rule, and against which champion", async () => {
  const { get } = await served();
  const english = visibleText((await get("/model")).text);
  expect(english).toContain("Promoted: every rule of the gate was kept.");
  expect(english).toContain("PR-AUC, at least 0.7 0.7512 ✓ kept");
  expect(english).toContain("Recall, its interval up to at least 0.7 0.6519 ✗ broken");
  for (const { sentence } of evaluation.gate) expect(english).toContain(sentence);
  expect(english).toContain("constructor 1 2 ✓ kept");
  expect(english).toContain(
    "The champion was E3_old as of 30 Jun 2024; both were measured on the same 350 customers, 33 of whom left. 50 holdout rows",
  );
  expect(english).toContain("0.751 0.742 +0.009 (-0.012 – +0.032) a tie");
  const spanish = visibleText((await get("/model", { headers: { "Accept-Language": "es" } })).text);
  expect(spanish).toContain("PR-AUC en la reserva es 0,7512, al menos el 0,7 pedido.");
  expect(spanish).not.toContain("at least");
  expect(spanish).toContain("Matriz de confusión");
});

it("tells a person's decision from the gate's", async () => {
  const { get } = await served(async (lake) => {
    await lake.text(`${EVALUATION}/evaluation.json`, jsonText({ ...evaluation, promote: false }));
  });
  const page = visibleText((await get("/model")).text);
  expect(page).toContain("Not promoted: a rule of the gate was broken.");
  expect(page).toContain("A person has decided since: the model is approved.");
});

it("calls candidates that cannot be told apart a tie", async () => {
  const { get } = await served();
  const page = visibleText((await get("/model")).text);
  expect(page).toContain("On the 1,600 training customers");
  expect(page).toContain("none: every customer counts once chosen 0.7533 0.1561 leads");
  expect(page).toContain(
    "balanced: both outcomes weigh the same 0.7525 -0.0032 – +0.0016 0.1562 tie with the leader",
  );
  expect(page).toContain("other 0.6011 -0.2000 – -0.1000 0.2000 below the leader");
});

it("lists the registered versions with the champion of now", async () => {
  const { get } = await served((lake) => lake.crown("run-2"));
  const page = visibleText((await get("/model")).text);
  const { value, low, high } = evaluation.metrics.prAuc;
  const three = (figure: number) => figure.toFixed(3);
  expect(page).toContain("2 in the registry");
  expect(page).toContain(
    `run-1 scored these customers approved ${three(value)} (${three(low)} – ${three(high)}) leads`,
  );
  expect(page).toContain("run-2 champion approved — interval not known — — — E5_full 2 Jan 2025");
});

it("shows the card, and gives it out as it lies in the lake", async () => {
  const { get } = await served();
  const page = visibleText((await get("/model")).text);
  expect(page).toContain(
    "Customers trained on 1,600 of whom left 160 (10.0 %) Customers of the holdout 400 of whom left",
  );
  expect(page).toContain("Customers without outcome 7");
  expect(page).toContain("Trees 600 Depth 3 Learning rate 0.02 Class weightings tried none, balanced");
  expect(page).toContain("Method sigmoid Slope 1.218 Intercept 0.3812");
  expect(page).toContain(`Gold table: ${card.data.goldSha256} Trees of the model: ${card.model.modelSha256}`);
  const file = await get("/model/card.json");
  expect(file.status).toBe(200);
  expect(file.text).toBe(jsonText(card));
  expect(file.headers.get("Content-Disposition")).toBe("attachment; filename=card.json");
  expect(file.headers.get("Content-Type")).toMatch(/^application\/json/);
});

it("says what an older run lacks, and shows the rest", async () => {
  const { slices: _, gate: __, comparison: ___, promote: ____, ...older } = evaluation;
  const { get } = await served(async (lake) => {
    await lake.text(`${EVALUATION}/evaluation.json`, jsonText(older));
    lake.remove(`${EVALUATION}/card.json`);
    lake.remove(`${EVALUATION}/holdout_scores.parquet`);
  });
  const { status, text } = await get("/model");
  expect(status).toBe(200);
  const page = visibleText(text);
  expect(page).toContain("the scores of the holdout is missing");
  expect(page).toContain("the model card is missing");
  expect(page).toContain("the judgement of the model for parts of the customers is missing");
  expect(page).toContain("Actual No Churn 14 53.8 % 12 46.2 %");
  expect(page).toContain("The evaluation holds no decision.");
  expect((await get("/model/card.json")).status).toBe(404);
});

it("draws an older run's curves from the scored customers that training did not see", async () => {
  const { get } = await served(tellOutcomes);
  const page = visibleText((await get("/model?threshold=0.5")).text);
  const unseen = scored
    .map(({ model_part, churn_proba }, index) => ({ model_part, churn_proba, churn: churned(index) }))
    .filter(({ model_part }) => model_part === "holdout");
  const of = (churn: number, called: boolean) =>
    unseen.filter((row) => row.churn === churn && row.churn_proba >= 0.5 === called).length;
  expect(page).toContain(`from the ${unseen.length} customers of the holdout among those scored`);
  const [tn, fp, fn, tp] = [of(0, false), of(0, true), of(1, false), of(1, true)];
  expect(page).toContain(`Actual No Churn ${tn} ${share(tn, tn + fp)} ${fp} ${share(fp, tn + fp)}`);
  expect(page).toContain(`Actual Churn ${fn} ${share(fn, fn + tp)} ${tp} ${share(tp, fn + tp)}`);
});

it("shows the rest while the registry cannot be read", async () => {
  const { get } = await served(async (lake) => {
    await lake.text(`models/${RUN}/registration.json`, "{");
  });
  const { status, text } = await get("/model");
  expect(status).toBe(200);
  expect(visibleText(text)).toContain("The registry cannot be read at this moment.");
});

it("says what to do where no run has been published", async () => {
  const lake = await SmallLake.at(temporaryFolder());
  const { get } = await serve(lake.root);
  const { text } = await get("/model");
  expect(visibleText(text)).toContain("No run has been published yet Run npm start");
});
