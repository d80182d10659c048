/** The standard normal's quantile of a 95 % interval. */
const Z = 1.959963984540054;

/**
 * The interval of a share, 95 % (Wilson 1927): it stays within 0 and 1, also where none or all of the trials succeeded.
 *
 * @example wilson(5, 10) // { low: 0.2366, high: 0.7634 }
 */
export function wilson(successes: number, trials: number): { readonly low: number; readonly high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const spread = Z ** 2 / trials;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
