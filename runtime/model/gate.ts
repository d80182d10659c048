import { z } from "zod";
import type { ModelPolicy } from "../../configs/model-policy.ts";
import type { Comparison } from "./champion.ts";
import type { Leakage } from "./leakage.ts";
import type { MetricEstimates } from "./metrics/metrics.ts";

/** One rule of the gate and how the candidate did. */
export const gateRuleSchema = z.strictObject({
  name: z.enum(["pr_auc", "recall", "calibration_error", "leakage", "champion"]),
  /** What the value is held against. */
  limit: z.number(),
  value: z.number(),
  passed: z.boolean(),
  /** The outcome for a reader who knows no code. */
  sentence: z.string(),
});
export type GateRule = z.infer<typeof gateRuleSchema>;

/** Three decimals, or as many more as it takes to tell a figure from its limit. */
export function decimalsBeside(value: number, limit: number): number {
  const most = 12;
  const decimals = Array.from({ length: most - 2 }, (_, more) => 3 + more);
  return decimals.find((count) => value === limit || Number(value.toFixed(count)) !== limit) ?? most;
}

/** A figure that is told from its limit: 0.0302, not 0.030, above 0.03. */
function figure(value: number, limit: number): string {
  return value.toFixed(decimalsBeside(value, limit));
}

function prAucRule({ prAuc }: MetricEstimates, limit: number): GateRule {
  const passed = prAuc.value >= limit;
  return {
    name: "pr_auc",
    limit,
    value: prAuc.value,
    passed,
    sentence: `PR-AUC on the holdout is ${figure(prAuc.value, limit)}, ${passed ? "at least" : "below"} the ${limit} asked for.`,
  };
}

function recallRule({ recall }: MetricEstimates, limit: number): GateRule {
  const passed = recall.high >= limit;
  return {
    name: "recall",
    limit,
    value: recall.high,
    passed,
    sentence:
      `Recall at the shipped threshold is ${recall.value.toFixed(3)} on the holdout; its interval up to ` +
      `${figure(recall.high, limit)} ${passed ? "reaches" : "does not reach"} the ${limit} asked for.`,
  };
}

function calibrationRule({ calibrationError }: MetricEstimates, limit: number): GateRule {
  const passed = calibrationError.value <= limit;
  return {
    name: "calibration_error",
    limit,
    value: calibrationError.value,
    passed,
    sentence:
      `Probabilities are off by ${figure(calibrationError.value, limit)} on average, ` +
      `${passed ? "within" : "more than"} the ${limit} allowed.`,
  };
}

function leakageRule({ features: [best] }: Leakage, limit: number): readonly GateRule[] {
  if (best === undefined) return [];
  const passed = best.rocAuc <= limit;
  return [
    {
      name: "leakage",
      limit,
      value: best.rocAuc,
      passed,
      sentence: passed
        ? `No single feature tells the outcome: ${best.feature} comes nearest, with an AUC of ${figure(best.rocAuc, limit)}.`
        : `${best.feature} alone ranks churners with an AUC of ${figure(best.rocAuc, limit)}, above ${limit}: it knows what is to ` +
          "be foretold. Leave it out, or find out when it is written down.",
    },
  ];
}

function championRule({ prAucDifference }: Comparison): GateRule {
  const { value, low, high } = prAucDifference;
  const passed = high >= 0;
  return {
    name: "champion",
    limit: 0,
    value: high,
    passed,
    sentence:
      `PR-AUC minus the champion's on the same rows is ${value.toFixed(3)} (${low.toFixed(3)} to ${figure(high, 0)}): ` +
      (passed ? "not worse than the champion." : "worse than the champion."),
  };
}

/**
 * The gate's rules (D23). A candidate is promoted when all of them hold:
 *
 * - `pr_auc`: average precision on the holdout is at least the limit;
 * - `recall`: the upper end of the recall's interval at the shipped threshold reaches the limit, that is, the holdout
 *   does not contradict the promised recall;
 * - `calibration_error`: expected calibration error on the holdout is at most the limit;
 * - `leakage`, where it was looked for: no single feature ranks the training rows with an AUC above the limit;
 * - `champion`, where there is one: the upper end of the paired interval of the difference in average precision
 *   (candidate minus champion) is not below 0, that is, the candidate is not shown to be worse.
 */
export function gateRules(
  metrics: MetricEstimates,
  leakage: Leakage | undefined,
  comparison: Comparison | null,
  policy: Pick<ModelPolicy, "gate" | "leakage">,
): readonly GateRule[] {
  const { minimumPrAuc, minimumRecall, maximumCalibrationError } = policy.gate;
  return [
    prAucRule(metrics, minimumPrAuc),
    recallRule(metrics, minimumRecall),
    calibrationRule(metrics, maximumCalibrationError),
    ...(leakage === undefined ? [] : leakageRule(leakage, policy.leakage.rocAuc)),
    ...(comparison === null ? [] : [championRule(comparison)]),
  ];
}
