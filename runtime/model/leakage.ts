import { z } from "zod";
import type { ModelPolicy } from "../../configs/model-policy.ts";
import type { Scalar } from "../table/scalar.ts";
import { rankScores, rocAuc } from "./metrics/ranking.ts";
import { churnersIn, type LabelledRows, type TrainingSet } from "./training-set.ts";

/**
 * Features that know too much: what tells the outcome almost alone was mostly written down after it. Found on the training
 * part, before anything is fitted.
 */
export const leakageSchema = z.strictObject({
  /** The features that rank customers best by themselves, the best first. */
  features: z
    .array(
      z.strictObject({
        feature: z.string(),
        /** Area under the ROC curve of this feature alone, turned so that it is at least 0.5. */
        rocAuc: z.number(),
      }),
    )
    .readonly(),
  /** Levels of flags and categories that hardly hold but one outcome. */
  pureLevels: z
    .array(
      z.strictObject({
        feature: z.string(),
        level: z.string(),
        rows: z.int(),
        churners: z.int(),
        churnRate: z.number(),
      }),
    )
    .readonly(),
});
export type Leakage = z.infer<typeof leakageSchema>;

/** Features that are told; more would tire a reader. */
const FEATURES_TOLD = 5;
/** Added to both sides of a level's odds, so that a level without any churner has odds, too (Haldane, Anscombe). */
const HALF = 0.5;

/** An AUC of 0.1 ranks as well as one of 0.9, the other way round. */
const turned = (auc: number) => Math.max(auc, 1 - auc);

function aucOf(scores: ArrayLike<number>, labels: Uint8Array): number {
  return turned(rocAuc(rankScores(scores, labels)));
}

/** Numbers and flags as they are, missing ones once below and once above all others: whichever tells more. */
function numericAuc(values: readonly Scalar[], labels: Uint8Array): number {
  const withMissing = (place: number) =>
    Float64Array.from(values, (value) => (typeof value === "number" ? value : place));
  return Math.max(
    aucOf(withMissing(Number.NEGATIVE_INFINITY), labels),
    aucOf(withMissing(Number.POSITIVE_INFINITY), labels),
  );
}

/**
 * Levels as the churn rate that they have in the other folds, drawn towards the overall rate by one row: a level's own
 * rate would find a leak in every category with many levels.
 */
function categoryAuc(values: readonly Scalar[], labels: Uint8Array, folds: readonly number[]): number {
  const rate = churnersIn(labels) / labels.length;
  const rows = [...new Set(folds)].map((fold) => {
    const counts = new Map<Scalar, { rows: number; churners: number }>();
    values.forEach((value, row) => {
      if (folds[row] === fold) return;
      const count = counts.get(value) ?? { rows: 0, churners: 0 };
      counts.set(value, { rows: count.rows + 1, churners: count.churners + (labels[row] ?? 0) });
    });
    return [fold, counts] as const;
  });
  const byFold = new Map(rows);
  const scores = Float64Array.from(values, (value, row) => {
    const count = byFold.get(folds[row] ?? 0)?.get(value) ?? { rows: 0, churners: 0 };
    return (count.churners + rate) / (count.rows + 1);
  });
  return aucOf(scores, labels);
}

function isCategory(values: readonly Scalar[]): boolean {
  return values.some((value) => typeof value === "string");
}

/** Levels whose rows nearly all have one outcome, against a rate that would not suggest it. */
function pureLevelsOf(
  feature: string,
  values: readonly Scalar[],
  labels: Uint8Array,
  { purity, minimumRows }: ModelPolicy["leakage"],
): Leakage["pureLevels"] {
  const churners = churnersIn(labels);
  const odds = (hits: number, others: number) => (hits + HALF) / (others + HALF);
  const usual = odds(churners, labels.length - churners);
  // What `purity` is to a sample of two equal halves: 49 times the odds for 0.98.
  const much = purity / (1 - purity);
  return [...Map.groupBy(values.keys(), (row) => values[row] ?? null)].flatMap(([level, rows]) => {
    const hits = rows.reduce((sum, row) => sum + (labels[row] ?? 0), 0);
    const share = Math.max(hits, rows.length - hits) / rows.length;
    const ratio = odds(hits, rows.length - hits) / usual;
    return level !== null &&
      rows.length >= minimumRows &&
      share > purity &&
      Math.max(ratio, 1 / ratio) >= much
      ? [{ feature, level: String(level), rows: rows.length, churners: hits, churnRate: hits / rows.length }]
      : [];
  });
}

/**
 * Looks for leaks in the training part (D23, S16). A single feature that ranks customers with an AUC above
 * `policy.rocAuc` is taken for one by the gate. A level of a flag or category with at least `minimumRows` rows of which
 * more than `purity` have the same outcome, at odds that are purity / (1 - purity) times the usual ones or more, is only
 * told: such a level may be honest.
 *
 * @param isLevels features whose values are levels: flags and categories
 */
export function findLeakage(
  { gold, labels, folds }: LabelledRows & Pick<TrainingSet, "folds">,
  features: readonly { readonly name: string; readonly kind: "numeric" | "flag" | "category" }[],
  policy: ModelPolicy["leakage"],
): Leakage {
  const columns = features.map(({ name, kind }) => ({ name, kind, values: gold.columns.get(name) ?? [] }));
  const aucs = columns.map(({ name, values }) => ({
    feature: name,
    rocAuc: isCategory(values) ? categoryAuc(values, labels, folds) : numericAuc(values, labels),
  }));
  return {
    features: aucs.toSorted((a, b) => b.rocAuc - a.rocAuc).slice(0, FEATURES_TOLD),
    pureLevels: columns
      .filter(({ kind }) => kind !== "numeric")
      .flatMap(({ name, values }) => pureLevelsOf(name, values, labels, policy)),
  };
}
