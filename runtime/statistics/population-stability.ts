import { countBelow, decileOf } from "./sample.ts";

/**
 * Shares below this count as this unless told otherwise, so that an empty bin gives a large index and not an infinite
 * one. Other tools take the same.
 */
const SMALLEST_SHARE = 1e-4;

/**
 * Population stability index: sum over bins of (current - reference) x ln(current / reference), the symmetrised
 * Kullback-Leibler divergence of the two spreads. Rule of thumb of credit scoring (Siddiqi 2006): under 0.1 stable,
 * from 0.25 changed. Shares under `smallestShare` are lifted to it. An empty sample says nothing: 0.
 *
 * @param reference counts per bin or level
 * @param current counts of the same bins, in the same order
 * @example populationStability([50, 50], [60, 40]) // 0.1 ln 1.2 - 0.1 ln 0.8 = 0.0405
 */
export function populationStability(
  reference: readonly number[],
  current: readonly number[],
  smallestShare = SMALLEST_SHARE,
): number {
  if (reference.length !== current.length) throw new RangeError("Both samples need a count for every bin.");
  const totals = [reference, current].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const [referenceTotal = 0, currentTotal = 0] = totals;
  if (referenceTotal === 0 || currentTotal === 0) return 0;
  return reference.reduce((sum, count, bin) => {
    const before = Math.max(count / referenceTotal, smallestShare);
    const now = Math.max((current[bin] ?? 0) / currentTotal, smallestShare);
    return sum + (now - before) * Math.log(now / before);
  }, 0);
}

const TENTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

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
  const deciles = TENTHS.map((tenth) => decileOf(sortedReference, tenth));
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

/** Two numbers that differ by this part of their size, or less, differ by the rounding of a sum alone. */
const ROUNDING = 1e-12;

/** Bins moved by so much. Values that should lie on a cut stay on it in spite of the rounding of sums. */
function movedCuts(cuts: readonly Cut[], shift: number): readonly Cut[] {
  if (shift === 0) return cuts;
  return cuts.map(({ at, inclusive }) => {
    const slack = ROUNDING * Math.max(Math.abs(at), Math.abs(shift));
    return { at: at + shift + (inclusive ? slack : -slack), inclusive };
  });
}

/**
 * Population stability index of two samples over the reference's bins once a common shift is taken out: the least
 * index over shifts of the bins by at most `largestShift`, either way. It measures how the shape has changed; how far
 * all have moved together is the distance's to say (`standardisedWasserstein`).
 *
 * Without it, bins of ties and of a narrow bulk make much of nothing: where 82 % of the customers use no gas, one
 * cubic metre more for everybody empties the bin of the zeros, and the plain index is above 4.
 *
 * The shifts that are tried are none, and those that bring a decile of the current sample to the reference's. So a
 * sample that is the reference moved by a constant within reach has 0.
 *
 * @param reference ascending, without missing values
 * @param current ascending, without missing values
 * @param cuts ends of the bins, such as the `decileCuts` of the reference
 * @param largestShift in the feature's unit, at least 0
 */
export function alignedPopulationStability(
  reference: Float64Array,
  current: Float64Array,
  cuts: readonly Cut[],
  { largestShift, smallestShare }: { readonly largestShift: number; readonly smallestShare: number },
): number {
  if (reference.length === 0 || current.length === 0) return 0;
  const before = countInBins(reference, cuts);
  const shifts = TENTHS.map((tenth) => decileOf(current, tenth) - decileOf(reference, tenth)).filter(
    (shift) => Math.abs(shift) <= largestShift,
  );
  return [...new Set([0, ...shifts])].reduce((least, shift) => {
    const now = countInBins(current, movedCuts(cuts, shift));
    return Math.min(least, populationStability(before, now, smallestShare));
  }, Number.POSITIVE_INFINITY);
}
