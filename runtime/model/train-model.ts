import type { ModelPolicy, Recipe } from "../../configs/model-policy.ts";
import { type CalibrationChoice, chooseCalibration } from "./calibration/choose.ts";
import { type Calibrator, fitCalibrator } from "./calibration/index.ts";
import { type Conformal, fitConformal } from "./conformal.ts";
import { roundsOf } from "./fit.ts";
import { type MetricValues, metricValues } from "./metrics/metrics.ts";
import {
  type Contestant,
  crossCalibrated,
  type FittingOptions,
  fitRows,
  outOfFoldMargins,
  positiveWeight,
} from "./out-of-fold.ts";
import { chooseThreshold } from "./threshold.ts";
import type { TrainingSet } from "./training-set.ts";
import type { Transform } from "./transform.ts";
import { chooseWeighting, type WeightingChoice } from "./weighting.ts";

/** A model ready to ship, with the choices made on its way. */
export interface TrainedCandidate {
  readonly transform: Transform;
  /** The trees, in XGBoost's UBJ format. */
  readonly model: Uint8Array;
  readonly calibrator: Calibrator;
  /** On the calibrated scale. */
  readonly threshold: number;
  readonly weighting: WeightingChoice;
  readonly calibration: CalibrationChoice;
  readonly conformal: Conformal;
  /** Out-of-fold margin of each training row: what the calibrator was fitted on. */
  readonly margins: Float64Array;
  /** Calibrated out-of-fold probability of each training row. */
  readonly probabilities: Float64Array;
  /** Figures of those probabilities at the threshold. */
  readonly outOfFold: MetricValues;
}

/** Rounds of a whole training, for the progress. */
export function roundsToTrain(recipe: Recipe, { split }: ModelPolicy): number {
  const fits = recipe.classWeightings.length * split.folds + 1;
  return fits * roundsOf(recipe);
}

/**
 * Trains a candidate on the training part alone (D21, D22). Out-of-fold margins of every class weighting decide the
 * weighting; the chosen one's margins decide the way of calibration and give the calibrator and, cross-calibrated, the
 * threshold and the limits of the prediction sets. The model itself is then fitted on the whole training part.
 */
export async function trainCandidate(
  training: TrainingSet,
  { recipe, features }: Omit<Contestant, "weighting">,
  policy: ModelPolicy,
  options: FittingOptions,
): Promise<TrainedCandidate> {
  const { labels, folds } = training;
  const weightings = recipe.classWeightings;
  const margins = await outOfFoldMargins(
    training,
    weightings.map((weighting) => ({ recipe, features, weighting })),
    options,
  );
  const contenders = weightings.map((weighting, index) => {
    const marginsOf = margins[index] ?? new Float64Array();
    return {
      weighting,
      positiveWeight: positiveWeight(weighting, labels),
      margins: marginsOf,
      // The same simple calibration for all: only the weightings are to differ.
      probabilities: crossCalibrated("sigmoid", marginsOf, labels, folds),
    };
  });
  const weighting = chooseWeighting(contenders, labels, { ...policy.bootstrap, seed: options.seed });
  const winner = contenders[weighting.index];
  if (winner === undefined) throw new Error("The chosen class weighting did not compete.");
  const calibrated = policy.calibration.methods.map((method) => ({
    method,
    probabilities: crossCalibrated(method, winner.margins, labels, folds),
  }));
  const calibration = chooseCalibration(calibrated, labels, {
    ...policy.bootstrap,
    seed: options.seed,
    bins: policy.calibration.bins,
  });
  const probabilities = calibrated[calibration.index]?.probabilities ?? winner.probabilities;
  const { threshold } = chooseThreshold(probabilities, labels, policy.operatingPoint.recallTarget);
  const { transform, model } = await fitRows(
    training,
    { recipe, features, weighting: weighting.chosen },
    options,
  );
  return {
    transform,
    model,
    calibrator: fitCalibrator(calibration.chosen, winner.margins, labels),
    threshold,
    weighting,
    calibration,
    conformal: fitConformal(probabilities, labels, policy.conformal.coverage),
    margins: winner.margins,
    probabilities,
    outOfFold: metricValues({ probabilities, labels }, threshold, policy.calibration.bins),
  };
}
