import { chiSquareTail } from "./tail-probability.ts";
import type { TestResult } from "./test-result.ts";

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/**
 * Pearson's chi-square test of homogeneity: do two samples spread over the same levels alike? Two rows, one column per
 * level, levels that neither sample has left out, degrees of freedom = levels - 1, no continuity correction (Pearson
 * 1900). With expected counts under about 5 the p-value is rough.
 *
 * One level in all, or an empty sample, says nothing: statistic 0, p-value 1.
 *
 * @param first counts per level
 * @param second counts of the same levels, in the same order
 */
export function chiSquareHomogeneity(
  first: readonly number[],
  second: readonly number[],
): TestResult & { readonly degreesOfFreedom: number } {
  if (first.length !== second.length) throw new RangeError("Both samples need a count for every level.");
  const totals = [total(first), total(second)] as const;
  const levels = first.map((count, level) => [count, second[level] ?? 0] as const);
  const present = levels.filter(([a, b]) => a + b > 0);
  const degreesOfFreedom = Math.max(present.length - 1, 0);
  if (degreesOfFreedom === 0 || totals[0] === 0 || totals[1] === 0)
    return { statistic: 0, pValue: 1, degreesOfFreedom };
  const all = totals[0] + totals[1];
  const statistic = present.reduce((sum, [a, b]) => {
    const expectedA = ((a + b) * totals[0]) / all;
    const expectedB = ((a + b) * totals[1]) / all;
    return sum + (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB;
  }, 0);
  return { statistic, pValue: chiSquareTail(statistic, degreesOfFreedom), degreesOfFreedom };
}
