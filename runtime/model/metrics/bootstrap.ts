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

/** A statistic of the sample, and of each resample. */
export interface Draws {
  readonly value: number;
  /** In the order of the resamples: statistics of one call have the same ones. */
  readonly drawn: Float64Array;
}

/**
 * Several statistics of the same resamples, drawn stratified by class. The function gets how often each row was drawn, or
 * undefined for the sample itself.
 */
export function bootstrapDraws(
  labels: ArrayLike<number>,
  statistics: (counts: RowCounts | undefined) => readonly number[],
  options: BootstrapOptions,
): readonly Draws[] {
  const draws = statistics(undefined).map((value) => ({ value, drawn: new Float64Array(options.resamples) }));
  let resample = 0;
  for (const counts of stratifiedResamples(labels, options)) {
    statistics(counts).forEach((value, index) => {
      draws[index]?.drawn.fill(value, resample, resample + 1);
    });
    resample += 1;
  }
  return draws;
}

/** The interval of one statistic by itself, between two percentiles of its draws. */
export function percentileInterval({ value, drawn }: Draws, confidence: number): Estimate {
  const tail = (1 - confidence) / 2;
  const values = Array.from(drawn.toSorted());
  return { value, low: quantileSorted(values, tail), high: quantileSorted(values, 1 - tail) };
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
  return bootstrapDraws(labels, statistics, options).map((draws) =>
    percentileInterval(draws, options.confidence),
  );
}
