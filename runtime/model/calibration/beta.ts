import { z } from "zod";
import { fitLogistic, logistic, smoothedTargets, softplus } from "./logistic-fit.ts";

/**
 * Beta calibration (Kull, Silva Filho and Flach, AISTATS 2017): log-odds = a ln s - b ln(1 - s) + c, s being the
 * model's own probability. With a = b it is Platt's sigmoid on the log-odds; it can also bend the two ends differently.
 */
export const betaSchema = z.strictObject({
  method: z.literal("beta"),
  a: z.number().min(0),
  b: z.number().min(0),
  c: z.number(),
});
export type Beta = z.infer<typeof betaSchema>;

/** ln s and -ln(1 - s) of a margin, s being its logistic. */
function features(margins: ArrayLike<number>): readonly [Float64Array, Float64Array] {
  return [
    Float64Array.from(margins, (margin) => -softplus(-margin)),
    Float64Array.from(margins, (margin) => softplus(margin)),
  ];
}

/**
 * Fits beta calibration by maximum likelihood with Platt's targets. A shape that would turn the order of scores around is
 * left out, as its authors do: its parameter is 0 and the rest is fitted without it.
 *
 * @param margins log-odds of rows that the model was not trained on
 * @throws Error when one of the classes is absent.
 */
export function fitBeta(margins: ArrayLike<number>, labels: ArrayLike<number>): Beta {
  const targets = smoothedTargets(labels);
  const [low, high] = features(margins);
  const both = fitLogistic([low, high], targets);
  const [a = 0, b = 0] = both.weights;
  if (a >= 0 && b >= 0) return { method: "beta", a, b, c: both.intercept };
  const alone = fitLogistic([a < 0 ? high : low], targets);
  const weight = alone.weights[0] ?? 0;
  if (weight < 0) return { method: "beta", a: 0, b: 0, c: fitLogistic([], targets).intercept };
  return { method: "beta", a: a < 0 ? 0 : weight, b: a < 0 ? weight : 0, c: alone.intercept };
}

/** The calibrated probability of one margin. */
export function betaOf({ a, b, c }: Beta, margin: number): number {
  return logistic(-a * softplus(-margin) + b * softplus(margin) + c);
}
