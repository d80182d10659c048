import type { Recipe } from "../../configs/model-policy.ts";
import { type Matrix, train } from "../xgboost/index.ts";
import type { TransformVariant } from "./transform.ts";

export interface FitOptions {
  readonly recipe: Recipe;
  /** Weight of a churner's row; the others' is 1. */
  readonly positiveWeight: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Called after each tree. */
  readonly onTree: () => void;
}

/** The variant of the transform that a recipe's algorithm needs. */
export function variantFor(recipe: Recipe): TransformVariant {
  switch (recipe.algorithm) {
    case "xgboost":
      return "tree";
  }
}

/** Trees that one fit of this recipe grows, for the progress. */
export function treesOf(recipe: Recipe): number {
  switch (recipe.algorithm) {
    case "xgboost":
      return recipe.trees;
  }
}

/**
 * Fits a recipe on a labelled matrix, in a worker thread of its own.
 * @returns the model in XGBoost's UBJ format
 */
export async function fitRecipe(data: Matrix, options: FitOptions): Promise<Uint8Array> {
  const { recipe, positiveWeight, seed, signal, onTree } = options;
  switch (recipe.algorithm) {
    case "xgboost": {
      const { model } = await train(data, {
        rounds: recipe.trees,
        parameters: {
          objective: "binary:logistic",
          treeMethod: "hist",
          maxDepth: recipe.depth,
          learningRate: recipe.learningRate,
          subsample: recipe.subsample,
          colsampleBytree: recipe.colsampleByTree,
          scalePosWeight: positiveWeight,
          seed,
        },
        // One thread each: sums of gradients, and so the trees, must not depend on the number of threads.
        threads: 1,
        signal,
        onRound: onTree,
      });
      return model;
    }
  }
}
