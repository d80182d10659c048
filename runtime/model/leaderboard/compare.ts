import type { ClassWeighting } from "../../../configs/model-policy.ts";
import { type BootstrapOptions, bootstrap } from "../metrics/bootstrap.ts";
import type { Estimate } from "../metrics/estimate.ts";
import { logLosses, meanOf, squaredErrors } from "../metrics/probability.ts";
import { averagePrecision, rankScores, rocAuc } from "../metrics/ranking.ts";
import type { Entry, EntryComparison, EntryName } from "./schema.ts";

/** A contestant with its calibrated out-of-fold probabilities. */
export interface Performance extends EntryName {
  readonly features: number;
  readonly classWeighting: ClassWeighting | null;
  readonly probabilities: Float64Array;
}

/** Is this the contestant of that name? */
export function isNamed({ experiment, algorithm }: EntryName): (entry: EntryName) => boolean {
  return (entry) => entry.experiment === experiment && entry.algorithm === algorithm;
}

/** What an interval of a difference says of the second of two. */
export function verdictOf({ low, high }: Estimate): EntryComparison["verdict"] {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "tie";
}

/** The name alone. */
export function nameOf({ experiment, algorithm }: EntryName): EntryName {
  return { experiment, algorithm };
}

/**
 * Puts performances on the same rows in order and compares pairs of them, all on the same bootstrap draws: what two models
 * get right or wrong together cancels out.
 *
 * @param pairs which to compare, each by its names
 * @throws Error when one of them did not compete
 */
export function comparePerformances(
  performances: readonly Performance[],
  labels: Uint8Array,
  pairs: readonly { readonly from: EntryName; readonly to: EntryName }[],
  options: BootstrapOptions,
): { readonly entries: readonly Entry[]; readonly comparisons: readonly EntryComparison[] } {
  const rankings = performances.map(({ probabilities }) => rankScores(probabilities, labels));
  const precisions = rankings.map((ranking) => averagePrecision(ranking));
  const best = precisions.indexOf(Math.max(...precisions));
  const placeOf = (name: EntryName) => {
    const place = performances.findIndex(isNamed(name));
    if (place < 0) throw new Error(`${name.algorithm} on ${name.experiment} did not compete.`);
    return place;
  };
  const places = pairs.map(({ from, to }) => ({ from: placeOf(from), to: placeOf(to) }));
  const count = performances.length;
  const estimates = bootstrap(
    labels,
    (counts) => {
      const drawn = rankings.map((ranking) => averagePrecision(ranking, counts));
      const at = (place: number) => drawn[place] ?? 0;
      return [
        ...drawn,
        ...rankings.map((ranking) => rocAuc(ranking, counts)),
        ...drawn.map((value) => value - at(best)),
        ...places.map(({ from, to }) => at(to) - at(from)),
      ];
    },
    options,
  );
  const estimateAt = (place: number): Estimate => {
    const estimate = estimates[place];
    if (estimate === undefined) throw new Error("The bootstrap left out a figure.");
    return estimate;
  };
  const entries = performances.map((performance, place): Entry => {
    const { low, high } = estimateAt(2 * count + place);
    return {
      ...nameOf(performance),
      features: performance.features,
      classWeighting: performance.classWeighting,
      prAuc: estimateAt(place),
      rocAuc: estimateAt(count + place),
      brier: meanOf(squaredErrors(performance.probabilities, labels)),
      logLoss: meanOf(logLosses(performance.probabilities, labels)),
      differenceToBest: { low, high },
      tied: high >= 0,
    };
  });
  const comparisons = pairs.map(({ from, to }, place): EntryComparison => {
    const difference = estimateAt(3 * count + place);
    return { from, to, difference, verdict: verdictOf(difference) };
  });
  return { entries: entries.toSorted((a, b) => b.prAuc.value - a.prAuc.value), comparisons };
}
