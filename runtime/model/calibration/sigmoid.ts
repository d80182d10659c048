import { z } from "zod";
import { fitLogistic, logistic, smoothedTargets } from "./logistic-fit.ts";

/** Platt's sigmoid on the log-odds: p = 1 / (1 + exp(-(slope x margin + intercept))). */
export const sigmoidSchema = z.strictObject({
  method: z.literal("sigmoid"),
  slope: z.number(),
  intercept: z.number(),
});
export type Sigmoid = z.infer<typeof sigmoidSchema>;

/**
 * Fits Platt's sigmoid with Platt's targets.
 *
 * @param margins log-odds of rows that the model was not trained on
 * @throws Error when one of the classes is absent.
 */
export function fitSigmoid(margins: ArrayLike<number>, labels: ArrayLike<number>): Sigmoid {
  const { weights, intercept } = fitLogistic([margins], smoothedTargets(labels));
  return { method: "sigmoid", slope: weights[0] ?? 0, intercept };
}

/** The calibrated probability of one margin. */
export function sigmoidOf({ slope, intercept }: Sigmoid, margin: number): number {
  return logistic(slope * margin + intercept);
}
