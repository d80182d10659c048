import type { ClassWeighting } from "../../../configs/model-policy.ts";
import { type BootstrapOptions, bootstrapDraws, percentileInterval } from "../metrics/bootstrap.ts";
import type { Estimate } from "../metrics/estimate.ts";
import { jointIntervals } from "../metrics/joint-intervals.ts";
import { logLosses, meanOf, squaredErrors } from "../metrics/probability.ts";
import { averagePrecision, rankScores, rocAuc } from "../metrics/ranking.ts";
import type { Entry, EntryComparison, EntryName } from "./schema.ts";

/** A contestant with its calibrated out-of-fold probabilities. */
export interface Performance extends EntryName {
  readonly features: number;
  readonly classWeighting: ClassWeighting | null;
  readonly probabilities: Float64Array;
}

/** Two by their names. */
interface Pair {
  readonly from: EntryName;
  readonly to: EntryName;
}

/** A challenge of the preferred contestant: one of several on which a choice is made. */
export interface Challenge extends EntryComparison {
  /** The interval that holds for all challenges together: by itself each would find a better one too easily. */
  readonly joint: Estimate;
}

/** What is compared with what. */
export interface Pairings {
  /** To be told, each by itself. */
  readonly pairs: readonly Pair[];
  /** To be decided on, together. @default none */
  readonly challenges?: readonly Pair[];
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
 * @throws Error when one of them did not compete
 */
export function comparePerformances(
  performances: readonly Performance[],
  labels: Uint8Array,
  { pairs, challenges = [] }: Pairings,
  options: BootstrapOptions,
): {
  readonly entries: readonly Entry[];
  readonly comparisons: readonly EntryComparison[];
  readonly challenges: readonly Challenge[];
} {
  const rankings = performances.map(({ probabilities }) => rankScores(probabilities, labels));
  const precisions = rankings.map((ranking) => averagePrecision(ranking));
  const best = precisions.indexOf(Math.max(...precisions));
  const placeOf = (name: EntryName) => {
    const place = performances.findIndex(isNamed(name));
    if (place < 0) throw new Error(`${name.algorithm} on ${name.experiment} did not compete.`);
    return place;
  };
  const compared = [...pairs, ...challenges];
  const places = compared.map(({ from, to }) => ({ from: placeOf(from), to: placeOf(to) }));
  const count = performances.length;
  const draws = bootstrapDraws(
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
    const drawn = draws[place];
    if (drawn === undefined) throw new Error("The bootstrap left out a figure.");
    return percentileInterval(drawn, options.confidence);
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
  const comparisons = compared.map(({ from, to }, place): EntryComparison => {
    const difference = estimateAt(3 * count + place);
    return { from, to, difference, verdict: verdictOf(difference) };
  });
  const joint = jointIntervals(draws.slice(3 * count + pairs.length), options.confidence);
  return {
    entries: entries.toSorted((a, b) => b.prAuc.value - a.prAuc.value),
    comparisons: comparisons.slice(0, pairs.length),
    challenges: comparisons.slice(pairs.length).map((comparison, place) => ({
      ...comparison,
      joint: joint[place] ?? comparison.difference,
    })),
  };
}
