import type { DriftLimits, DriftStatus, DriftVerdict } from "../../configs/drift-limits.ts";
import type { IsoDate } from "../../configs/names.ts";
import { type AdviceReport, advise } from "./advice.ts";
import { type JudgedComparison, verdictOf, worst } from "./judge.ts";
import type { PerformanceReport } from "./performance.ts";
import type { RealisedReport } from "./realised-churn.ts";

/** A judged comparison as `drift.json` holds it. */
interface ReportedComparison {
  readonly feature: string;
  readonly kind: string;
  readonly status: DriftStatus;
  readonly test: string;
  readonly statistic: number;
  readonly p_value: number;
  readonly adjusted_p_value: number;
  readonly psi: number;
  readonly effect_psi: number;
  readonly distance: number | null;
  readonly shifted_level: string | null;
  readonly level_shift: number | null;
  readonly unseen_levels: readonly string[];
  readonly unseen_share: number;
  readonly reference_missing: number;
  readonly current_missing: number;
  readonly missing_adjusted_p_value: number | null;
}

/** `drift.json`. Holds no time: the same data gives the same bytes. */
export interface DriftReport {
  readonly verdict: DriftVerdict;
  /** One sentence for a person: what has moved. */
  readonly summary: string;
  /** What to do about it in plain words, and why. */
  readonly advice: AdviceReport;
  readonly as_of: IsoDate;
  /** As-of date of the champion's training rows. */
  readonly reference_as_of: IsoDate;
  readonly reference_rows: number;
  readonly current_rows: number;
  readonly features_compared: number;
  /** Drifted and critical ones. */
  readonly features_drifted: number;
  readonly features_critical: number;
  readonly limits: DriftLimits;
  /** What the scores say about the model's performance on these customers, while nobody knows who will churn. */
  readonly performance: PerformanceReport;
  /** Churn by tier, of customers whose label has come since the training. */
  readonly realised: RealisedReport;
  readonly prediction: ReportedComparison;
  /** In the model's order. */
  readonly features: readonly ReportedComparison[];
}

/** Names that a summary spells out; the rest is counted. */
const NAMES_IN_SUMMARY = 5;

/** One judged comparison in the names of the tables. */
export function reported(comparison: JudgedComparison): ReportedComparison {
  return {
    feature: comparison.feature,
    kind: comparison.kind,
    status: comparison.status,
    test: comparison.test,
    statistic: comparison.statistic,
    p_value: comparison.pValue,
    adjusted_p_value: comparison.adjustedPValue,
    psi: comparison.psi,
    effect_psi: comparison.effectPsi,
    distance: comparison.distance,
    shifted_level: comparison.levelShift?.level ?? null,
    level_shift: comparison.levelShift?.shift ?? null,
    unseen_levels: comparison.unseen.levels,
    unseen_share: comparison.unseen.share,
    reference_missing: comparison.missing.reference,
    current_missing: comparison.missing.current,
    missing_adjusted_p_value: comparison.missingAdjustedPValue,
  };
}

function listed(names: readonly string[]): string {
  const rest = names.length - NAMES_IN_SUMMARY;
  return names.slice(0, NAMES_IN_SUMMARY).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function sentence(
  features: readonly JudgedComparison[],
  prediction: JudgedComparison,
  referenceAsOf: IsoDate,
): string {
  const reference = `the champion's training rows of ${referenceAsOf}`;
  const moved = features.filter(({ status }) => status !== "stable");
  const scores = prediction.status === "stable" ? "" : "the scores";
  const inputs =
    moved.length === 0
      ? ""
      : `${moved.length} of ${features.length} model inputs (${listed(moved.map(({ feature }) => feature))})`;
  switch (verdictOf([...features, prediction])) {
    case "none":
      return `No drift: all ${features.length} model inputs and the scores look like ${reference}.`;
    case "watch":
      return `Watch: ${[inputs, scores].filter((part) => part !== "").join(" and ")} moved away from ${reference}.`;
    case "critical":
      return `Critical: ${[inputs, scores].filter((part) => part !== "").join(" and ")} moved far away from ${reference}.`;
  }
}

/** Puts judged comparisons together as the report. */
export function driftReport(options: {
  readonly asOf: IsoDate;
  readonly referenceAsOf: IsoDate;
  readonly limits: DriftLimits;
  readonly features: readonly JudgedComparison[];
  readonly prediction: JudgedComparison;
  readonly performance: PerformanceReport;
  readonly realised: RealisedReport;
}): DriftReport {
  const { asOf, referenceAsOf, limits, features, prediction, performance, realised } = options;
  return {
    verdict: verdictOf([...features, prediction]),
    summary: sentence(features, prediction, referenceAsOf),
    advice: advise({
      inputs: worst(features.map(({ status }) => status)),
      scores: prediction.status,
      performance: performance.status,
      realised: realised.status,
    }),
    as_of: asOf,
    reference_as_of: referenceAsOf,
    reference_rows: prediction.rows.reference,
    current_rows: prediction.rows.current,
    features_compared: features.length,
    features_drifted: features.filter(({ status }) => status !== "stable").length,
    features_critical: features.filter(({ status }) => status === "critical").length,
    limits,
    performance,
    realised,
    prediction: reported(prediction),
    features: features.map(reported),
  };
}
