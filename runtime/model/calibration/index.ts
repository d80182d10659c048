import { z } from "zod";
import type { CalibrationMethod } from "../../../configs/model-policy.ts";
import { betaOf, betaSchema, fitBeta } from "./beta.ts";
import { fitIsotonic, isotonicOf, isotonicSchema } from "./isotonic.ts";
import { fitSigmoid, sigmoidOf, sigmoidSchema } from "./sigmoid.ts";

export { fitSigmoid };

/** A calibrator turns a model's margin (log-odds) into a probability that means what it says. */
export const calibratorSchema = z.discriminatedUnion("method", [sigmoidSchema, betaSchema, isotonicSchema]);
export type Calibrator = z.infer<typeof calibratorSchema>;

/**
 * Fits a calibrator of this method.
 *
 * @param margins log-odds of rows that the model was not trained on
 * @throws Error when one of the classes is absent.
 */
export function fitCalibrator(
  method: CalibrationMethod,
  margins: ArrayLike<number>,
  labels: ArrayLike<number>,
): Calibrator {
  switch (method) {
    case "sigmoid":
      return fitSigmoid(margins, labels);
    case "beta":
      return fitBeta(margins, labels);
    case "isotonic":
      return fitIsotonic(margins, labels);
  }
}

/** The calibrated probability of one margin. */
export function calibrate(calibrator: Calibrator, margin: number): number {
  switch (calibrator.method) {
    case "sigmoid":
      return sigmoidOf(calibrator, margin);
    case "beta":
      return betaOf(calibrator, margin);
    case "isotonic":
      return isotonicOf(calibrator, margin);
  }
}

/** The calibrated probabilities of many margins. */
export function calibrateAll(calibrator: Calibrator, margins: ArrayLike<number>): Float64Array {
  return Float64Array.from(margins, (margin) => calibrate(calibrator, margin));
}
