import { quantileSorted } from "simple-statistics";
import type { Draws } from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";

/** How far the draws of a statistic lie from the sample's value, by their root mean square. */
function spreadOf({ value, drawn }: Draws): number {
  let squares = 0;
  for (const each of drawn) squares += (each - value) ** 2;
  return Math.sqrt(squares / drawn.length);
}

/**
 * Intervals that hold for several statistics at once: with the given confidence all of them cover their true values. An
 * interval for each by itself is wrong somewhere the more often the more of them are looked at.
 *
 * Each draw is told in standard errors from the sample's value, and the largest of all statistics is kept; the quantile of
 * those is how many standard errors every interval reaches to either side (max-T: Westfall and Young 1993). What the
 * statistics have in common is thereby allowed for, as a bound by their number alone (Bonferroni) does not.
 *
 * @param family statistics of the same resamples
 */
export function jointIntervals(family: readonly Draws[], confidence: number): readonly Estimate[] {
  const spreads = family.map(spreadOf);
  const resamples = family[0]?.drawn.length ?? 0;
  const largest = Array.from({ length: resamples }, (_, resample) =>
    family.reduce((most, { value, drawn }, place) => {
      const spread = spreads[place] ?? 0;
      // What is the same in every resample is certain as far as resamples can tell.
      return spread === 0 ? most : Math.max(most, Math.abs((drawn[resample] ?? value) - value) / spread);
    }, 0),
  ).sort((a, b) => a - b);
  const reach = resamples === 0 ? 0 : quantileSorted(largest, confidence);
  return family.map(({ value }, place) => {
    const half = reach * (spreads[place] ?? 0);
    return { value, low: value - half, high: value + half };
  });
}
