import { kolmogorovTail } from "./tail-probability.ts";
import type { TestResult } from "./test-result.ts";

/**
 * Two-sample Kolmogorov-Smirnov test, two-sided. The statistic is the largest gap between the two empirical
 * distribution functions; the p-value comes from Kolmogorov's limiting distribution at statistic x sqrt(n m / (n + m))
 * (Smirnov 1948), which is right for large samples. Values that tie count as one step; ties and small samples make
 * the p-value too large as a rule: the test then errs towards "no drift".
 *
 * An empty sample says nothing: statistic 0, p-value 1.
 *
 * @param first ascending, without missing values
 * @param second ascending, without missing values
 * @example kolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 4, 5, 6)).statistic // 0.5
 */
export function kolmogorovSmirnov(first: Float64Array, second: Float64Array): TestResult {
  const n = first.length;
  const m = second.length;
  if (n === 0 || m === 0) return { statistic: 0, pValue: 1 };
  let i = 0;
  let j = 0;
  let statistic = 0;
  while (i < n && j < m) {
    const at = Math.min(first[i] ?? 0, second[j] ?? 0);
    while (i < n && first[i] === at) i += 1;
    while (j < m && second[j] === at) j += 1;
    statistic = Math.max(statistic, Math.abs(i / n - j / m));
  }
  return { statistic, pValue: kolmogorovTail(statistic * Math.sqrt((n / (n + m)) * m)) };
}
