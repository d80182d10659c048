import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { LEADERBOARD_FILE } from "../../../configs/artifact.ts";
import { classWeightings, recipeSchema } from "../../../configs/model-policy.ts";
import { systemCode } from "../../errors.ts";
import { jsonText } from "../../json.ts";
import { estimateSchema } from "../metrics/estimate.ts";

/** Guesses that every model must beat. `dummy_most_frequent`: the churn rate for everybody; `dummy_stratified`: a draw. */
export const dummies = ["dummy_stratified", "dummy_most_frequent"] as const;
export type Dummy = (typeof dummies)[number];

const algorithms = [...recipeSchema.options.map((option) => option.shape.algorithm.value), ...dummies];

const nameSchema = z.strictObject({ experiment: z.string(), algorithm: z.enum(algorithms) });
/** A contestant by name. */
export type EntryName = z.infer<typeof nameSchema>;

const entrySchema = z.strictObject({
  ...nameSchema.shape,
  /** Gold features that it sees. */
  features: z.int(),
  /** Null for a dummy, which is not trained. */
  classWeighting: z.enum(classWeightings).nullable(),
  /** Average precision out of fold. */
  prAuc: estimateSchema,
  rocAuc: estimateSchema,
  brier: z.number(),
  logLoss: z.number(),
  /** Interval of its average precision minus the best one's, on the same rows. */
  differenceToBest: z.strictObject({ low: z.number(), high: z.number() }),
  /** The interval holds 0: the sample does not tell it from the best. */
  tied: z.boolean(),
});
export type Entry = z.infer<typeof entrySchema>;

const comparisonSchema = z.strictObject({
  from: nameSchema,
  to: nameSchema,
  /** Average precision of `to` minus that of `from`, on the same rows. */
  difference: estimateSchema,
  verdict: z.enum(["better", "tie", "worse"]),
});
/** Two contestants on the same rows. */
export type EntryComparison = z.infer<typeof comparisonSchema>;

/** A leaderboard that was held. */
export const heldSchema = z.strictObject({
  held: z.literal(true),
  /** Rows of the training part, all scored by models that had not seen them. The holdout has no part in this. */
  rows: z.int(),
  /** Rows of the training part in all: where it has more, the contestants met on a sample drawn by hash. */
  trainingRows: z.int(),
  churners: z.int(),
  folds: z.int(),
  intervals: z.strictObject({ method: z.string(), confidence: z.number(), resamples: z.int() }),
  /** By falling average precision. */
  entries: z.array(entrySchema).readonly(),
  /** What each experiment adds to the one before, and each algorithm to the simpler one. */
  comparisons: z.array(comparisonSchema).readonly(),
  selection: z.strictObject({
    preferred: nameSchema,
    /** What was trained to be shipped. */
    chosen: nameSchema,
    /** Shown to be better than the chosen one, which was asked for; absent where there is none such. */
    passedOver: nameSchema.exactOptional(),
    reason: z.string(),
  }),
});
export type HeldLeaderboard = z.infer<typeof heldSchema>;

/** `leaderboard.json`: how all experiments and algorithms do out of fold, or why that was not found out. */
export const leaderboardSchema = z.discriminatedUnion("held", [
  heldSchema,
  z.strictObject({ held: z.literal(false), reason: z.string() }),
]);
export type Leaderboard = z.infer<typeof leaderboardSchema>;

/** Writes `leaderboard.json` beside a model. */
export async function writeLeaderboard(folder: string, leaderboard: Leaderboard): Promise<void> {
  await writeFile(join(folder, LEADERBOARD_FILE), jsonText(leaderboard));
}

/** Reads the leaderboard of a model. @throws Error when the folder holds none, or one of another version */
export async function readLeaderboard(folder: string): Promise<Leaderboard> {
  return leaderboardSchema.parse(JSON.parse(await readFile(join(folder, LEADERBOARD_FILE), "utf8")));
}

/** Reads the leaderboard of a model, or null where its folder holds none. @throws Error when it is one of another version */
export async function leaderboardIfAny(folder: string): Promise<Leaderboard | null> {
  try {
    return await readLeaderboard(folder);
  } catch (thrown) {
    if (systemCode(thrown) !== "ENOENT") throw thrown;
    return null;
  }
}
