import type { CalibrationMethod, ClassWeighting, Recipe } from "../../configs/model-policy.ts";
import { Booster, type Matrix } from "../xgboost/index.ts";
import { calibrate, fitCalibrator } from "./calibration/index.ts";
import { fitRecipe, variantFor } from "./fit.ts";
import { runPool } from "./pool.ts";
import { churnersIn, type LabelledRows, pickLabelled, type TrainingSet } from "./training-set.ts";
import { applyTransform, fitTransform, type Transform, type TransformFeature } from "./transform.ts";

/** What is fitted: an algorithm with its settings, what it sees, and how much a churner's row counts. */
export interface Contestant {
  readonly recipe: Recipe;
  readonly features: readonly TransformFeature[];
  readonly weighting: ClassWeighting;
}

/** What every fit of one training shares. */
export interface FittingOptions {
  readonly seed: number;
  /** Fits that run at the same time, each on one thread. */
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Called after each round of any fit. */
  readonly onRound: () => void;
  /** Called after each fit on some folds, its rows scored. */
  readonly onFit?: () => void;
}

/** Weight of a churner's row; r is the churn rate of the rows that are fitted. */
export function positiveWeight(weighting: ClassWeighting, labels: ArrayLike<number>): number {
  switch (weighting) {
    case "none":
      return 1;
    case "balanced":
      return (labels.length - churnersIn(labels)) / churnersIn(labels);
  }
}

/** The matrix of these rows with their labels. */
export function labelledMatrix(transform: Transform, { gold, labels }: LabelledRows): Matrix {
  return { ...applyTransform(transform, gold).matrix, label: Float32Array.from(labels) };
}

/** A model with the transform that its rows go through. */
export interface Fitted {
  readonly transform: Transform;
  /** In XGBoost's UBJ format. */
  readonly model: Uint8Array;
}

/** Fits transform and model on these rows and on nothing else. */
export async function fitRows(
  rows: LabelledRows,
  { recipe, features, weighting }: Contestant,
  { seed, signal, onRound }: Omit<FittingOptions, "threads">,
): Promise<Fitted> {
  const transform = fitTransform(rows.gold, features, variantFor(recipe));
  const model = await fitRecipe(labelledMatrix(transform, rows), {
    recipe,
    positiveWeight: positiveWeight(weighting, rows.labels),
    seed,
    signal,
    onRound,
  });
  return { transform, model };
}

function placesWhere(folds: readonly number[], wanted: (fold: number) => boolean): number[] {
  return folds.flatMap((fold, place) => (wanted(fold) ? [place] : []));
}

/** Fits on all folds but one, and puts the margins of that one's rows where they stand in the training part. */
export async function scoreFold(
  training: TrainingSet,
  fold: number,
  margins: Float64Array,
  fitOthers: (rows: LabelledRows) => Promise<Fitted>,
): Promise<void> {
  const others = placesWhere(training.folds, (other) => other !== fold);
  const { transform, model } = await fitOthers(pickLabelled(training.gold, others));
  const places = placesWhere(training.folds, (other) => other === fold);
  const unseenRows = pickLabelled(training.gold, places);
  using booster = Booster.load(model);
  booster.margin(applyTransform(transform, unseenRows.gold).matrix).forEach((margin, row) => {
    margins.fill(margin, places[row], (places[row] ?? 0) + 1);
  });
}

/** The numbers of a training part's folds, in order. */
export function foldsOf({ folds }: TrainingSet): readonly number[] {
  return [...new Set(folds)].sort((a, b) => a - b);
}

/**
 * The margin of every training row, from a model that has not seen its fold: transform and model are fitted on the
 * other folds. One result for each contestant, in their order.
 */
export async function outOfFoldMargins(
  training: TrainingSet,
  contestants: readonly Contestant[],
  options: FittingOptions,
): Promise<readonly Float64Array[]> {
  const results = contestants.map((contestant) => ({
    contestant,
    margins: new Float64Array(training.labels.length),
  }));
  const tasks = results.flatMap(({ contestant, margins: target }) =>
    foldsOf(training).map((fold) => async (signal: AbortSignal) => {
      await scoreFold(training, fold, target, (rows) => fitRows(rows, contestant, { ...options, signal }));
      options.onFit?.();
    }),
  );
  await runPool(tasks, options.threads, options.signal);
  return results.map(({ margins }) => margins);
}

/**
 * Calibrated out-of-fold probabilities, cross-fitted: those of one fold come from a calibrator that was fitted on the
 * margins of the other folds. So neither trees nor calibrator were fitted on the labels of the rows they score, and the
 * threshold and the figures taken from the result are not flattered. (The trees behind the other folds' margins have
 * seen this fold; what the few numbers of a calibrator can carry over from that is negligible.)
 */
export function crossCalibrated(
  method: CalibrationMethod,
  margins: Float64Array,
  labels: Uint8Array,
  folds: readonly number[],
): Float64Array {
  const probabilities = new Float64Array(margins.length);
  for (const fold of new Set(folds)) {
    const others = placesWhere(folds, (other) => other !== fold);
    const calibrator = fitCalibrator(
      method,
      others.map((place) => margins[place] ?? 0),
      others.map((place) => labels[place] ?? 0),
    );
    for (const place of placesWhere(folds, (other) => other === fold)) {
      probabilities[place] = calibrate(calibrator, margins[place] ?? 0);
    }
  }
  return probabilities;
}
