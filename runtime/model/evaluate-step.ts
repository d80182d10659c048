import { type ModelPolicy, modelPolicy, sliceColumns } from "../../configs/model-policy.ts";
import { sha256OfFile } from "../digest.ts";
import { MARGIN_COLUMN, policiesOnHoldout } from "../score/policy-comparison-holdout.ts";
import { inputFolder, outputFolder, type Step } from "../step.ts";
import { Engine } from "../table/engine.ts";
import { type LoadedModel, loadModel, type Scores } from "./artifact.ts";
import { readFolds, writeHoldoutScores } from "./artifact-tables.ts";
import { modelCard, writeCard } from "./card.ts";
import { type Comparison, compareWithChampion } from "./champion.ts";
import { type Evaluation, writeEvaluation } from "./evaluation.ts";
import { gateRules } from "./gate.ts";
import { goldAsOf, goldFile, readGold } from "./gold-columns.ts";
import { metricEstimates } from "./metrics/metrics.ts";
import { confusionAt } from "./metrics/operating-point.ts";
import { reliability } from "./metrics/probability.ts";
import { rankScores } from "./metrics/ranking.ts";
import { slicesOf } from "./slices.ts";
import { churnersIn, holdoutOf, type LabelledRows } from "./training-set.ts";

function evaluationOf(
  { artifact }: LoadedModel,
  holdout: LabelledRows,
  { probability: probabilities, unseen }: Scores,
  comparison: Comparison | null,
  policy: ModelPolicy,
): Evaluation {
  const { bootstrap, calibration, gate } = policy;
  const { gold, labels } = holdout;
  const metrics = metricEstimates({ probabilities, labels }, artifact.threshold, calibration.bins, {
    ...bootstrap,
    seed: artifact.seed,
  });
  const rules = gateRules(metrics, comparison, gate);
  const broken = rules.filter(({ passed }) => !passed);
  return {
    promote: broken.length === 0,
    reasons: (broken.length > 0 ? broken : rules).map(({ sentence }) => sentence),
    experiment: artifact.experiment,
    asOf: artifact.asOf,
    seed: artifact.seed,
    modelSha256: artifact.modelSha256,
    holdout: { rows: labels.length, churners: churnersIn(labels) },
    threshold: artifact.threshold,
    thresholdScale: artifact.thresholdScale,
    metrics,
    intervals: { method: "percentile bootstrap, stratified by class", ...bootstrap },
    confusion: confusionAt(artifact.threshold, probabilities, labels),
    reliability: reliability(probabilities, rankScores(probabilities, labels), calibration.bins),
    slices: slicesOf(
      gold,
      { probabilities, labels },
      {
        threshold: artifact.threshold,
        overall: { prAuc: metrics.prAuc.value, recall: metrics.recall.value },
        policy: policy.slices,
        confidence: bootstrap.confidence,
        seed: artifact.seed,
      },
    ),
    gate: rules,
    comparison,
    policies: policiesOnHoldout(holdout, probabilities, artifact.threshold, {
      ...bootstrap,
      seed: artifact.seed,
    }),
    unseenLevels: Object.fromEntries(unseen),
  };
}

/**
 * Judges the shipped model on its stored holdout (D21, D23) and writes `evaluation.json` with the gate's decision,
 * `card.json`, and `holdout_scores.parquet` with the rows that all figures come from. Nothing is refitted here.
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
    const holdout = holdoutOf(gold, await readFolds(engine, candidateFolder));
    const rows = holdout.labels.length;
    context.progress({ task: "Evaluating", done: 0, total: rows, unit: "rows" });

    const comparison =
      champion === null || championFolder === undefined
        ? null
        : compareWithChampion(
            holdout,
            { candidate, champion, championSplit: await readFolds(engine, championFolder) },
            {
              ...policy.bootstrap,
              seed: artifact.seed,
              minimumChurners: policy.gate.minimumComparedChurners,
            },
          );
    const scores = candidate.score(holdout.gold);
    const evaluation = evaluationOf(candidate, holdout, scores, comparison, policy);
    await writeHoldoutScores(engine, { folder, asOf, holdout, probabilities: scores.probability });
    await writeEvaluation(folder, evaluation);
    await writeCard(folder, modelCard(candidate, evaluation, await sha256OfFile(goldFile(goldFolder))));
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
