import { z } from "zod";
import { features } from "../../../configs/features.ts";
import { artifactSchema, findingsSchema, type LoadedModel } from "../artifact.ts";
import { type Evaluation, evaluationSchema } from "../evaluation.ts";
import type { Leaderboard } from "../leaderboard/schema.ts";
import { matrixColumns } from "../transform.ts";
import { cardLeaderboardSchema, leaderboardInShort } from "./leaderboard.ts";

/** The model card: what a reader needs to judge and to repeat a model. Holds no time: the same input, the same card. */
export const cardSchema = z.strictObject({
  /** Names and figures of the run's data. */
  data: z.strictObject({ goldSha256: z.string(), ...artifactSchema.shape.training.shape }),
  model: artifactSchema.pick({
    experiment: true,
    asOf: true,
    seed: true,
    recipe: true,
    weighting: true,
    calibrator: true,
    threshold: true,
    thresholdScale: true,
    modelSha256: true,
  }),
  transform: z.strictObject({
    variant: z.string(),
    features: z.int(),
    matrixColumns: z.int(),
    /** Levels of each category, as training saw them. */
    levels: z.record(z.string(), z.array(z.string()).readonly()),
  }),
  /** Every feature with its kind, its tier, and its share of the loss reduction over all splits of all trees: 0 of each without trees. */
  features: z
    .array(z.strictObject({ name: z.string(), kind: z.string(), tier: z.string(), gainShare: z.number() }))
    .readonly(),
  outOfFold: artifactSchema.shape.outOfFold,
  /** What the training found out on its way; null for models of before. */
  findings: findingsSchema.nullable(),
  /** The contestants that stand beside the model; null where its folder holds no leaderboard. */
  leaderboard: cardLeaderboardSchema.nullable(),
  evaluation: evaluationSchema,
  libraries: artifactSchema.shape.libraries,
  /** Digest of the program that judged the model: the same as in the run's report where both ran on one machine. */
  code: z.string(),
});
export type Card = z.infer<typeof cardSchema>;

/**
 * The share of the total gain by gold feature: one-hot columns are added up. Features without a split have 0, and so has
 * every feature of an algorithm that splits nothing, which the library would not be asked about.
 */
function gainShares(model: LoadedModel): ReadonlyMap<string, number> {
  const featureOf = new Map(
    matrixColumns(model.artifact.transform).map(({ name, feature }) => [name, feature]),
  );
  const gains = new Map(model.artifact.features.map((feature) => [feature, 0]));
  const splits =
    model.artifact.recipe.algorithm === "logistic_regression" ? [] : model.booster.importance("total_gain");
  for (const { feature: column, value } of splits) {
    const feature = featureOf.get(column);
    if (feature === undefined)
      throw new Error(`The trees name a column "${column}" that the transform lacks.`);
    gains.set(feature, (gains.get(feature) ?? 0) + value);
  }
  const total = [...gains.values()].reduce((sum, gain) => sum + gain, 0);
  return new Map([...gains].map(([feature, gain]) => [feature, total > 0 ? gain / total : 0]));
}

/** What a card needs beside the model. */
export interface CardFacts {
  readonly evaluation: Evaluation;
  /** Null where the model's folder holds none. */
  readonly leaderboard: Leaderboard | null;
  readonly goldSha256: string;
  /** Digest of the program (`codeFingerprint`). */
  readonly code: string;
}

/** Puts the card of a model together. */
export function modelCard(
  model: LoadedModel,
  { evaluation, leaderboard, goldSha256, code }: CardFacts,
): Card {
  const { artifact } = model;
  const shares = gainShares(model);
  return {
    data: { goldSha256, ...artifact.training },
    model: {
      experiment: artifact.experiment,
      asOf: artifact.asOf,
      seed: artifact.seed,
      recipe: artifact.recipe,
      weighting: artifact.weighting,
      calibrator: artifact.calibrator,
      threshold: artifact.threshold,
      thresholdScale: artifact.thresholdScale,
      modelSha256: artifact.modelSha256,
    },
    transform: {
      variant: artifact.transform.variant,
      features: artifact.features.length,
      matrixColumns: matrixColumns(artifact.transform).length,
      levels: Object.fromEntries(
        artifact.transform.columns.flatMap((column) =>
          column.kind === "one_hot" ? [[column.feature, column.levels]] : [],
        ),
      ),
    },
    features: features
      .filter(({ name }) => shares.has(name))
      .map(({ name, kind, tier }) => ({ name, kind, tier, gainShare: shares.get(name) ?? 0 }))
      .sort((a, b) => b.gainShare - a.gainShare),
    outOfFold: artifact.outOfFold,
    findings: artifact.findings ?? null,
    leaderboard:
      leaderboard === null
        ? null
        : leaderboardInShort(leaderboard, {
            experiment: artifact.experiment,
            algorithm: artifact.recipe.algorithm,
          }),
    evaluation,
    libraries: artifact.libraries,
    code,
  };
}
