/** The values that are there, ascending. Missing values (null, NaN) are left out. */
export function sortedPresent(values: readonly (number | null)[]): Float64Array {
  const present = values.filter((value) => value !== null && !Number.isNaN(value));
  return Float64Array.from(present, Number).sort();
}

/**
 * A decile: the smallest value with at least so many tenths of the sample at or below it (type 1 of Hyndman and Fan
 * 1996). NaN for no value.
 * @param sorted ascending
 * @param tenth 1 to 9
 */
export function decileOf(sorted: Float64Array, tenth: number): number {
  return sorted[Math.ceil((tenth * sorted.length) / 10) - 1] ?? Number.NaN;
}

/**
 * How many of the sorted values lie below `at`, or at most at it. Binary search.
 * @param sorted ascending
 */
export function countBelow(sorted: Float64Array, at: number, inclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] ?? Number.POSITIVE_INFINITY;
    if (value < at || (inclusive && value === at)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Population standard deviation (divisor n), in two passes; 0 for no value or one. */
export function populationDeviation(values: Float64Array): number {
  if (values.length === 0 || values.every((value) => value === values[0])) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}
