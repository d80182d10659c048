import type { ModelPolicy } from "../../configs/model-policy.ts";
import { policiesOnHoldout } from "../score/policy-comparison-holdout.ts";
import type { LoadedModel, Scores } from "./artifact.ts";
import type { Comparison } from "./champion.ts";
import { coverageOf } from "./coverage.ts";
import { curveBands } from "./curve-bands.ts";
import type { Evaluation } from "./evaluation.ts";
import { gateRules } from "./gate.ts";
import { marginsOf } from "./gold-columns.ts";
import { metricEstimates } from "./metrics/metrics.ts";
import { confusionAt } from "./metrics/operating-point.ts";
import { reliability } from "./metrics/probability.ts";
import { rankScores } from "./metrics/ranking.ts";
import { operatingPoints } from "./operating-points.ts";
import type { OriginalProcedure } from "./original-procedure.ts";
import { slicesOf } from "./slices.ts";
import { churnersIn, type LabelledRows } from "./training-set.ts";
import { modelWarnings } from "./warnings.ts";

/** What a candidate's judgement rests on. */
export interface Evidence {
  readonly candidate: LoadedModel;
  /** The untouched rows, with the margins and the columns to slice by. */
  readonly holdout: LabelledRows;
  /** What the candidate says of them. */
  readonly scores: Scores;
  /** Null where there is no champion. */
  readonly comparison: Comparison | null;
  readonly originalProcedure: OriginalProcedure | null;
}

/** Puts the figures of a candidate together and lets the gate decide. */
export function judgeCandidate(
  { candidate: { artifact }, holdout, scores, comparison, originalProcedure }: Evidence,
  policy: ModelPolicy,
): Evaluation {
  const { bootstrap, calibration } = policy;
  const { gold, labels } = holdout;
  const { probability: probabilities, unseen } = scores;
  const { threshold, conformal, findings, seed } = artifact;
  const rows = { probabilities, labels };
  const drawing = { ...bootstrap, seed };
  const metrics = metricEstimates(rows, threshold, calibration.bins, drawing);
  const rules = gateRules(metrics, findings?.leakage, comparison, policy);
  const broken = rules.filter(({ passed }) => !passed);
  const overall = { prAuc: metrics.prAuc.value, recall: metrics.recall.value };
  const slices = slicesOf(gold, rows, {
    threshold,
    overall,
    policy: policy.slices,
    confidence: bootstrap.confidence,
    seed,
  });
  return {
    promote: broken.length === 0,
    reasons: (broken.length > 0 ? broken : rules).map(({ sentence }) => sentence),
    experiment: artifact.experiment,
    asOf: artifact.asOf,
    seed,
    modelSha256: artifact.modelSha256,
    holdout: { rows: labels.length, churners: churnersIn(labels) },
    threshold,
    thresholdScale: artifact.thresholdScale,
    metrics,
    intervals: {
      method: "percentile bootstrap, stratified by class; amounts in EUR: unstratified",
      ...bootstrap,
    },
    confusion: confusionAt(threshold, probabilities, labels),
    reliability: reliability(probabilities, rankScores(probabilities, labels), calibration.bins),
    // Figures that nothing is decided by are drawn as often as those of the slices.
    curves: curveBands(rows, { ...drawing, resamples: policy.slices.resamples }),
    operatingPoints: operatingPoints(artifact, { ...rows, monthlyMarginEur: marginsOf(gold) }, drawing),
    coverage: conformal === undefined ? null : coverageOf(conformal, rows),
    originalProcedure,
    warnings: modelWarnings(artifact, slices, overall),
    slices,
    gate: rules,
    comparison,
    policies: policiesOnHoldout(holdout, probabilities, threshold, drawing),
    unseenLevels: Object.fromEntries(unseen),
  };
}
