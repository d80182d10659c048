import { z } from "zod";
import { type BootstrapOptions, bootstrap } from "./bootstrap.ts";
import { estimateSchema } from "./estimate.ts";
import { accuracy, confusionAt, f1, precision, recall } from "./operating-point.ts";
import { calibrationError, logLosses, meanOf, reliability, squaredErrors } from "./probability.ts";
import { averagePrecision, type RowCounts, rankScores, rocAuc } from "./ranking.ts";

/** The figures by which a model is judged. `prAuc` is the average precision. */
export const metricNames = [
  "prAuc",
  "rocAuc",
  "precision",
  "recall",
  "f1",
  "accuracy",
  "brier",
  "logLoss",
  "calibrationError",
] as const;
export type MetricName = (typeof metricNames)[number];
/** Every figure, without intervals. */
export type MetricValues = Readonly<Record<MetricName, number>>;

/** Every figure with its interval. */
export const metricEstimatesSchema = z.record(z.enum(metricNames), estimateSchema);
export type MetricEstimates = z.infer<typeof metricEstimatesSchema>;

/** Calibrated probabilities with what really happened. */
export interface ScoredRows {
  readonly probabilities: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** Readies the figures of some rows, so that each resample costs a few passes and no sorting. */
function metricsOf(
  { probabilities, labels }: ScoredRows,
  threshold: number,
  bins: number,
): (counts?: RowCounts) => MetricValues {
  const ranking = rankScores(probabilities, labels);
  const squared = squaredErrors(probabilities, labels);
  const losses = logLosses(probabilities, labels);
  return (counts) => {
    const confusion = confusionAt(threshold, probabilities, labels, counts);
    return {
      prAuc: averagePrecision(ranking, counts),
      rocAuc: rocAuc(ranking, counts),
      precision: precision(confusion),
      recall: recall(confusion),
      f1: f1(confusion),
      accuracy: accuracy(confusion),
      brier: meanOf(squared, counts),
      logLoss: meanOf(losses, counts),
      calibrationError: calibrationError(reliability(probabilities, ranking, bins, counts)),
    };
  };
}

/** Every figure of these rows at a threshold. */
export function metricValues(rows: ScoredRows, threshold: number, bins: number): MetricValues {
  return metricsOf(rows, threshold, bins)();
}

/** Every figure of these rows at a threshold, with its bootstrap interval. */
export function metricEstimates(
  rows: ScoredRows,
  threshold: number,
  bins: number,
  options: BootstrapOptions,
): MetricEstimates {
  const metrics = metricsOf(rows, threshold, bins);
  const estimates = bootstrap(
    rows.labels,
    (counts) => {
      const values = metrics(counts);
      return metricNames.map((name) => values[name]);
    },
    options,
  );
  return metricEstimatesSchema.parse(
    Object.fromEntries(metricNames.map((name, index) => [name, estimates[index]])),
  );
}
