import { featuresOf } from "../../configs/features.ts";
import { type ModelPolicy, modelPolicy, sliceColumns } from "../../configs/model-policy.ts";
import { sha256OfFile } from "../digest.ts";
import { codeFingerprint } from "../pipeline/code-fingerprint.ts";
import { inputFolder, outputFolder, type Step } from "../step.ts";
import { Engine } from "../table/engine.ts";
import { type LoadedModel, loadModel } from "./artifact.ts";
import { readFolds, writeHoldoutScores } from "./artifact-tables.ts";
import { modelCard } from "./card/card.ts";
import { writeCard } from "./card/write.ts";
import { compareWithChampion } from "./champion.ts";
import { writeEvaluation } from "./evaluation.ts";
import { goldAsOf, goldFile, MARGIN_COLUMN, readGold } from "./gold-columns.ts";
import { judgeCandidate } from "./judge.ts";
import { leaderboardIfAny } from "./leaderboard/schema.ts";
import { type OriginalProcedure, replayOriginalProcedure } from "./original-procedure.ts";
import type { FittingOptions } from "./out-of-fold.ts";
import { missesTone } from "./sentiment-fallback.ts";
import { holdoutOf, type LabelledRows, type TrainingSet, trainingSetOf } from "./training-set.ts";

/** The original knew boosted trees alone, and gave churners and others the same weight in sum. */
async function replay(
  { artifact }: LoadedModel,
  training: TrainingSet,
  holdout: LabelledRows,
  policy: ModelPolicy,
  options: Omit<FittingOptions, "seed" | "onRound">,
): Promise<OriginalProcedure | null> {
  const { recipe, experiment, seed } = artifact;
  if (recipe.algorithm !== "xgboost") return null;
  return replayOriginalProcedure(
    training,
    holdout,
    { recipe, features: featuresOf(experiment), weighting: "balanced" },
    policy,
    { ...options, seed, onRound: () => undefined },
  );
}

/**
 * Judges the shipped model on its stored holdout (D21, D23) and writes `evaluation.json` with the gate's decision, the model
 * card (`card.json`, `card.html`, `sbom.json`), and `holdout_scores.parquet` with the rows that all figures come from. The
 * candidate is not touched; only the procedure of the system before is replayed on its rows, to be held against it.
 */
export function evaluateWith(policy: ModelPolicy): Step {
  return async (context) => {
    const goldFolder = inputFolder(context, "gold");
    const candidateFolder = inputFolder(context, "candidate");
    const folder = outputFolder(context, "evaluation");

    using engine = await Engine.forStep(context);
    const { threads } = context.parameters;
    const championFolder = context.inputs["champion"];
    using candidate = await loadModel(candidateFolder, { threads });
    using champion = championFolder === undefined ? null : await loadModel(championFolder, { threads });
    const { artifact } = candidate;
    const asOf = await goldAsOf(engine, goldFolder);
    if (asOf !== artifact.asOf) {
      throw new Error(
        `The candidate was trained as of ${artifact.asOf}, but the gold master is as of ${asOf}.`,
      );
    }
    const wanted = new Set([
      ...artifact.features,
      ...(champion?.artifact.features ?? []),
      ...sliceColumns,
      MARGIN_COLUMN,
    ]);
    const gold = await readGold(engine, goldFolder, [...wanted]);
    const split = await readFolds(engine, candidateFolder);
    const holdout = holdoutOf(gold, split);
    const rows = holdout.labels.length;
    context.progress({ task: "Evaluating", done: 0, total: rows, unit: "rows" });

    const comparison =
      champion === null || championFolder === undefined
        ? null
        : compareWithChampion(
            holdout,
            {
              candidate,
              champion,
              championSplit: await readFolds(engine, championFolder),
              championMissesTone: await missesTone(engine, goldFolder, champion.artifact),
            },
            {
              ...policy.bootstrap,
              seed: artifact.seed,
              minimumChurners: policy.gate.minimumComparedChurners,
            },
          );
    const scores = candidate.score(holdout.gold);
    const originalProcedure = await replay(candidate, trainingSetOf(gold, split), holdout, policy, {
      threads,
      signal: context.signal,
    });
    const evidence = { candidate, holdout, scores, comparison, originalProcedure };
    const evaluation = judgeCandidate(evidence, policy);
    await writeHoldoutScores(engine, { folder, asOf, holdout, probabilities: scores.probability });
    await writeEvaluation(folder, evaluation);
    const card = modelCard(candidate, {
      evaluation,
      leaderboard: await leaderboardIfAny(candidateFolder),
      goldSha256: await sha256OfFile(goldFile(goldFolder)),
      code: codeFingerprint(),
    });
    await writeCard(folder, card);
    context.progress({ task: "Evaluating", done: rows, total: rows, unit: "rows" });

    const { prAuc, rocAuc, precision, recall, calibrationError } = evaluation.metrics;
    return {
      promote: evaluation.promote,
      reasons: evaluation.reasons.join(" "),
      holdout_rows: evaluation.holdout.rows,
      holdout_churners: evaluation.holdout.churners,
      threshold: evaluation.threshold,
      pr_auc: prAuc.value,
      pr_auc_low: prAuc.low,
      pr_auc_high: prAuc.high,
      roc_auc: rocAuc.value,
      roc_auc_low: rocAuc.low,
      roc_auc_high: rocAuc.high,
      precision: precision.value,
      precision_low: precision.low,
      precision_high: precision.high,
      recall: recall.value,
      recall_low: recall.low,
      recall_high: recall.high,
      calibration_error: calibrationError.value,
      champion_pr_auc_difference: comparison?.prAucDifference.value ?? null,
    };
  };
}

/** The evaluation step, by the policy in force. */
export const evaluate: Step = evaluateWith(modelPolicy);
