import type { ModelPolicy } from "../../configs/model-policy.ts";
import { type CalibrationChoice, chooseCalibration } from "./calibration/choose.ts";
import { type Calibrator, fitCalibrator } from "./calibration/index.ts";
import { type Conformal, fitConformal } from "./conformal.ts";
import { treesOf } from "./fit.ts";
import { type MetricValues, metricValues } from "./metrics/metrics.ts";
import {
  crossCalibrated,
  fitRows,
  outOfFoldMargins,
  positiveWeight,
  type TrainingOptions,
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

/** Trees that a whole training grows, for the progress. */
export function treesToGrow(policy: ModelPolicy): number {
  const fits = policy.recipe.classWeightings.length * policy.split.folds + 1;
  return fits * treesOf(policy.recipe);
}

/**
 * Trains a candidate on the training part alone (D21, D22). Out-of-fold margins of every class weighting decide the
 * weighting; the chosen one's margins decide the way of calibration and give the calibrator and, cross-calibrated, the
 * threshold and the limits of the prediction sets. The model itself is then fitted on the whole training part.
 */
export async function trainCandidate(
  training: TrainingSet,
  policy: ModelPolicy,
  options: Omit<TrainingOptions, "recipe">,
): Promise<TrainedCandidate> {
  const { labels, folds } = training;
  const fitting: TrainingOptions = { ...options, recipe: policy.recipe };
  const weightings = policy.recipe.classWeightings;
  const margins = await outOfFoldMargins(training, weightings, fitting);
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
  const { transform, model } = await fitRows(training, weighting.chosen, fitting);
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
