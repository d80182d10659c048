import { z } from "zod";
import type { ModelPolicy } from "../../configs/model-policy.ts";
import type { Leakage } from "./leakage.ts";
import { bootstrap } from "./metrics/bootstrap.ts";
import { estimateSchema } from "./metrics/estimate.ts";
import { averagePrecision, rankScores } from "./metrics/ranking.ts";
import { type Contestant, crossCalibrated, type FittingOptions, outOfFoldMargins } from "./out-of-fold.ts";
import type { TrainingSet } from "./training-set.ts";

/** What the model is worth without the features that may know too much. */
export const ablationSchema = z.strictObject({
  /** Features left out. */
  without: z.array(z.string()).min(1).readonly(),
  /** Average precision out of fold with all features, and without those. */
  prAuc: z.number(),
  prAucWithout: z.number(),
  /** Without minus with, on the same rows. */
  difference: estimateSchema,
});
export type Ablation = z.infer<typeof ablationSchema>;

/**
 * Trains out of fold without the features that have a level with hardly but one outcome, so that a reader of the card sees
 * how much of the model rests on them.
 *
 * @param probabilities of the model with all its features, cross-calibrated by the sigmoid
 * @returns null where no feature has such a level, or the model has no other features
 */
export async function ablate(
  training: TrainingSet,
  contestant: Contestant,
  probabilities: Float64Array,
  leakage: Leakage,
  options: FittingOptions & Pick<ModelPolicy, "bootstrap">,
): Promise<Ablation | null> {
  const pure = new Set(leakage.pureLevels.map(({ feature }) => feature));
  const features = contestant.features.filter(({ name }) => !pure.has(name));
  if (pure.size === 0 || features.length === 0) return null;
  const { labels, folds } = training;
  const [margins = new Float64Array()] = await outOfFoldMargins(
    training,
    [{ ...contestant, features }],
    options,
  );
  const [full, less] = [probabilities, crossCalibrated("sigmoid", margins, labels, folds)].map((scores) =>
    rankScores(scores, labels),
  );
  if (full === undefined || less === undefined) throw new Error("Two models are to be compared.");
  const [difference] = bootstrap(
    labels,
    (counts) => [averagePrecision(less, counts) - averagePrecision(full, counts)],
    { ...options.bootstrap, seed: options.seed },
  );
  return ablationSchema.parse({
    without: contestant.features.filter(({ name }) => pure.has(name)).map(({ name }) => name),
    prAuc: averagePrecision(full),
    prAucWithout: averagePrecision(less),
    difference,
  });
}
