import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { holdoutScores } from "../../../configs/model-tables.ts";
import { isoDate } from "../../../configs/names.ts";
import { scoredCustomers } from "../../../configs/scored-tables.ts";
import { jsonText } from "../../../runtime/json.ts";
import { metricEstimates } from "../../../runtime/model/metrics/metrics.ts";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { writeTable } from "../../../runtime/table/write-table.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";

/** A lake whose model was judged on a holdout of which the tests know every customer. */

export const RUN = "run-1";
/** Shipped, and between two hundredths. */
export const THRESHOLD = 0.2468;

/** A customer of the holdout: churn is likelier with a higher score, and never sure. */
export interface Judged {
  readonly customer_id: string;
  readonly churn: number;
  readonly churn_proba: number;
}

/** Scores of two decimals, so that many are equal. */
export const holdout: readonly Judged[] = Array.from({ length: 400 }, (_, index) => {
  const probability = ((index * 37) % 101) ** 2 / 10_201;
  const dice = ((index * 7919) % 1000) / 1000;
  return {
    customer_id: `H${String(index).padStart(4, "0")}`,
    churn: Number(dice < probability),
    churn_proba: Math.round(probability * 100) / 100,
  };
});
const churners = holdout.filter(({ churn }) => churn === 1).length;

const interval = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });

/** The evaluation, by the pipeline's own metrics. */
export const evaluation = {
  promote: true,
  reasons: ["PR-AUC on the holdout is fine."],
  experiment: "E5_full",
  asOf: "2024-12-31",
  threshold: THRESHOLD,
  holdout: { rows: holdout.length, churners },
  intervals: { method: "bootstrap", confidence: 0.95, resamples: 100 },
  metrics: metricEstimates(
    {
      probabilities: holdout.map(({ churn_proba }) => churn_proba),
      labels: holdout.map(({ churn }) => churn),
    },
    THRESHOLD,
    10,
    { resamples: 100, confidence: 0.95, seed: 1 },
  ),
  confusion: { truePositives: 11, falsePositives: 12, falseNegatives: 13, trueNegatives: 14 },
  gate: [
    {
      name: "pr_auc",
      limit: 0.7,
      value: 0.7512,
      passed: true,
      sentence: "PR-AUC on the holdout is 0.751, at least the 0.7 asked for.",
    },
    {
      name: "recall",
      limit: 0.7,
      value: 0.6519,
      passed: false,
      sentence: "Recall at the shipped threshold is 0.600 on the holdout.",
    },
    { name: "constructor", limit: 1, value: 2, passed: true, sentence: "A rule that nobody has translated." },
  ],
  comparison: {
    champion: { experiment: "E3_old", asOf: "2024-06-30", modelSha256: "ab" },
    rows: 350,
    churners: 33,
    seenByChampion: 50,
    note: "50 holdout rows that the champion was trained on are left out.",
    candidatePrAuc: 0.7512,
    championPrAuc: 0.7423,
    prAucDifference: { value: 0.0089, low: -0.0123, high: 0.0321 },
  },
  slices: {
    minimumRows: 50,
    minimumChurners: 10,
    intervals: { method: "bootstrap", confidence: 0.95, resamples: 200 },
    columns: [
      {
        column: "segment",
        levels: [
          {
            level: "Residential",
            rows: 311,
            churners: 41,
            churnRate: 41 / 311,
            meanProbability: 0.1,
            calibrationGap: { value: -0.012, low: -0.034, high: 0.015 },
            prAuc: interval(0.6543),
            recall: interval(0.5432),
            precision: interval(0.7654),
            weaker: true,
          },
          {
            level: null,
            rows: 61,
            churners: 3,
            churnRate: 3 / 61,
            meanProbability: 0.1,
            calibrationGap: { value: 0.02, low: 0.01, high: 0.03 },
            prAuc: null,
            recall: null,
            precision: null,
            weaker: false,
          },
        ],
        otherRows: 28,
      },
    ],
  },
};

/** The card: what a reader needs to repeat the model. */
export const card = {
  data: {
    goldSha256: "9f".repeat(32),
    rows: 1600,
    churners: 160,
    holdoutRows: 400,
    holdoutChurners: churners,
    unlabelledRows: 7,
    folds: 5,
  },
  model: {
    experiment: "E5_full",
    asOf: "2024-12-31",
    seed: 42,
    recipe: {
      algorithm: "xgboost",
      trees: 600,
      depth: 3,
      learningRate: 0.02,
      classWeightings: ["none", "balanced"],
    },
    weighting: {
      chosen: "none",
      reason: "It has the lowest log loss.",
      candidates: [
        { classWeighting: "none", prAuc: 0.7533, differenceToBest: { low: 0, high: 0 }, logLoss: 0.1561 },
        {
          classWeighting: "balanced",
          prAuc: 0.7525,
          differenceToBest: { low: -0.0032, high: 0.0016 },
          logLoss: 0.1562,
        },
        { classWeighting: "other", prAuc: 0.6011, differenceToBest: { low: -0.2, high: -0.1 }, logLoss: 0.2 },
      ],
    },
    calibrator: { method: "sigmoid", slope: 1.2184, intercept: 0.3812 },
    threshold: THRESHOLD,
    modelSha256: "cd".repeat(32),
  },
  features: [
    { name: "tenure_months", kind: "numeric", tier: "1A", gainShare: 0.25 },
    { name: "sentiment_label", kind: "category", tier: "2B", gainShare: 0.625 },
    { name: "is_dual_fuel", kind: "flag", tier: "1A", gainShare: 0.125 },
  ],
  outOfFold: { prAuc: 0.7533 },
  libraries: { spanishgas: "0.1.0", node: "24.21.0" },
};

/** The scored customers; others than those of the holdout. */
export const scored = scoredOf(731, 3);

/** Where the evaluation's files lie below a lake. */
export const EVALUATION = `models/${RUN}/evaluation`;

/** A lake with one published run, its evaluation, its holdout's scores and its card. */
export async function judgedLake(root: string): Promise<SmallLake> {
  const lake = await SmallLake.at(root);
  await lake.publish(RUN, scored);
  await lake.text(`${EVALUATION}/evaluation.json`, jsonText(evaluation));
  await lake.text(`${EVALUATION}/card.json`, jsonText(card));
  await writeScores(join(root, ".scratch"), join(root, EVALUATION));
  return lake;
}

async function writeScores(scratch: string, folder: string): Promise<void> {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch });
  const rows = holdout.map(
    ({ customer_id, churn, churn_proba }) => `(${literal(customer_id)}, ${churn}, ${churn_proba}::DOUBLE)`,
  );
  await writeTable(engine, {
    contract: holdoutScores,
    folder,
    asOf: isoDate("2024-12-31"),
    query: `SELECT *, NULL AS segment, NULL AS sales_channel, NULL AS region, NULL AS tenure_bucket
      FROM (VALUES ${rows.join(", ")}) t(customer_id, churn, churn_proba)`,
  });
}

/** What really became of a scored customer, where a lake tells. */
export const churned = (index: number) => Number((index * 7919) % 100 < 40);

/** Takes the holdout's scores away, as before they were kept, and tells the outcome of the scored customers instead. */
export async function tellOutcomes(lake: SmallLake): Promise<void> {
  lake.remove(`${EVALUATION}/holdout_scores.parquet`);
  const folder = join(lake.root, `scored/${RUN}`);
  const other = join(lake.root, ".scratch/scored");
  mkdirSync(other, { recursive: true });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: join(lake.root, ".scratch") });
  const before = literal(join(folder, "scored_customers.parquet"));
  await writeTable(engine, {
    contract: scoredCustomers,
    folder: other,
    asOf: isoDate("2024-12-31"),
    orderBy: "churn_proba DESC, customer_id",
    query: `SELECT * REPLACE (((substr(customer_id, 2)::INT - 1) * 7919 % 100 < 40)::INT AS churn_actual)
      FROM read_parquet(${before})`,
  });
  renameSync(join(other, "scored_customers.parquet"), join(folder, "scored_customers.parquet"));
}
