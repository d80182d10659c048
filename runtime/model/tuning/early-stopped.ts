import type { ModelPolicy } from "../../../configs/model-policy.ts";
import type { Stopping } from "../../../configs/tuning.ts";
import { roundsByEarlyStopping, variantFor } from "../fit.ts";
import { splitCustomers } from "../folds.ts";
import {
  type Contestant,
  type FittingOptions,
  fitRows,
  foldsOf,
  labelledMatrix,
  positiveWeight,
  scoreFold,
} from "../out-of-fold.ts";
import { runPool } from "../pool.ts";
import { holdoutOf, type LabelledRows, type TrainingSet, trainingSetOf } from "../training-set.ts";
import { fitTransform } from "../transform.ts";

/** Boosted trees with their settings, of which the number of trees is not known yet. */
export interface BoostedContestant extends Contestant {
  readonly recipe: ModelPolicy["recipe"];
}

/** Margins of all training rows, each from a model that has not seen its fold, and how many rounds those models have. */
export interface StoppedMargins {
  readonly margins: Float64Array;
  /** By fold, in order. */
  readonly rounds: readonly number[];
}

/**
 * How many rounds do good, by rows inside of these alone: a share of each class, drawn by hash, is kept aside, the trees
 * grow on the others, and the round with the least loss on what was kept aside is the last.
 */
export async function roundsWithin(
  { gold, labels }: LabelledRows,
  { recipe, features, weighting }: BoostedContestant,
  stopping: Stopping,
  { seed, signal, onRound }: Omit<FittingOptions, "threads">,
): Promise<number> {
  const customers = gold.customerId.map((customerId, row) => ({
    customerId,
    churn: labels[row] === 1 ? (1 as const) : (0 as const),
  }));
  const split = splitCustomers(customers, { seed, holdoutShare: stopping.innerShare, folds: 1 });
  const grown = trainingSetOf(gold, split);
  const transform = fitTransform(grown.gold, features, variantFor(recipe));
  return roundsByEarlyStopping(
    labelledMatrix(transform, grown),
    labelledMatrix(transform, holdoutOf(gold, split)),
    { recipe, positiveWeight: positiveWeight(weighting, grown.labels), seed, signal, onRound },
    stopping,
  );
}

/**
 * The margins of every training row where the number of rounds is found on the way. For each fold it comes from the other
 * folds alone ({@link roundsWithin}); the model that scores the fold is then fitted on all of these with so many rounds, so
 * that it sees as many rows as one with a fixed number of rounds does.
 */
export async function earlyStoppedMargins(
  training: TrainingSet,
  contestant: BoostedContestant,
  stopping: Stopping,
  options: FittingOptions,
): Promise<StoppedMargins> {
  const margins = new Float64Array(training.labels.length);
  const tasks = foldsOf(training).map((fold) => async (signal: AbortSignal) => {
    let found = 0;
    await scoreFold(training, fold, margins, async (rows) => {
      const fitting = { ...options, signal };
      found = await roundsWithin(rows, contestant, stopping, fitting);
      return fitRows(rows, { ...contestant, recipe: { ...contestant.recipe, trees: found } }, fitting);
    });
    return found;
  });
  const rounds = await runPool(tasks, options.threads, options.signal);
  return { margins, rounds };
}
