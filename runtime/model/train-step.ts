import { experiments, featuresOf, isExperimentName } from "../../configs/features.ts";
import { type ModelPolicy, modelPolicy } from "../../configs/model-policy.ts";
import { InputError } from "../errors.ts";
import { inputFolder, outputFolder, type Progress, type Step } from "../step.ts";
import { Engine } from "../table/engine.ts";
import { writeArtifact } from "./artifact.ts";
import { writeFolds, writeReference } from "./artifact-tables.ts";
import { constantFeatures } from "./constant-features.ts";
import { goldAsOf, readGold } from "./gold-columns.ts";
import { libraryVersions } from "./libraries.ts";
import { trainableExperiment } from "./sentiment-fallback.ts";
import { trainCandidate, treesToGrow } from "./train-model.ts";
import { churnersIn, holdoutOf, splitGold, trainingSetOf } from "./training-set.ts";

/** Progress is reported once for so many trees. */
const TREES_PER_REPORT = 25;

function treeCounter(total: number, progress: Progress): () => void {
  let done = 0;
  return () => {
    done += 1;
    if (done % TREES_PER_REPORT === 0 || done === total) {
      progress({ task: "Training", done, total, unit: "trees" });
    }
  };
}

/**
 * Trains a candidate on the labelled customers of the gold master and writes it as an artifact: `model.ubj`,
 * `artifact.json`, `folds.parquet` and `reference.parquet`. The holdout's labels decide nothing here.
 *
 * @throws InputError when the experiment is unknown or the labels are too few.
 */
export function trainWith(policy: ModelPolicy): Step {
  return async (context) => {
    const { experiment: asked, seed, threads } = context.parameters;
    if (!isExperimentName(asked)) {
      throw new InputError(
        `There is no experiment "${asked}"; choose one of ${Object.keys(experiments).join(", ")}.`,
      );
    }
    const goldFolder = inputFolder(context, "gold");
    const folder = outputFolder(context, "candidate");

    using engine = await Engine.forStep(context);
    const { experiment, replaced } = await trainableExperiment(engine, goldFolder, asked);
    const features = featuresOf(experiment);
    const names = features.map(({ name }) => name);
    const asOf = await goldAsOf(engine, goldFolder);
    const gold = await readGold(engine, goldFolder, names);
    const split = splitGold(gold, policy.split, seed);
    const training = trainingSetOf(gold, split);
    const { labels: holdoutLabels } = holdoutOf(gold, split);

    const candidate = await trainCandidate(training, policy, {
      features,
      seed,
      threads,
      signal: context.signal,
      onTree: treeCounter(treesToGrow(policy), context.progress),
    });
    const { transform, calibrator, threshold, outOfFold } = candidate;
    const { chosen, reason, candidates } = candidate.weighting;
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
      probabilities: candidate.probabilities,
    });
    await writeArtifact(folder, candidate.model, {
      experiment,
      asOf,
      seed,
      features: names,
      transform,
      calibrator,
      threshold,
      thresholdScale: "calibrated",
      recipe: policy.recipe,
      weighting: { chosen, reason, candidates },
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
      constant_features: constantFeatures(training.gold).join(" "),
      class_weighting: chosen,
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
