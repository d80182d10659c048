import type { ClassWeighting } from "../../configs/model-policy.ts";
import { type BootstrapOptions, bootstrap } from "./metrics/bootstrap.ts";
import { logLosses, meanOf } from "./metrics/probability.ts";
import { averagePrecision, rankScores } from "./metrics/ranking.ts";

/** A class weighting with its calibrated out-of-fold probabilities. */
interface Contender {
  readonly weighting: ClassWeighting;
  readonly positiveWeight: number;
  readonly probabilities: Float64Array;
}

/** How a contender did. */
interface Standing {
  readonly classWeighting: ClassWeighting;
  readonly positiveWeight: number;
  readonly prAuc: number;
  readonly differenceToBest: { readonly low: number; readonly high: number };
  readonly logLoss: number;
}

export interface WeightingChoice {
  readonly chosen: ClassWeighting;
  /** Place of the chosen one among the contenders. */
  readonly index: number;
  readonly reason: string;
  readonly candidates: readonly Standing[];
}

/**
 * Chooses the class weighting out of fold (D22): the highest average precision wins. A contender whose paired
 * bootstrap difference to it may be zero is tied with it; of tied contenders the one with the lowest log loss wins,
 * because its probabilities are used as they are, and of equal ones the one listed first.
 */
export function chooseWeighting(
  contenders: readonly Contender[],
  labels: Uint8Array,
  options: BootstrapOptions,
): WeightingChoice {
  const rankings = contenders.map(({ probabilities }) => rankScores(probabilities, labels));
  const precisions = rankings.map((ranking) => averagePrecision(ranking));
  const best = precisions.indexOf(Math.max(...precisions));
  const differences = bootstrap(
    labels,
    (counts) => {
      const drawn = rankings.map((ranking) => averagePrecision(ranking, counts));
      return drawn.map((value) => value - (drawn[best] ?? 0));
    },
    options,
  );
  const candidates = contenders.map(
    ({ weighting, positiveWeight, probabilities }, index): Standing => ({
      classWeighting: weighting,
      positiveWeight,
      prAuc: precisions[index] ?? 0,
      differenceToBest: { low: differences[index]?.low ?? 0, high: differences[index]?.high ?? 0 },
      logLoss: meanOf(logLosses(probabilities, labels)),
    }),
  );
  const tied = candidates.filter(({ differenceToBest }) => differenceToBest.high >= 0);
  const lowest = Math.min(...tied.map(({ logLoss }) => logLoss));
  const index = candidates.findIndex((candidate) => tied.includes(candidate) && candidate.logLoss === lowest);
  const chosen = candidates[index];
  if (chosen === undefined) throw new Error("No class weighting competed.");
  return {
    chosen: chosen.classWeighting,
    index,
    reason:
      tied.length > 1
        ? "Average precision does not tell the weightings apart; this one has the lowest log loss out of fold."
        : "Highest average precision out of fold.",
    candidates,
  };
}
