/** Entries of a table of quantiles: a power of two, so that random bits are an index. */
export const QUANTILES = 4096;

/** Distribution function of a gamma variable with a whole shape (Erlang) and mean 1. */
export function erlangCdf(shape: number, x: number): number {
  const scaledX = x * shape;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < shape; k += 1) {
    term *= scaledX / k;
    sum += term;
  }
  return 1 - Math.exp(-scaledX) * sum;
}

/**
 * Quantiles of Gamma(shape, 1/shape), whose mean is 1, at the middles of `QUANTILES` equal slices: drawing one at
 * random is the fastest way to a gamma variable, and no slice is finer than a meter could tell.
 */
export function gammaQuantiles(shape: number): Float64Array {
  const table = new Float64Array(QUANTILES);
  for (let slice = 0; slice < QUANTILES; slice += 1) {
    const probability = (slice + 0.5) / QUANTILES;
    let low = 0;
    let high = 16;
    while (high - low > 1e-12) {
      const middle = (low + high) / 2;
      if (erlangCdf(shape, middle) < probability) low = middle;
      else high = middle;
    }
    table[slice] = (low + high) / 2;
  }
  return table;
}
