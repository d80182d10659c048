import { type ExperimentName, featuresOf, isExperimentName } from "../../configs/features.ts";
import type { ModelPolicy, Recipe } from "../../configs/model-policy.ts";
import type { Progress } from "../step.ts";
import { type Ablation, ablate } from "./ablation.ts";
import { roundsOf } from "./fit.ts";
import { holdLeaderboard } from "./leaderboard/hold.ts";
import type { Leaderboard } from "./leaderboard/schema.ts";
import { findLeakage, type Leakage } from "./leakage.ts";
import { crossCalibrated, type FittingOptions } from "./out-of-fold.ts";
import { roundsToTrain, type TrainedCandidate, trainCandidate } from "./train-model.ts";
import type { TrainingSet } from "./training-set.ts";

/** Progress is reported once for so many rounds. */
const ROUNDS_PER_REPORT = 25;

function roundCounter(task: string, total: number, progress: Progress): () => void {
  let done = 0;
  return () => {
    done += 1;
    if (done % ROUNDS_PER_REPORT === 0 || done === total) progress({ task, done, total, unit: "rounds" });
  };
}

/** What is to be trained. */
export interface Asked {
  readonly experiment: ExperimentName;
  readonly recipe: Recipe;
}

/** A candidate with all that was found out on the way to it. */
export interface ChosenCandidate extends Asked {
  readonly candidate: TrainedCandidate;
  readonly leaderboard: Leaderboard;
  readonly leakage: Leakage;
  readonly ablation: Ablation | null;
}

export interface ChoiceOptions extends Omit<FittingOptions, "onRound" | "onFit"> {
  readonly progress: Progress;
  /** May another experiment or algorithm take the place of the one asked for? */
  readonly mayDiffer: boolean;
  /** Do all experiments and algorithms compete? */
  readonly leaderboard: boolean;
}

/**
 * Trains the preferred experiment and recipe, lets all others compete with it out of fold, and trains another one in its
 * place where that is shown to be better (D22).
 *
 * @param training with all features
 */
export async function chooseCandidate(
  training: TrainingSet,
  preferred: Asked,
  policy: ModelPolicy,
  options: ChoiceOptions,
): Promise<ChosenCandidate> {
  const { progress, leaderboard: wanted, ...fitting } = options;
  const trained = await trainAsked(training, preferred, policy, options);
  const leaderboard = await holdLeaderboard(
    training,
    {
      ...preferred,
      features: featuresOf(preferred.experiment),
      weighting: trained.weighting.chosen,
      margins: trained.margins,
    },
    policy,
    {
      ...fitting,
      wanted,
      onFit: (done, total) => progress({ task: "Leaderboard", done, total, unit: "models" }),
    },
  );
  const chosen = chosenOf(leaderboard, preferred, policy);
  const candidate = chosen === preferred ? trained : await trainAsked(training, chosen, policy, options);
  const features = featuresOf(chosen.experiment);
  const leakage = findLeakage(training, features, policy.leakage);
  const ablation = await ablate(
    training,
    { recipe: chosen.recipe, features, weighting: candidate.weighting.chosen },
    sigmoidProbabilities(training, candidate),
    leakage,
    {
      ...fitting,
      bootstrap: policy.bootstrap,
      onRound: roundCounter("Ablation", policy.split.folds * roundsOf(chosen.recipe), progress),
    },
  );
  return { ...chosen, candidate, leaderboard, leakage, ablation };
}

function trainAsked(
  training: TrainingSet,
  { experiment, recipe }: Asked,
  policy: ModelPolicy,
  { progress, mayDiffer: _, leaderboard: __, ...fitting }: ChoiceOptions,
): Promise<TrainedCandidate> {
  return trainCandidate(training, { recipe, features: featuresOf(experiment) }, policy, {
    ...fitting,
    onRound: roundCounter("Training", roundsToTrain(recipe, policy), progress),
  });
}

/** The same simple calibration for all that are compared. */
function sigmoidProbabilities({ labels, folds }: TrainingSet, { margins }: TrainedCandidate): Float64Array {
  return crossCalibrated("sigmoid", margins, labels, folds);
}

/** What the leaderboard has chosen, in the terms of the policy; the preferred one itself where nothing else was. */
function chosenOf(leaderboard: Leaderboard, preferred: Asked, policy: ModelPolicy): Asked {
  if (!leaderboard.held) return preferred;
  const { experiment, algorithm } = leaderboard.selection.chosen;
  if (experiment === preferred.experiment && algorithm === preferred.recipe.algorithm) return preferred;
  const recipe = [policy.recipe, ...policy.leaderboard.rivals].find((each) => each.algorithm === algorithm);
  if (recipe === undefined || !isExperimentName(experiment))
    throw new Error(`The leaderboard chose ${algorithm} on ${experiment}, which cannot be trained.`);
  return { experiment, recipe };
}
