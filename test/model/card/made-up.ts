import { isoDate } from "../../../configs/names.ts";
import type { Bill } from "../../../runtime/model/card/bill.ts";
import { billOf } from "../../../runtime/model/card/bill.ts";
import type { Card } from "../../../runtime/model/card/card.ts";

/** A card with made-up figures, each of them another one, and names that would break a page that does not escape them. */

const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
const band = (first: number) =>
  Array.from({ length: 40 }, (_, step) => ({ x: (step + 1) / 40, ...estimate(first + step / 100) }));
const covered = (rows: number) => ({
  rows,
  covered: 90,
  coverage: 90 / rows,
  low: 0.8,
  high: 0.95,
  sets: { churns: 61, stays: 9, uncertain: 29, unusual: 1 },
});
const slice = (level: string | null, weaker: boolean) => ({
  level,
  rows: 120,
  churners: 24,
  churnRate: 0.2,
  meanProbability: 0.21,
  calibrationGap: estimate(0.01),
  prAuc: weaker ? estimate(0.4) : null,
  recall: estimate(0.7),
  precision: estimate(0.6),
  weaker,
});
const entry = (experiment: string, algorithm: "xgboost" | "logistic_regression", tied: boolean) => ({
  experiment,
  algorithm,
  features: 44,
  classWeighting: "balanced" as const,
  prAuc: estimate(tied ? 0.81 : 0.62),
  rocAuc: estimate(0.9),
  brier: 0.1,
  logLoss: 0.3,
  differenceToBest: tied ? { low: -0.02, high: 0.01 } : { low: -0.3, high: -0.1 },
  tied,
});

/** A level whose name is HTML. */
export const HOSTILE = `<img src=x onerror="alert('1')">`;

export const card: Card = {
  data: {
    goldSha256: "a".repeat(64),
    rows: 4000,
    churners: 800,
    holdoutRows: 1000,
    holdoutChurners: 200,
    unlabelledRows: 37,
    folds: 5,
  },
  model: {
    experiment: "E5_full",
    asOf: isoDate("2024-12-31"),
    seed: 42,
    recipe: {
      algorithm: "xgboost",
      trees: 30,
      depth: 3,
      learningRate: 0.2,
      subsample: 0.8,
      colsampleByTree: 0.7,
      classWeightings: ["none", "balanced"],
    },
    weighting: {
      chosen: "none",
      reason: "Made up: the only one.",
      candidates: [],
    },
    calibrator: { method: "sigmoid", slope: 1.1, intercept: -0.1 },
    threshold: 0.31,
    thresholdScale: "calibrated",
    modelSha256: "b".repeat(64),
  },
  transform: { variant: "one_hot", features: 20, matrixColumns: 33, levels: { segment: ["alpha", HOSTILE] } },
  features: Array.from({ length: 20 }, (_, place) => ({
    name: place === 0 ? HOSTILE : `feature_${place}`,
    kind: "numeric",
    tier: "1A",
    gainShare: (20 - place) / 210,
  })),
  outOfFold: {
    prAuc: 0.801,
    rocAuc: 0.902,
    precision: 0.703,
    recall: 0.704,
    f1: 0.7035,
    accuracy: 0.906,
    brier: 0.107,
    logLoss: 0.308,
    calibrationError: 0.009,
  },
  findings: {
    calibration: {
      chosen: "sigmoid",
      reason: "Made up: sigmoid and beta are tied.",
      candidates: [
        {
          method: "sigmoid",
          brier: 0.10712,
          differenceToBest: { low: -0.0001, high: 0.0002 },
          calibrationError: 0.009,
        },
      ],
    },
    profitThreshold: {
      threshold: 0.22,
      profitPerCustomerEur: 1.5,
      precision: 0.6,
      recall: 0.8,
      action: "offer_medium",
      saveRate: 0.3,
      horizonMonths: 12,
      offerMonths: 3,
      costShare: 0.1,
    },
    leakage: {
      features: [{ feature: HOSTILE, rocAuc: 0.876 }],
      pureLevels: [{ feature: "segment", level: HOSTILE, rows: 71, churners: 70, churnRate: 70 / 71 }],
    },
    ablation: { without: ["segment"], prAuc: 0.801, prAucWithout: 0.612, difference: estimate(-0.189) },
  },
  leaderboard: {
    held: true,
    rows: 4000,
    trainingRows: 4000,
    churners: 800,
    folds: 5,
    intervals: { method: "made-up bootstrap", confidence: 0.95, resamples: 300 },
    selection: {
      preferred: { experiment: "E5_full", algorithm: "xgboost" },
      chosen: { experiment: "E5_full", algorithm: "xgboost" },
      reason: "Made up: none is shown to be better.",
    },
    byExperiment: [entry("E5_full", "xgboost", true), entry("E0_baseline", "xgboost", false)],
    byAlgorithm: [entry("E5_full", "xgboost", true), entry("E5_full", "logistic_regression", true)],
  },
  evaluation: {
    promote: true,
    reasons: ["PR-AUC is enough."],
    experiment: "E5_full",
    asOf: "2024-12-31",
    seed: 42,
    modelSha256: "b".repeat(64),
    holdout: { rows: 1000, churners: 200 },
    threshold: 0.31,
    thresholdScale: "calibrated",
    metrics: {
      prAuc: estimate(0.811),
      rocAuc: estimate(0.912),
      precision: estimate(0.713),
      recall: estimate(0.714),
      f1: estimate(0.715),
      accuracy: estimate(0.916),
      brier: estimate(0.117),
      logLoss: estimate(0.318),
      calibrationError: estimate(0.019),
    },
    intervals: { method: "made-up bootstrap", confidence: 0.95, resamples: 200 },
    confusion: { truePositives: 143, falsePositives: 58, falseNegatives: 57, trueNegatives: 742 },
    reliability: [
      { rows: 500, meanProbability: 0.05, churnRate: 0.04 },
      { rows: 500, meanProbability: 0.35, churnRate: 0.36 },
    ],
    curves: { precisionRecall: band(0.5), roc: band(0.4), gain: band(0.3) },
    operatingPoints: [
      {
        rule: "recall",
        threshold: 0.31,
        called: 201,
        precision: estimate(0.713),
        recall: estimate(0.714),
        profitPerCustomerEur: estimate(1.23),
      },
      {
        rule: "profit",
        threshold: 0.22,
        called: 302,
        precision: estimate(0.59),
        recall: estimate(0.81),
        profitPerCustomerEur: estimate(1.45),
      },
    ],
    coverage: { asked: 0.9, churned: covered(100), stayed: covered(101) },
    originalProcedure: {
      threshold: 0.45,
      promised: { precision: 0.734, recall: 0.7 },
      shipped: {
        precision: estimate(0.91),
        recall: estimate(0.32),
        brier: estimate(0.14),
        calibrationError: estimate(0.061),
      },
      raw: { precision: estimate(0.69), recall: estimate(0.705) },
      highestProbability: 0.777,
    },
    warnings: [`Of the 71 customers with segment = ${HOSTILE} 98.6 % churned.`],
    slices: {
      minimumRows: 50,
      minimumChurners: 10,
      intervals: { method: "made-up bootstrap", confidence: 0.95, resamples: 200 },
      columns: [
        { column: "segment", levels: [slice(HOSTILE, true), slice(null, false)], otherRows: 3 },
        { column: "region", levels: [slice("Norte", false)], otherRows: 0 },
      ],
    },
    gate: [
      { name: "pr_auc", limit: 0.7, value: 0.811, passed: true, sentence: "PR-AUC is enough." },
      { name: "recall", limit: 0.7, value: 0.764, passed: true, sentence: "Recall is enough." },
    ],
    comparison: null,
    policies: {
      assumptions: { saveRate: 0.3, horizonMonths: 12, offerMonths: 3, costShares: {}, threshold: 0.31 },
      customers: 1000,
      marginUnknown: 4,
      policies: [
        {
          policy: "impact",
          offers: 210,
          churners: 140,
          costEur: 1234.5,
          expectedEur: 2000,
          valueEur: estimate(1900),
          toTierRuleEur: estimate(120),
        },
      ],
      sensitivity: [],
    },
    unseenLevels: { segment: 2 },
  },
  libraries: { spanishgas: "0.1.0", node: "24.21.0", xgboost: "1.7.4", duckdb: "1.5.5" },
  code: "0123456789abcdef",
};

export const bill: Bill = billOf(
  { name: "made-up", version: "1.0.0", license: "Apache-2.0", dependencies: {} },
  { kind: "unknown" },
  card.libraries,
);

/** The same card with another evaluation. */
export function judged(changes: Partial<Card["evaluation"]>): Card {
  return { ...card, evaluation: { ...card.evaluation, ...changes } };
}
