import type { CalibrationMethod } from "../../../configs/model-policy.ts";
import { type BootstrapOptions, bootstrap } from "../metrics/bootstrap.ts";
import { calibrationError, meanOf, reliability, squaredErrors } from "../metrics/probability.ts";
import { rankScores } from "../metrics/ranking.ts";

/** A way of calibration with the out-of-fold probabilities that it gives. */
interface Contender {
  readonly method: CalibrationMethod;
  readonly probabilities: Float64Array;
}

/** How a way of calibration did out of fold. */
interface Standing {
  readonly method: CalibrationMethod;
  /** Brier score: the mean squared error of the probabilities. */
  readonly brier: number;
  /** Interval of its Brier score minus the lowest one; above 0 it is worse. */
  readonly differenceToBest: { readonly low: number; readonly high: number };
  /** Expected calibration error over quantile bins. */
  readonly calibrationError: number;
}

export interface CalibrationChoice {
  readonly chosen: CalibrationMethod;
  /** Place of the chosen one among the contenders. */
  readonly index: number;
  readonly reason: string;
  readonly candidates: readonly Standing[];
}

/**
 * Chooses the way of calibration out of fold: the lowest Brier score wins, which rewards both honest probabilities and
 * sharp ones. A contender whose paired bootstrap difference to it may be zero is tied with it; of tied ones the one
 * listed first wins, which should be the simplest: fewer numbers carry less of the sample into the future.
 */
export function chooseCalibration(
  contenders: readonly Contender[],
  labels: Uint8Array,
  options: BootstrapOptions & { readonly bins: number },
): CalibrationChoice {
  const errors = contenders.map(({ probabilities }) => squaredErrors(probabilities, labels));
  const briers = errors.map((squared) => meanOf(squared));
  const best = briers.indexOf(Math.min(...briers));
  const differences = bootstrap(
    labels,
    (counts) => {
      const drawn = errors.map((squared) => meanOf(squared, counts));
      return drawn.map((value) => value - (drawn[best] ?? 0));
    },
    options,
  );
  const candidates = contenders.map(({ method, probabilities }, index): Standing => {
    const bins = reliability(probabilities, rankScores(probabilities, labels), options.bins);
    return {
      method,
      brier: briers[index] ?? 0,
      differenceToBest: { low: differences[index]?.low ?? 0, high: differences[index]?.high ?? 0 },
      calibrationError: calibrationError(bins),
    };
  });
  const index = candidates.findIndex(({ differenceToBest }) => differenceToBest.low <= 0);
  const chosen = candidates[index];
  if (chosen === undefined) throw new Error("No way of calibration competed.");
  return {
    chosen: chosen.method,
    index,
    reason:
      index === best
        ? "Lowest Brier score out of fold."
        : `The Brier score does not tell it from ${candidates[best]?.method}, which has the lowest; this one is simpler.`,
    candidates,
  };
}
