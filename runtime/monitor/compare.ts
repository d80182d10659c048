import type { FeatureKind } from "../../configs/features.ts";
import { chiSquareHomogeneity } from "../statistics/chi-square.ts";
import { kolmogorovSmirnov } from "../statistics/kolmogorov-smirnov.ts";
import { largestShareShift, levelCounts, missingShare, unseenLevels } from "../statistics/levels.ts";
import { countInBins, decileCuts, populationStability } from "../statistics/population-stability.ts";
import { sortedPresent } from "../statistics/sample.ts";
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
  readonly psi: number;
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

function compareNumbers(
  feature: string,
  reference: readonly (number | null)[],
  current: readonly (number | null)[],
): Comparison {
  const [before, now] = [sortedPresent(reference), sortedPresent(current)];
  const cuts = decileCuts(before);
  const [binsBefore, binsNow] = [countInBins(before, cuts), countInBins(now, cuts)];
  const gaps = [reference.length - before.length, current.length - now.length] as const;
  return {
    feature,
    kind: "numeric",
    test: "kolmogorov_smirnov",
    ...kolmogorovSmirnov(before, now),
    psi: populationStability(binsBefore, binsNow),
    distance: standardisedWasserstein(before, now),
    levelShift: null,
    unseen: { levels: [], share: 0 },
    missing: {
      reference: missingShare(reference),
      current: missingShare(current),
      pValue:
        gaps[0] + gaps[1] === 0
          ? null
          : chiSquareHomogeneity([gaps[0], before.length], [gaps[1], now.length]).pValue,
    },
    rows: { reference: reference.length, current: current.length },
    bins: binsBefore.map((count, bin) => ({
      level: null,
      upper: cuts[bin] ?? null,
      reference: count,
      current: binsNow[bin] ?? 0,
    })),
  };
}

function compareLevels(
  feature: string,
  kind: "flag" | "category",
  reference: readonly Scalar[],
  current: readonly Scalar[],
): Comparison {
  const counts = levelCounts(reference, current);
  const { statistic, pValue } = chiSquareHomogeneity(counts.reference, counts.current);
  return {
    feature,
    kind,
    test: "chi_square",
    statistic,
    pValue,
    psi: populationStability(counts.reference, counts.current),
    distance: null,
    levelShift: largestShareShift(counts),
    unseen: unseenLevels(counts),
    missing: { reference: missingShare(reference), current: missingShare(current), pValue: null },
    rows: { reference: reference.length, current: current.length },
    bins: counts.levels.map((level, index) => ({
      level,
      upper: null,
      reference: counts.reference[index] ?? 0,
      current: counts.current[index] ?? 0,
    })),
  };
}

/**
 * Compares a feature now with the training rows (D29): numbers by Kolmogorov-Smirnov, deciles and distance, flags and
 * categories level by level by chi-square.
 *
 * @throws Error when a numeric feature holds a text.
 */
export function compareFeature(
  feature: { readonly name: string; readonly kind: FeatureKind },
  reference: readonly Scalar[],
  current: readonly Scalar[],
): Comparison {
  const { name, kind } = feature;
  switch (kind) {
    case "numeric":
      return compareNumbers(name, numbersOf(name, reference), numbersOf(name, current));
    case "flag":
    case "category":
      return compareLevels(name, kind, reference, current);
  }
}
