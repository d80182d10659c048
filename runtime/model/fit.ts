import type { Recipe } from "../../configs/model-policy.ts";
import type { Stopping } from "../../configs/tuning.ts";
import { type Matrix, type TrainParameters, train } from "../xgboost/index.ts";
import type { TransformVariant } from "./transform.ts";

export interface FitOptions {
  readonly recipe: Recipe;
  /** Weight of a churner's row; the others' is 1. */
  readonly positiveWeight: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Called after each round. */
  readonly onRound: () => void;
}

/** The variant of the transform that a recipe's algorithm needs. */
export function variantFor(recipe: Recipe): TransformVariant {
  switch (recipe.algorithm) {
    case "xgboost":
    case "random_forest":
      return "tree";
    case "logistic_regression":
      return "linear";
  }
}

/** Rounds of one fit of this recipe, for the progress. A forest grows in one. */
export function roundsOf(recipe: Recipe): number {
  switch (recipe.algorithm) {
    case "xgboost":
      return recipe.trees;
    case "random_forest":
      return 1;
    case "logistic_regression":
      return recipe.rounds;
  }
}

/** L2 penalty of a forest's leaves: next to none, as XGBoost's own random forests have it. */
const FOREST_LAMBDA = 1e-5;

/** What a recipe is in the library's terms. */
function parametersOf(recipe: Recipe, { rows }: Matrix): TrainParameters {
  switch (recipe.algorithm) {
    case "xgboost":
      return {
        objective: "binary:logistic",
        treeMethod: "hist",
        maxDepth: recipe.depth,
        learningRate: recipe.learningRate,
        subsample: recipe.subsample,
        colsampleBytree: recipe.colsampleByTree,
      };
    case "random_forest":
      return {
        objective: "binary:logistic",
        treeMethod: "hist",
        maxDepth: recipe.depth,
        learningRate: 1,
        numParallelTree: recipe.trees,
        subsample: recipe.subsample,
        colsampleBynode: recipe.colsampleByNode,
        lambda: FOREST_LAMBDA,
      };
    case "logistic_regression":
      // The library multiplies the penalty by the rows.
      return {
        booster: "gblinear",
        objective: "binary:logistic",
        learningRate: 1,
        lambda: recipe.penalty / rows,
      };
  }
}

/**
 * Fits a recipe on a labelled matrix, in a worker thread of its own.
 * @returns the model in XGBoost's UBJ format
 */
export async function fitRecipe(data: Matrix, options: FitOptions): Promise<Uint8Array> {
  const { recipe, positiveWeight, seed, signal, onRound } = options;
  const { model } = await train(data, {
    rounds: roundsOf(recipe),
    parameters: { ...parametersOf(recipe, data), scalePosWeight: positiveWeight, seed },
    // One thread each: sums of gradients, and so the trees, must not depend on the number of threads.
    threads: 1,
    signal,
    onRound,
  });
  return model;
}

/**
 * How many rounds of a boosted recipe do good, by early stopping: the round with the least loss on rows that the trees are
 * not fitted on. Its own number of trees is not looked at. Churners weigh there as in training, so that what is watched is
 * what is minimised: without that, balanced classes would stop where the probabilities are least wrong, far too early.
 *
 * @param held rows with labels that the rounds are counted on
 */
export async function roundsByEarlyStopping(
  data: Matrix,
  held: Matrix,
  { recipe, positiveWeight, seed, signal, onRound }: FitOptions,
  { patience, maximumRounds }: Pick<Stopping, "patience" | "maximumRounds">,
): Promise<number> {
  const weight = Float32Array.from(held.label ?? [], (label) => (label === 1 ? positiveWeight : 1));
  const { bestRound } = await train(data, {
    rounds: maximumRounds,
    parameters: { ...parametersOf(recipe, data), scalePosWeight: positiveWeight, seed },
    evaluation: [{ name: "held", data: { ...held, weight } }],
    earlyStopping: { rounds: patience, on: "held" },
    threads: 1,
    signal,
    onRound,
  });
  if (bestRound === undefined) throw new Error("Early stopping named no best round.");
  return bestRound + 1;
}
