import { z } from "zod";
import { type BootstrapOptions, bootstrap } from "./metrics/bootstrap.ts";
import type { ScoredRows } from "./metrics/metrics.ts";
import { forEachGroup, type Ranking, type RowCounts, rankScores } from "./metrics/ranking.ts";

const pointSchema = z.strictObject({ x: z.number(), value: z.number(), low: z.number(), high: z.number() });

/** Curves at even steps, with the interval of each point by itself: a band that holds 95 % of curves would be wider. */
export const curveBandsSchema = z.strictObject({
  /** Precision by recall. */
  precisionRecall: z.array(pointSchema).readonly(),
  /** Share of the churners who are called by share of the others who are called. */
  roc: z.array(pointSchema).readonly(),
  /** Share of the churners who are called by share of all customers who are called, the highest risk first. */
  gain: z.array(pointSchema).readonly(),
});
export type CurveBands = z.infer<typeof curveBandsSchema>;

/** Steps of a curve, from 1 / STEPS to 1. */
const STEPS = 40;
/** By so much shares of rows may be off the step that they stand for. */
const ROUNDING = 1e-12;
const places = Array.from({ length: STEPS }, (_, step) => (step + 1) / STEPS);

/** All curves at all places, one after the other. */
function curvesOf(ranking: Ranking, counts: RowCounts | undefined): readonly number[] {
  let [churners, others] = [0, 0];
  forEachGroup(ranking, counts, (positives, negatives) => {
    churners += positives;
    others += negatives;
  });
  const precisionAt = new Float64Array(STEPS);
  const recallAtFalse = new Float64Array(STEPS);
  const recallAtShare = new Float64Array(STEPS);
  const next = { precision: 0, roc: 0, gain: 0 };
  let before = { caught: 0, wrong: 0 };
  forEachGroup(ranking, counts, (positives, negatives) => {
    const now = { caught: before.caught + positives, wrong: before.wrong + negatives };
    const reached = (value: number, step: number) => step < STEPS && value >= (places[step] ?? 1) - ROUNDING;
    const passed = (value: number, step: number) => step < STEPS && value > (places[step] ?? 1) + ROUNDING;
    // Equal scores stand or fall together: a curve is straight between two of its points, but for precision, which is
    // that of the first point that reaches the recall.
    for (; reached(now.caught / churners, next.precision); next.precision += 1)
      precisionAt[next.precision] = now.caught / (now.caught + now.wrong);
    // Not before the rate is passed: where it is reached exactly, groups of churners alone may still raise the curve there.
    for (; passed(now.wrong / others, next.roc); next.roc += 1)
      recallAtFalse[next.roc] = between(
        before.wrong,
        now.wrong,
        (places[next.roc] ?? 1) * others,
        before,
        now,
      );
    const [calledBefore, called] = [before.caught + before.wrong, now.caught + now.wrong];
    for (; reached(called / (churners + others), next.gain); next.gain += 1)
      recallAtShare[next.gain] = between(
        calledBefore,
        called,
        (places[next.gain] ?? 1) * (churners + others),
        before,
        now,
      );
    before = now;
  });
  // All others are called: so are all churners.
  recallAtFalse.fill(churners, next.roc);
  const share = (caught: number) => caught / churners;
  return [...precisionAt, ...Array.from(recallAtFalse, share), ...Array.from(recallAtShare, share)];
}

/** Churners caught where the way from one point to the next has come as far as `at`. */
function between(
  from: number,
  to: number,
  at: number,
  before: { readonly caught: number },
  now: { readonly caught: number },
): number {
  const way = to === from ? 1 : (at - from) / (to - from);
  return before.caught + (now.caught - before.caught) * way;
}

/** The curves of a model with bootstrap intervals. @throws Error when a score is NaN */
export function curveBands({ probabilities, labels }: ScoredRows, options: BootstrapOptions): CurveBands {
  const ranking = rankScores(probabilities, labels);
  const estimates = bootstrap(labels, (counts) => curvesOf(ranking, counts), options);
  const curve = (first: number) =>
    estimates.slice(first, first + STEPS).map((estimate, step) => ({ x: places[step] ?? 1, ...estimate }));
  return { precisionRecall: curve(0), roc: curve(STEPS), gain: curve(2 * STEPS) };
}
