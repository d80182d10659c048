import type { AdviceLimits, PerformanceStatus } from "../../configs/drift-advice.ts";
import type { Estimate } from "../model/metrics/estimate.ts";
import { normalHalfWidth } from "../statistics/normal.ts";
import { type CalibratorCovariance, calibratorCovariance, logOddsOf } from "./calibrator-uncertainty.ts";
import { type ExpectedFigure, expectedFigures } from "./expected-figures.ts";

/** How the model does now by its own scores, beside how it did in training. */

export interface PerformanceReport {
  readonly status: PerformanceStatus;
  /** Customers that the model was not trained on: the scores of the others flatter it. */
  readonly customers: number;
  readonly expected_churners: number;
  /** Customers at or above the threshold. */
  readonly called: number;
  readonly threshold: number;
  /** Coverage of the intervals. */
  readonly confidence: number;
  /** Null where there are too few expected churners, precision also where nobody is called. */
  readonly precision: Estimate | null;
  readonly recall: Estimate | null;
  readonly pr_auc: Estimate | null;
  /** Out of fold, on the training part. */
  readonly training: { readonly precision: number; readonly recall: number; readonly pr_auc: number };
}

/** Rows with a calibrated probability that the trees had not seen, and what happened. */
export interface CalibrationRows {
  readonly probabilities: readonly number[];
  readonly labels: readonly number[];
}

/**
 * The figure with the interval in which the real one will lie, once labels are known, if the scores are calibrated. Its
 * variance has two parts (delta method): which customers churn, sum of p (1 - p) slope^2; and the calibrator's own
 * uncertainty, g' C g with g the figure's derivatives by its slope and intercept. Its ends are taken on the scale of
 * log-odds, so that they stay between 0 and 1.
 */
export function predictionInterval(
  { value, slopes }: ExpectedFigure,
  probabilities: Float64Array,
  covariance: CalibratorCovariance,
  confidence: number,
): Estimate {
  let [labels, bySlope, byIntercept] = [0, 0, 0];
  for (const [row, slope] of slopes.entries()) {
    const probability = probabilities[row] ?? 0;
    const spread = probability * (1 - probability);
    labels += spread * slope * slope;
    bySlope += spread * slope * logOddsOf(probability);
    byIntercept += spread * slope;
  }
  const calibrator =
    covariance.slope * bySlope ** 2 +
    2 * covariance.both * bySlope * byIntercept +
    covariance.intercept * byIntercept ** 2;
  if (value <= 0 || value >= 1) return { value, low: value, high: value };
  const half = (normalHalfWidth(confidence) * Math.sqrt(labels + calibrator)) / (value * (1 - value));
  const at = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
  return { value, low: at(logOddsOf(value) - half), high: at(logOddsOf(value) + half) };
}

/** Rows by their values, so that sums do not depend on the order in which they were read. */
function sortedRows({ probabilities, labels }: CalibrationRows) {
  const rows = probabilities.map((probability, row) => ({ probability, label: labels[row] ?? 0 }));
  rows.sort((a, b) => a.probability - b.probability || a.label - b.label);
  return {
    probabilities: rows.map(({ probability }) => probability),
    labels: rows.map(({ label }) => label),
  };
}

/**
 * Estimates precision, recall and PR-AUC of customers whose labels nobody knows, from their scores alone (D30). It
 * assumes that the scores are still calibrated: of customers scored 30 %, 30 % churn. If the reasons for churn have
 * changed, only labels show it (`realisedChurn`).
 *
 * @param scores calibrated probabilities of customers that the model was not trained on
 * @param training the figures that the model had out of fold
 */
export function estimatePerformance(options: {
  readonly scores: readonly number[];
  readonly threshold: number;
  readonly calibration: CalibrationRows;
  readonly training: PerformanceReport["training"];
  readonly limits: AdviceLimits["performance"];
}): PerformanceReport {
  const { scores, threshold, calibration, training, limits } = options;
  const probabilities = Float64Array.from(scores).sort().reverse();
  const expectedChurners = probabilities.reduce((sum, probability) => sum + probability, 0);
  const common = {
    customers: probabilities.length,
    expected_churners: expectedChurners,
    called: probabilities.filter((probability) => probability >= threshold).length,
    threshold,
    confidence: limits.confidence,
    training,
  };
  if (expectedChurners < limits.minimumChurners)
    return { status: "unknown", ...common, precision: null, recall: null, pr_auc: null };
  const rows = sortedRows(calibration);
  const covariance = calibratorCovariance(rows.probabilities, rows.labels);
  const { precision, recall, prAuc } = expectedFigures(probabilities, threshold);
  const estimate = (figure: ExpectedFigure | null) =>
    figure === null ? null : predictionInterval(figure, probabilities, covariance, limits.confidence);
  const expected = estimate(prAuc);
  const fallen =
    expected !== null &&
    expected.high < training.pr_auc &&
    training.pr_auc - expected.value >= limits.prAucFall;
  return {
    status: fallen ? "worse" : "holds",
    ...common,
    precision: estimate(precision),
    recall: estimate(recall),
    pr_auc: expected,
  };
}
