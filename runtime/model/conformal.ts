import { z } from "zod";
import type { PredictionSet } from "../../configs/scored-tables.ts";

/** Where each outcome enters the prediction set, on the calibrated scale. */
export const conformalSchema = z.strictObject({
  /** Share of each class whose true outcome lies in its set, 0.9 for example. */
  coverage: z.number().gt(0).lt(1),
  /** Churning belongs to the set from this probability on; 0 where there were too few churners to rule it out. */
  churnsFrom: z.number().min(0).max(1),
  /** Staying belongs to the set up to this probability; 1 where too few stayed to rule it out. */
  staysUpTo: z.number().min(0).max(1),
});
export type Conformal = z.infer<typeof conformalSchema>;

/**
 * The k-th smallest non-conformity score, k = ceil((n + 1) x coverage): of n + 1 exchangeable scores a new one is at most
 * this with that probability. 1, the largest score there is, where n is too small.
 */
function conformalQuantile(scores: readonly number[], coverage: number): number {
  const place = Math.ceil((scores.length + 1) * coverage);
  return scores.toSorted((a, b) => a - b)[place - 1] ?? 1;
}

/**
 * Class-conditional conformal prediction (Vovk, "Conditional validity of inductive conformal predictors", 2012; Mondrian
 * by label): the non-conformity of an outcome is 1 - its probability, and each class has a quantile of its own, so that
 * the few churners are covered as well as the many who stay. The probabilities are out-of-fold ones: no row was scored by
 * a model that had seen it.
 *
 * @param probabilities calibrated, of rows that the models scoring them were not trained on
 */
export function fitConformal(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  coverage: number,
): Conformal {
  const scores: [number[], number[]] = [[], []];
  for (let row = 0; row < labels.length; row += 1) {
    const probability = probabilities[row] ?? 0;
    if (labels[row] === 1) scores[1].push(1 - probability);
    else scores[0].push(probability);
  }
  return {
    coverage,
    churnsFrom: 1 - conformalQuantile(scores[1], coverage),
    staysUpTo: conformalQuantile(scores[0], coverage),
  };
}

/**
 * The prediction set of a calibrated probability.
 *
 * @example predictionSetOf({ coverage: 0.9, churnsFrom: 0.1, staysUpTo: 0.3 }, 0.2) // "uncertain"
 */
export function predictionSetOf({ churnsFrom, staysUpTo }: Conformal, probability: number): PredictionSet {
  // Written as the scores are, so that the row on the limit itself falls on the same side as when it was fitted.
  const churns = 1 - probability <= 1 - churnsFrom;
  const stays = probability <= staysUpTo;
  if (churns && stays) return "uncertain";
  if (churns) return "churns";
  return stays ? "stays" : "unusual";
}
