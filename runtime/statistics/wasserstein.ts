import { populationDeviation } from "./sample.ts";

/**
 * Wasserstein-1 (earth mover's) distance of two samples, in the feature's unit: the area between their empirical
 * distribution functions (Vallender 1974). An empty sample says nothing: 0.
 *
 * @param first ascending, without missing values
 * @param second ascending, without missing values
 * @example wasserstein(Float64Array.of(0, 1, 3), Float64Array.of(5, 6, 8)) // 5
 */
export function wasserstein(first: Float64Array, second: Float64Array): number {
  const n = first.length;
  const m = second.length;
  if (n === 0 || m === 0) return 0;
  let i = 0;
  let j = 0;
  let area = 0;
  let previous = Math.min(first[0] ?? 0, second[0] ?? 0);
  while (i < n || j < m) {
    const at = Math.min(first[i] ?? Number.POSITIVE_INFINITY, second[j] ?? Number.POSITIVE_INFINITY);
    area += (at - previous) * Math.abs(i / n - j / m);
    while (i < n && first[i] === at) i += 1;
    while (j < m && second[j] === at) j += 1;
    previous = at;
  }
  return area;
}

/**
 * Wasserstein-1 distance over the reference's standard deviation (population form): a shift of the whole sample by
 * 0.3 standard deviations gives 0.3. Null where the reference does not vary: there is no scale to measure by.
 */
export function standardisedWasserstein(reference: Float64Array, current: Float64Array): number | null {
  const deviation = populationDeviation(reference);
  return deviation > 0 ? wasserstein(reference, current) / deviation : null;
}
