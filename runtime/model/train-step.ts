import { experiments, features, featuresOf, isExperimentName } from "../../configs/features.ts";
import { DEFAULT_EXPERIMENT, type ModelPolicy, modelPolicy } from "../../configs/model-policy.ts";
import { offerPolicy } from "../../configs/offers.ts";
import { InputError } from "../errors.ts";
import { inputFolder, outputFolder, type Step } from "../step.ts";
import { Engine } from "../table/engine.ts";
import { writeArtifact } from "./artifact.ts";
import { writeFolds, writeReference } from "./artifact-tables.ts";
import { calibrateAll } from "./calibration/index.ts";
import { chooseCandidate } from "./choose-candidate.ts";
import { constantFeatures } from "./constant-features.ts";
import { goldAsOf, MARGIN_COLUMN, marginsOf, readGold } from "./gold-columns.ts";
import { writeLeaderboard } from "./leaderboard/schema.ts";
import { libraryVersions } from "./libraries.ts";
import { chooseProfitThreshold } from "./profit-threshold.ts";
import { trainableExperiment } from "./sentiment-fallback.ts";
import { churnersIn, holdoutOf, splitGold, trainingSetOf } from "./training-set.ts";

/** A choice as the artifact holds it: by name, not by place. */
function withoutPlace<Choice extends { readonly index: number }>({ index: _, ...choice }: Choice) {
  return choice;
}

/**
 * Trains a candidate on the labelled customers of the gold master and writes it as an artifact: `model.ubj`,
 * `artifact.json`, `folds.parquet`, `reference.parquet` and `leaderboard.json`. The holdout's labels decide nothing here.
 * An experiment other than the default was asked for by somebody, and is trained as it is; in place of the default another
 * one is trained that is shown to be better.
 *
 * @throws InputError when the experiment is unknown or the labels are too few.
 */
export function trainWith(policy: ModelPolicy): Step {
  return async (context) => {
    const { experiment: asked, seed, threads, leaderboard: wanted = true } = context.parameters;
    if (!isExperimentName(asked)) {
      throw new InputError(
        `There is no experiment "${asked}"; choose one of ${Object.keys(experiments).join(", ")}.`,
      );
    }
    const goldFolder = inputFolder(context, "gold");
    const folder = outputFolder(context, "candidate");

    using engine = await Engine.forStep(context);
    const { experiment: preferred, replaced } = await trainableExperiment(engine, goldFolder, asked);
    const asOf = await goldAsOf(engine, goldFolder);
    const gold = await readGold(engine, goldFolder, [...features.map(({ name }) => name), MARGIN_COLUMN]);
    const split = splitGold(gold, policy.split, seed);
    const training = trainingSetOf(gold, split);
    const { labels: holdoutLabels } = holdoutOf(gold, split);

    const { experiment, recipe, candidate, leaderboard, leakage, ablation } = await chooseCandidate(
      training,
      { experiment: preferred, recipe: policy.recipe },
      policy,
      {
        seed,
        threads,
        signal: context.signal,
        progress: context.progress,
        leaderboard: wanted,
        mayDiffer: preferred === DEFAULT_EXPERIMENT,
      },
    );
    const names = featuresOf(experiment).map(({ name }) => name);
    const { transform, calibrator, threshold, outOfFold } = candidate;
    const profitThreshold = chooseProfitThreshold(
      {
        probabilities: candidate.probabilities,
        labels: training.labels,
        monthlyMarginEur: marginsOf(training.gold),
      },
      offerPolicy,
    );
    const { weighting, calibration } = candidate;
    const facts = {
      rows: training.labels.length,
      churners: churnersIn(training.labels),
      holdoutRows: holdoutLabels.length,
      holdoutChurners: churnersIn(holdoutLabels),
      unlabelledRows: gold.customerId.length - split.length,
      folds: policy.split.folds,
    };

    await writeFolds(engine, { folder, asOf, split });
    await writeReference(engine, {
      folder,
      goldFolder,
      asOf,
      experiment,
      customers: training.gold.customerId,
      // Through the calibrator that ships: scores of later runs go through it, too, and are compared with these.
      probabilities: calibrateAll(calibrator, candidate.margins),
    });
    await writeLeaderboard(folder, leaderboard);
    await writeArtifact(folder, candidate.model, {
      experiment,
      asOf,
      seed,
      features: names,
      transform,
      calibrator,
      threshold,
      thresholdScale: "calibrated",
      recipe,
      weighting: withoutPlace(weighting),
      conformal: candidate.conformal,
      findings: { calibration: withoutPlace(calibration), profitThreshold, leakage, ablation },
      training: facts,
      outOfFold,
      libraries: await libraryVersions(engine),
    });
    return {
      experiment,
      ...replaced,
      as_of: asOf,
      training_rows: facts.rows,
      training_churners: facts.churners,
      holdout_rows: facts.holdoutRows,
      unlabelled_rows: facts.unlabelledRows,
      // What carries no information is named, not dropped.
      constant_features: constantFeatures(training.gold)
        .filter((name) => names.some((each) => each === name))
        .join(" "),
      algorithm: recipe.algorithm,
      leaderboard: leaderboard.held ? leaderboard.selection.reason : leaderboard.reason,
      class_weighting: weighting.chosen,
      calibration: calibration.chosen,
      threshold,
      out_of_fold_pr_auc: outOfFold.prAuc,
      out_of_fold_roc_auc: outOfFold.rocAuc,
      out_of_fold_precision: outOfFold.precision,
      out_of_fold_recall: outOfFold.recall,
    };
  };
}

/** The training step, by the policy in force. */
export const train: Step = trainWith(modelPolicy);
