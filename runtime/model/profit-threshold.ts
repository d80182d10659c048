import { z } from "zod";
import type { OfferPolicy } from "../../configs/offers.ts";
import { type Action, actions } from "../../configs/risk.ts";
import { forEachGroup, rankScores } from "./metrics/ranking.ts";

/** The threshold that earns most, with what was assumed. */
export const profitThresholdSchema = z.strictObject({
  /** On the calibrated scale; null where calling anybody costs more than it earns. */
  threshold: z.number().nullable(),
  /** What it earns on the training part, out of fold, for each of its customers. Unit: EUR. */
  profitPerCustomerEur: z.number(),
  precision: z.number().nullable(),
  recall: z.number(),
  /** Everybody who is called gets this offer. */
  action: z.enum(actions),
  saveRate: z.number(),
  horizonMonths: z.int(),
  offerMonths: z.int(),
  costShare: z.number(),
});
export type ProfitThreshold = z.infer<typeof profitThresholdSchema>;

/** The offer that stands for all: the middle one. */
const ACTION: Action = "offer_medium";

/**
 * What an offer earns with a customer whose outcome is known, in EUR: save rate x margin x horizon for a churner, less
 * the cost for everybody. Nothing where the margin is unknown or not positive: there is no offer then.
 */
export function realisedProfit(
  churned: boolean,
  monthlyMarginEur: number | null,
  action: Action,
  { saveRate, horizonMonths, offerMonths, costShares }: OfferPolicy,
): number {
  if (monthlyMarginEur === null || monthlyMarginEur <= 0) return 0;
  const saved = churned ? saveRate * horizonMonths : 0;
  return monthlyMarginEur * (saved - costShares[action] * offerMonths);
}

/**
 * The threshold with the highest profit (S24), beside the recall rule: of all distinct scores the one above which offers
 * would have earned most; of equally good ones the highest, which asks for the fewest offers.
 *
 * @param rows scores, labels and monthly margins in EUR, row by row
 */
export function chooseProfitThreshold(
  rows: {
    readonly probabilities: ArrayLike<number>;
    readonly labels: ArrayLike<number>;
    readonly monthlyMarginEur: readonly (number | null)[];
  },
  policy: OfferPolicy,
): ProfitThreshold {
  const { probabilities, labels, monthlyMarginEur } = rows;
  const ranking = rankScores(probabilities, labels);
  const churners = ranking.positive.reduce((sum, positive) => sum + positive, 0);
  const profitOf = (row: number) =>
    realisedProfit(labels[row] === 1, monthlyMarginEur[row] ?? null, ACTION, policy);
  let best = { profit: 0, end: 0, caught: 0 };
  let [profit, place, group, caught] = [0, 0, 0, 0];
  forEachGroup(ranking, undefined, (positives) => {
    const end = ranking.groupEnds[group] ?? place;
    for (; place < end; place += 1) profit += profitOf(ranking.rows[place] ?? 0);
    group += 1;
    caught += positives;
    if (profit > best.profit) best = { profit, end, caught };
  });
  return {
    threshold: best.end === 0 ? null : (probabilities[ranking.rows[best.end - 1] ?? 0] ?? null),
    profitPerCustomerEur: best.profit / labels.length,
    precision: best.end === 0 ? null : best.caught / best.end,
    recall: best.caught / churners,
    action: ACTION,
    saveRate: policy.saveRate,
    horizonMonths: policy.horizonMonths,
    offerMonths: policy.offerMonths,
    costShare: policy.costShares[ACTION],
  };
}
