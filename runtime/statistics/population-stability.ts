import { countBelow } from "./sample.ts";

/** Shares below this count as this, so that an empty bin gives a large index and not an infinite one. */
const SMALLEST_SHARE = 1e-4;

/**
 * Population stability index: sum over bins of (current - reference) x ln(current / reference), the symmetrised
 * Kullback-Leibler divergence of the two spreads. Rule of thumb of credit scoring (Siddiqi 2006): under 0.1 stable,
 * from 0.25 changed. Shares under `SMALLEST_SHARE` are lifted to it. An empty sample says nothing: 0.
 *
 * @param reference counts per bin or level
 * @param current counts of the same bins, in the same order
 * @example populationStability([50, 50], [60, 40]) // 0.1 ln 1.2 - 0.1 ln 0.8 = 0.0405
 */
export function populationStability(reference: readonly number[], current: readonly number[]): number {
  if (reference.length !== current.length) throw new RangeError("Both samples need a count for every bin.");
  const totals = [reference, current].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const [referenceTotal = 0, currentTotal = 0] = totals;
  if (referenceTotal === 0 || currentTotal === 0) return 0;
  return reference.reduce((sum, count, bin) => {
    const before = Math.max(count / referenceTotal, SMALLEST_SHARE);
    const now = Math.max((current[bin] ?? 0) / currentTotal, SMALLEST_SHARE);
    return sum + (now - before) * Math.log(now / before);
  }, 0);
}

/** Where one bin ends and the next begins: values below `at`, or at most at it where `inclusive`, are in the first. */
export interface Cut {
  readonly at: number;
  readonly inclusive: boolean;
}

/**
 * Bins of a numeric feature: cut after each decile of the reference, the outer bins open. The deciles are values of
 * the reference itself (the smallest with at least that share at or below it). A value on which several deciles fall,
 * such as the zeros of a customer group without gas, is a bin of its own: so a constant feature has the bins "below",
 * "equal" and "above".
 *
 * @param sortedReference ascending, without missing values
 */
export function decileCuts(sortedReference: Float64Array): readonly Cut[] {
  const n = sortedReference.length;
  if (n === 0) return [];
  const deciles = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) =>
    Number(sortedReference[Math.ceil((tenth * n) / 10) - 1]),
  );
  return [...new Set(deciles)].flatMap((at) => {
    const repeated = deciles.filter((decile) => decile === at).length > 1;
    return repeated
      ? [
          { at, inclusive: false },
          { at, inclusive: true },
        ]
      : [{ at, inclusive: true }];
  });
}

/** Counts of the sorted values in the bins between the cuts: one more than there are cuts. */
export function countInBins(sorted: Float64Array, cuts: readonly Cut[]): readonly number[] {
  const ends = [...cuts.map(({ at, inclusive }) => countBelow(sorted, at, inclusive)), sorted.length];
  return ends.map((end, bin) => end - (bin === 0 ? 0 : (ends[bin - 1] ?? 0)));
}
