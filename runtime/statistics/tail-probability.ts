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

/**
 * P(X > x) of the chi-square distribution, the regularised upper incomplete gamma function Q(df / 2, x / 2). From
 * Cephes (Moshier).
 *
 * @example chiSquareTail(3.8415, 1) // 0.0500
 */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
  return x <= 0 ? 1 : chdtrc(degreesOfFreedom, x);
}
