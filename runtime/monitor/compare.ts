import { type DriftLimits, driftLimits, scoreCuts } from "../../configs/drift-limits.ts";
import type { FeatureKind } from "../../configs/features.ts";
import { SCORE_NAME } from "../../configs/monitoring-tables.ts";
import { chiSquareHomogeneity } from "../statistics/chi-square.ts";
import { kolmogorovSmirnov } from "../statistics/kolmogorov-smirnov.ts";
import {
  type LevelCounts,
  largestShareShift,
  levelCounts,
  missingShare,
  unseenLevels,
} from "../statistics/levels.ts";
import {
  alignedPopulationStability,
  type Cut,
  countInBins,
  decileCuts,
  populationStability,
} from "../statistics/population-stability.ts";
import { populationDeviation, sortedPresent } from "../statistics/sample.ts";
import { standardisedWasserstein } from "../statistics/wasserstein.ts";
import type { Scalar } from "../table/scalar.ts";

/** One bin or level with its counts then and now. */
export interface Bin {
  /** Null for a numeric bin. */
  readonly level: string | null;
  /** Upper end of a numeric bin; null for a level, and for the last bin, which is open. */
  readonly upper: { readonly at: number; readonly inclusive: boolean } | null;
  readonly reference: number;
  readonly current: number;
}

/** How a feature, or the score, differs between the training rows and now; no judgement yet. */
export interface Comparison {
  readonly feature: string;
  readonly kind: FeatureKind;
  readonly test: "kolmogorov_smirnov" | "chi_square";
  readonly statistic: number;
  readonly pValue: number;
  /** As other tools have it: over all bins or levels, shares under 0.0001 lifted to it. */
  readonly psi: number;
  /** What is judged: numbers without a common shift too small to matter, rare bins and levels not overrated. */
  readonly effectPsi: number;
  /** In standard deviations of the reference; null for levels, and where the reference does not vary. */
  readonly distance: number | null;
  /** Null for numeric features. */
  readonly levelShift: { readonly level: string; readonly shift: number } | null;
  readonly unseen: { readonly levels: readonly string[]; readonly share: number };
  readonly missing: {
    readonly reference: number;
    readonly current: number;
    /** p-value of equal shares; null where nothing is missing, and for levels, where missing is a level. */
    readonly pValue: number | null;
  };
  readonly rows: { readonly reference: number; readonly current: number };
  readonly bins: readonly Bin[];
}

function numbersOf(feature: string, values: readonly Scalar[]): readonly (number | null)[] {
  return values.map((value) => {
    if (typeof value === "string")
      throw new Error(`The feature ${feature} is numeric, but a row holds a text.`);
    return value;
  });
}

/** The values of a numeric feature in one sample. */
export interface NumberSample {
  /** Ascending, without missing values. */
  readonly sorted: Float64Array;
  /** Rows without a value. */
  readonly missing: number;
}

/** Bins of the score end at fixed probabilities, and belong to the tiers as these do: from the limit on. */
function cutsOf(feature: string, sortedReference: Float64Array): readonly Cut[] {
  return feature === SCORE_NAME
    ? scoreCuts.map((at) => ({ at, inclusive: false }))
    : decileCuts(sortedReference);
}

/** Compares numbers by Kolmogorov-Smirnov, bins and distance, and their gaps by chi-square. */
export function compareNumbers(
  feature: string,
  reference: NumberSample,
  current: NumberSample,
  limits: DriftLimits = driftLimits,
): Comparison {
  const [before, now] = [reference.sorted, current.sorted];
  const rows = {
    reference: before.length + reference.missing,
    current: now.length + current.missing,
  };
  const cuts = cutsOf(feature, before);
  const [binsBefore, binsNow] = [countInBins(before, cuts), countInBins(now, cuts)];
  return {
    feature,
    kind: "numeric",
    test: "kolmogorov_smirnov",
    ...kolmogorovSmirnov(before, now),
    psi: populationStability(binsBefore, binsNow),
    effectPsi: alignedPopulationStability(before, now, cuts, {
      largestShift: limits.numeric.distance.drifted * populationDeviation(before),
      smallestShare: limits.smallestShare,
    }),
    distance: standardisedWasserstein(before, now),
    levelShift: null,
    unseen: { levels: [], share: 0 },
    missing: {
      reference: shareOf(reference.missing, rows.reference),
      current: shareOf(current.missing, rows.current),
      pValue:
        reference.missing + current.missing === 0
          ? null
          : chiSquareHomogeneity([reference.missing, before.length], [current.missing, now.length]).pValue,
    },
    rows,
    bins: binsBefore.map((count, bin) => ({
      level: null,
      upper: cuts[bin] ?? null,
      reference: count,
      current: binsNow[bin] ?? 0,
    })),
  };
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Compares levels by chi-square and by their shares. @param missing shares of empty cells, which are a level, too */
export function compareLevels(
  feature: { readonly name: string; readonly kind: "flag" | "category" },
  counts: LevelCounts,
  missing: { readonly reference: number; readonly current: number },
  limits: DriftLimits = driftLimits,
): Comparison {
  const { statistic, pValue } = chiSquareHomogeneity(counts.reference, counts.current);
  return {
    feature: feature.name,
    kind: feature.kind,
    test: "chi_square",
    statistic,
    pValue,
    psi: populationStability(counts.reference, counts.current),
    effectPsi: populationStability(counts.reference, counts.current, limits.smallestShare),
    distance: null,
    levelShift: largestShareShift(counts),
    unseen: unseenLevels(counts),
    missing: { ...missing, pValue: null },
    rows: { reference: totalOf(counts.reference), current: totalOf(counts.current) },
    bins: counts.levels.map((level, index) => ({
      level,
      upper: null,
      reference: counts.reference[index] ?? 0,
      current: counts.current[index] ?? 0,
    })),
  };
}

function numberSample(feature: string, values: readonly Scalar[]): NumberSample {
  const sorted = sortedPresent(numbersOf(feature, values));
  return { sorted, missing: values.length - sorted.length };
}

/**
 * Compares a feature now with the training rows (D29): numbers by Kolmogorov-Smirnov, bins and distance, flags and
 * categories level by level by chi-square.
 *
 * @throws Error when a numeric feature holds a text.
 */
export function compareFeature(
  feature: { readonly name: string; readonly kind: FeatureKind },
  reference: readonly Scalar[],
  current: readonly Scalar[],
  limits: DriftLimits = driftLimits,
): Comparison {
  const { name, kind } = feature;
  switch (kind) {
    case "numeric":
      return compareNumbers(name, numberSample(name, reference), numberSample(name, current), limits);
    case "flag":
    case "category":
      return compareLevels(
        { name, kind },
        levelCounts(reference, current),
        { reference: missingShare(reference), current: missingShare(current) },
        limits,
      );
  }
}
