import type { Advice, AdviceReason, PerformanceStatus, RealisedStatus } from "../../configs/drift-advice.ts";
import type { DriftStatus } from "../../configs/drift-limits.ts";

/** What is known of a run's data and of the model on them. */
export interface Evidence {
  /** The worst of the model inputs. */
  readonly inputs: DriftStatus;
  readonly scores: DriftStatus;
  readonly performance: PerformanceStatus;
  readonly realised: RealisedStatus;
}

/** The advice, and what it rests on. */
export interface AdviceReport {
  readonly verdict: Advice;
  readonly reasons: readonly AdviceReason[];
  /** Both in one sentence for a person. */
  readonly sentence: string;
}

/** Each reason in English, as a part of a sentence. */
export const reasonWords: Readonly<Record<AdviceReason, string>> = {
  nothing_moved: "inputs and scores look like those of the training",
  inputs_drifted: "inputs have moved",
  inputs_critical: "inputs have moved far",
  scores_drifted: "the scores have moved",
  scores_critical: "the scores have moved far",
  performance_worse: "by the scores, PR-AUC has fallen",
  performance_holds: "by the scores, PR-AUC holds",
  performance_unknown: "too few customers are new to the model to tell its PR-AUC by the scores",
  realised_off: "the churn that came is not what the scores promised",
  realised_agrees: "the churn that came is what the scores promised",
  realised_unknown: "no churn that came can be compared yet",
};

const adviceNames: Readonly<Record<Advice, string>> = {
  ignore: "Ignore",
  watch: "Watch",
  retrain: "Retrain",
};

function movementReasons({ inputs, scores }: Evidence): readonly AdviceReason[] {
  const reasons: AdviceReason[] = [];
  if (inputs !== "stable") reasons.push(inputs === "critical" ? "inputs_critical" : "inputs_drifted");
  if (scores !== "stable") reasons.push(scores === "critical" ? "scores_critical" : "scores_drifted");
  return reasons.length === 0 ? ["nothing_moved"] : reasons;
}

const performanceReasons: Readonly<Record<PerformanceStatus, AdviceReason>> = {
  worse: "performance_worse",
  holds: "performance_holds",
  unknown: "performance_unknown",
};

/** A difference too small to matter is none. */
const realisedReasons: Readonly<Record<RealisedStatus, AdviceReason>> = {
  off: "realised_off",
  differs: "realised_agrees",
  agrees: "realised_agrees",
  unknown: "realised_unknown",
};

function verdictOn({ inputs, scores, performance, realised }: Evidence): Advice {
  if (realised === "off") return "retrain";
  const isCritical = inputs === "critical" || scores === "critical";
  if (isCritical && performance === "worse") return "retrain";
  return inputs !== "stable" || scores !== "stable" || performance === "worse" ? "watch" : "ignore";
}

/**
 * What to do, in plain words:
 *
 * - `retrain` where the churn that came is off, or inputs or scores have moved far and the expected PR-AUC has fallen:
 *   the model is worse now, by what happened or by its own account;
 * - `watch` where anything has moved, or the expected PR-AUC has fallen: the model may still be right. Most inputs move
 *   without harm, and a model is trained on the churn of before in any case;
 * - `ignore` else.
 */
export function advise(evidence: Evidence): AdviceReport {
  const verdict = verdictOn(evidence);
  const reasons = [
    ...movementReasons(evidence),
    performanceReasons[evidence.performance],
    realisedReasons[evidence.realised],
  ];
  return {
    verdict,
    reasons,
    sentence: `${adviceNames[verdict]}: ${reasons.map((reason) => reasonWords[reason]).join("; ")}.`,
  };
}
