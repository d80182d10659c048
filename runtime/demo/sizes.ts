/** The counts of the recipe hold for so many customers; for another number they are scaled. */
const RECIPE_CUSTOMERS = 20_099;

/** A count that the recipe gives for 20,099 customers, for `customers`. */
export function scaled(count: number, customers: number): number {
  return Math.round((count * customers) / RECIPE_CUSTOMERS);
}

/**
 * Shares out `total` in proportion to the counts, as whole numbers that sum to `total`: what is left after rounding
 * down goes to the largest remainders (Hamilton's method). With `total` equal to their sum the counts come back.
 */
export function apportion(counts: readonly number[], total: number): number[] {
  const sum = counts.reduce((left, right) => left + right, 0);
  if (sum === 0) return counts.map(() => 0);
  const exact = counts.map((count) => (count * total) / sum);
  const shares = exact.map(Math.floor);
  const missing = total - shares.reduce((left, right) => left + right, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((left, right) => right.remainder - left.remainder || left.index - right.index);
  for (const { index } of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

/** Every item as often as its count says. */
export function repeated<T>(items: readonly T[], counts: readonly number[]): T[] {
  return items.flatMap((item, index) => Array<T>(counts[index] ?? 0).fill(item));
}
