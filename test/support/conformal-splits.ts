import type { CalibrationMethod } from "../../configs/model-policy.ts";
import { calibrateAll, fitCalibrator } from "../../runtime/model/calibration/index.ts";
import { type Conformal, fitConformal } from "../../runtime/model/conformal.ts";
import { type Coverage, coverageOf } from "../../runtime/model/coverage.ts";
import { splitCustomers } from "../../runtime/model/folds.ts";
import type { GoldColumns } from "../../runtime/model/gold-columns.ts";
import {
  type Contestant,
  crossCalibrated,
  type FittingOptions,
  fitRows,
  outOfFoldMargins,
} from "../../runtime/model/out-of-fold.ts";
import { holdoutOf, trainingSetOf } from "../../runtime/model/training-set.ts";
import { applyTransform } from "../../runtime/model/transform.ts";
import { Booster } from "../../runtime/xgboost/index.ts";

export interface SplitPlan {
  readonly contestant: Contestant;
  readonly calibration: CalibrationMethod;
  readonly coverage: number;
  readonly holdoutShare: number;
  readonly folds: number;
}

/** Limits that were fitted on one split's training part, and how they did on its holdout. */
export interface SplitCoverage {
  readonly seed: number;
  readonly conformal: Conformal;
  readonly coverage: Coverage;
}

/**
 * Splits the labelled customers by this seed and does as a training does: out-of-fold margins, calibrator, limits, and the
 * model once more on the whole training part; then counts on the holdout, which had no part in any of it.
 */
export async function coverageOfSplit(
  gold: GoldColumns,
  { contestant, calibration, coverage, holdoutShare, folds }: SplitPlan,
  options: Omit<FittingOptions, "onRound">,
): Promise<SplitCoverage> {
  const labelled = gold.customerId.flatMap((customerId, row) => {
    const churn = gold.churn[row] ?? null;
    return churn === null ? [] : [{ customerId, churn }];
  });
  const split = splitCustomers(labelled, { seed: options.seed, holdoutShare, folds });
  const training = trainingSetOf(gold, split);
  const holdout = holdoutOf(gold, split);
  const fitting = { ...options, onRound: () => undefined };
  const [margins = new Float64Array()] = await outOfFoldMargins(training, [contestant], fitting);
  const { labels } = training;
  const conformal = fitConformal(
    crossCalibrated(calibration, margins, labels, training.folds),
    labels,
    coverage,
  );
  const { transform, model } = await fitRows(training, contestant, fitting);
  using booster = Booster.load(model);
  const probabilities = calibrateAll(
    fitCalibrator(calibration, margins, labels),
    booster.margin(applyTransform(transform, holdout.gold).matrix),
  );
  return {
    seed: options.seed,
    conformal,
    coverage: coverageOf(conformal, { probabilities, labels: holdout.labels }),
  };
}

/** A share's mean over the splits, with its standard error. */
export function averageOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}
