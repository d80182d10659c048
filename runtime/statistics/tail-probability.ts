import { chdtrc, compiled, kolmogorov } from "cephes";

await compiled;

/** Below this value Kolmogorov's tail is 1 to the last bit, and the library's series converges slowly or never. */
const KOLMOGOROV_IS_ONE = 0.1;

/**
 * P(K > x) of Kolmogorov's limiting distribution, 2 sum over j >= 1 of (-1)^(j-1) exp(-2 j^2 x^2). From Cephes (Moshier).
 *
 * @example kolmogorovTail(1.3581) // 0.0500, the 5 % point of the tables
 */
export function kolmogorovTail(x: number): number {
  return x < KOLMOGOROV_IS_ONE ? 1 : Math.min(1, kolmogorov(x));
}

/** The logarithm under which a probability counts as 0: about 1e-300, above the range where the library throws. */
const SMALLEST_LOG = -690;

/**
 * P(X > x) of the chi-square distribution, the regularised upper incomplete gamma function Q(df / 2, x / 2). From
 * Cephes (Moshier). 0 where Chernoff's bound, exp(-x / 2) (e x / df)^(df / 2), is under 1e-300.
 *
 * @example chiSquareTail(3.8415, 1) // 0.0500
 */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
  if (x <= 0) return 1;
  const logBound = -x / 2 + (degreesOfFreedom / 2) * (1 + Math.log(x / degreesOfFreedom));
  // The bound holds beyond the mean.
  if (x > degreesOfFreedom && logBound < SMALLEST_LOG) return 0;
  return chdtrc(degreesOfFreedom, x);
}
