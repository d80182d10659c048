import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { quantileSorted } from "simple-statistics";
import type { Estimate } from "./estimate.ts";
import type { RowCounts } from "./ranking.ts";

/** How many resamples are drawn, how, and what the intervals cover. */
export interface BootstrapOptions {
  readonly resamples: number;
  /** Coverage of the interval, for example 0.95. */
  readonly confidence: number;
  readonly seed: number;
}

/** Draws within each class, so that every resample holds as many churners as the sample. */
function* stratifiedResamples(
  labels: ArrayLike<number>,
  { resamples, seed }: BootstrapOptions,
): Generator<RowCounts> {
  const strata: [number[], number[]] = [[], []];
  for (let row = 0; row < labels.length; row += 1) strata[labels[row] === 1 ? 1 : 0].push(row);
  const random = xoroshiro128plus(seed);
  const counts = new Uint32Array(labels.length);
  for (let resample = 0; resample < resamples; resample += 1) {
    counts.fill(0);
    for (const rows of strata) {
      for (let draw = 0; draw < rows.length; draw += 1) {
        const row = rows[uniformInt(random, 0, rows.length - 1)] ?? 0;
        counts[row] = (counts[row] ?? 0) + 1;
      }
    }
    yield counts;
  }
}

/**
 * Percentile intervals (Efron and Tibshirani 1993, chapter 13) of several statistics at once, from a bootstrap
 * stratified by class. The function gets how often each row was drawn, or undefined for the sample itself; two models
 * judged in one call are thereby compared on the same draws (a paired bootstrap).
 *
 * @example
 * const [auc] = bootstrap(labels, (counts) => [rocAuc(ranking, counts)], { resamples: 1000, confidence: 0.95, seed });
 */
export function bootstrap(
  labels: ArrayLike<number>,
  statistics: (counts: RowCounts | undefined) => readonly number[],
  options: BootstrapOptions,
): readonly Estimate[] {
  const sample = statistics(undefined);
  const drawn = sample.map(() => new Float64Array(options.resamples));
  let resample = 0;
  for (const counts of stratifiedResamples(labels, options)) {
    statistics(counts).forEach((value, index) => {
      drawn[index]?.fill(value, resample, resample + 1);
    });
    resample += 1;
  }
  const tail = (1 - options.confidence) / 2;
  return sample.map((value, index) => {
    const values = Array.from((drawn[index] ?? new Float64Array()).sort());
    return { value, low: quantileSorted(values, tail), high: quantileSorted(values, 1 - tail) };
  });
}
