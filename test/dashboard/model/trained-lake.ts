import { artifactFiles, LEADERBOARD_FILE } from "../../../configs/artifact.ts";
import { jsonText } from "../../../runtime/json.ts";
import { artifactSchema } from "../../../runtime/model/artifact.ts";
import { fitConformal } from "../../../runtime/model/conformal.ts";
import { coverageOf } from "../../../runtime/model/coverage.ts";
import { curveBands } from "../../../runtime/model/curve-bands.ts";
import { comparePerformances, type Performance } from "../../../runtime/model/leaderboard/compare.ts";
import {
  type EntryName,
  type Leaderboard,
  leaderboardSchema,
} from "../../../runtime/model/leaderboard/schema.ts";
import { selectEntry } from "../../../runtime/model/leaderboard/select.ts";
import { operatingPointSchema } from "../../../runtime/model/operating-points.ts";
import { originalProcedureSchema } from "../../../runtime/model/original-procedure.ts";
import { serve } from "../serve.ts";
import type { SmallLake } from "../small-lake.ts";
import { EVALUATION, evaluation, holdout, judgedLake, RUN } from "./judged-lake.ts";

/** A lake whose training told all that trainings now find out, by the pipeline's own schemas and functions. */

const probabilities = Float64Array.from(holdout, ({ churn_proba }) => churn_proba);
const labels = Uint8Array.from(holdout, ({ churn }) => churn);
const drawing = { resamples: 100, confidence: 0.95, seed: 1 };

/** The same order of customers with some of them shuffled: the more, the worse. */
const blurred = (every: number) =>
  probabilities.map((probability, row) => (row % every === 0 ? ((row * 31) % 97) / 97 : probability));

/** Contestants of two experiments and two algorithms; E5_full leads by a hair. */
const performances: readonly Performance[] = [
  {
    experiment: "E5_full",
    algorithm: "xgboost",
    features: 56,
    classWeighting: "none",
    probabilities: blurred(40),
  },
  {
    experiment: "E0_baseline",
    algorithm: "xgboost",
    features: 15,
    classWeighting: "none",
    probabilities: blurred(2),
  },
  {
    experiment: "E4_add_sentiment",
    algorithm: "xgboost",
    features: 50,
    classWeighting: "none",
    probabilities,
  },
  {
    experiment: "E5_full",
    algorithm: "random_forest",
    features: 56,
    classWeighting: "balanced",
    probabilities: blurred(3),
  },
  {
    experiment: "E0_baseline",
    algorithm: "random_forest",
    features: 15,
    classWeighting: "balanced",
    probabilities: blurred(2),
  },
];
const named = (experiment: string, algorithm: EntryName["algorithm"]): EntryName => ({
  experiment,
  algorithm,
});
const preferred = named("E5_full", "xgboost");
const pairs = [
  { from: named("E0_baseline", "xgboost"), to: named("E4_add_sentiment", "xgboost") },
  { from: named("E4_add_sentiment", "xgboost"), to: preferred },
  { from: named("E5_full", "random_forest"), to: preferred },
  { from: preferred, to: named("E5_full", "random_forest") },
  { from: named("E0_baseline", "random_forest"), to: named("E5_full", "random_forest") },
];
const against = performances.slice(1).map(({ experiment, algorithm }) => ({
  from: preferred,
  to: named(experiment, algorithm),
}));
const compared = comparePerformances(performances, labels, { pairs, challenges: against }, drawing);

/** The leaderboard of the training. */
export const leaderboard = {
  held: true,
  rows: 1500,
  trainingRows: 1600,
  churners: 151,
  folds: 5,
  intervals: { method: "paired percentile bootstrap, stratified by class", confidence: 0.95, resamples: 100 },
  entries: compared.entries,
  comparisons: compared.comparisons,
  selection: selectEntry(compared.entries, compared.challenges, preferred, { mayDiffer: true }),
} satisfies Leaderboard;

const around = (value: number, half: number) => ({ value, low: value - half, high: value + half });

/** What the evaluation tells beside what evaluations told before. */
export const trained = {
  ...evaluation,
  curves: curveBands({ probabilities, labels }, drawing),
  operatingPoints: [
    {
      rule: "recall",
      threshold: 0.2468,
      called: 111,
      precision: around(0.5123, 0.03),
      recall: around(0.7012, 0.04),
      profitPerCustomerEur: around(0.4321, 0.21),
    },
    {
      rule: "profit",
      threshold: 0.4671,
      called: 77,
      precision: around(0.8286, 0.05),
      recall: around(0.525, 0.06),
      profitPerCustomerEur: around(0.5004, 0.2),
    },
  ].map((point) => operatingPointSchema.parse(point)),
  coverage: coverageOf(fitConformal(probabilities, labels, 0.9), { probabilities, labels }),
  originalProcedure: originalProcedureSchema.parse({
    threshold: 0.3579,
    promised: { precision: 0.6111, recall: 0.7003 },
    shipped: {
      precision: around(0.8222, 0.03),
      recall: around(0.4333, 0.05),
      brier: around(0.0777, 0.01),
      calibrationError: around(0.0444, 0.01),
    },
    raw: { precision: around(0.5999, 0.03), recall: around(0.6888, 0.05) },
    highestProbability: 0.6789,
  }),
  gate: [
    ...evaluation.gate,
    {
      name: "leakage",
      limit: 0.95,
      value: 0.7668,
      passed: true,
      sentence: "No single feature tells the outcome: sentiment_label comes nearest, with an AUC of 0.767.",
    },
  ],
  warnings: [
    "Of the 557 customers with <sentiment> = negative 99.3 % churned: find out.",
    "Another warning.",
  ],
};

/** What the training found out, in the artifact. */
export const findings = artifactSchema.shape.findings.unwrap().parse({
  calibration: {
    chosen: "sigmoid",
    reason: "The Brier score does not tell it from beta, which has the lowest; this one is simpler.",
    candidates: [
      {
        method: "sigmoid",
        brier: 0.044694,
        differenceToBest: { low: -0.00001, high: 0.00004 },
        calibrationError: 0.0028,
      },
      { method: "beta", brier: 0.04468, differenceToBest: { low: 0, high: 0 }, calibrationError: 0.0027 },
      {
        method: "isotonic",
        brier: 0.044763,
        differenceToBest: { low: 0.000012, high: 0.000236 },
        calibrationError: 0.0019,
      },
    ],
  },
  profitThreshold: {
    threshold: 0.4671,
    profitPerCustomerEur: 0.55,
    precision: 0.83,
    recall: 0.52,
    action: "offer_medium",
    saveRate: 0.3,
    horizonMonths: 24,
    offerMonths: 12,
    costShare: 0.15,
  },
  leakage: {
    features: [
      { feature: "sentiment_label", rocAuc: 0.7668 },
      { feature: "tenure_months", rocAuc: 0.6123 },
    ],
    pureLevels: [
      { feature: "sentiment_label", level: "positive", rows: 2391, churners: 0, churnRate: 0 },
      { feature: "sentiment_label", level: "<b>", rows: 557, churners: 553, churnRate: 553 / 557 },
    ],
  },
  ablation: {
    without: ["sentiment_label", "is_dual_fuel"],
    prAuc: 0.7533,
    prAucWithout: 0.6923,
    difference: { value: -0.061, low: -0.0702, high: -0.0526 },
  },
});

export const ARTIFACT = `models/${RUN}/artifact`;

/** A lake with all of it. */
export async function trainedLake(root: string): Promise<SmallLake> {
  const lake = await judgedLake(root);
  await lake.text(`${EVALUATION}/evaluation.json`, jsonText(trained));
  await lake.text(`${ARTIFACT}/${artifactFiles.facts}`, jsonText({ artifactVersion: 2, findings }));
  await lake.text(`${ARTIFACT}/${LEADERBOARD_FILE}`, jsonText(leaderboardSchema.parse(leaderboard)));
  return lake;
}

/** Serves a lake and gives out parts of its page, in English or Spanish, without tags. */
export async function servedParts(root: string) {
  const { get } = await serve(root);
  return async (id: string, language = "en") => {
    const { status, text } = await get("/model", { headers: { "Accept-Language": language } });
    if (status !== 200) throw new Error(`The page answers ${status}.`);
    return { part: new RegExp(`<section[^>]* id="${id}">.*?</section>`, "s").exec(text)?.[0] ?? "", text };
  };
}
