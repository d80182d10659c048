import { type OfferPolicy, offerPolicy } from "../../configs/offers.ts";
import type { Action } from "../../configs/risk.ts";

/**
 * What would change the decision about an offer (D27). It is worth exactly nothing where
 *
 *     probability x save rate x margin x horizon = cost share x margin x offer months
 *
 * and pays beyond. With a margin above zero the margin falls out: where it breaks even is the same for all customers.
 */

/** `cost / gain` as a share that can be reached; undefined where it would have to be more than everything. */
function reachable(cost: number, gain: number): number | undefined {
  if (cost === 0) return 0;
  const share = cost / gain;
  return share > 1 ? undefined : share;
}

/**
 * The probability from which an offer pays: cost share x offer months / (save rate x horizon).
 * @returns undefined where it would have to be more than certain that the customer leaves
 * @example breakEvenProbability("offer_medium", offerPolicy); // 0.15 x 12 / (0.3 x 12) = 0.5
 */
export function breakEvenProbability(action: Action, policy: OfferPolicy = offerPolicy): number | undefined {
  const { saveRate, horizonMonths, offerMonths, costShares } = policy;
  return reachable(costShares[action] * offerMonths, saveRate * horizonMonths);
}

/**
 * The save rate from which an offer pays for a customer of this probability: cost share x offer months / (probability x
 * horizon).
 * @returns undefined where the offer would have to keep more than everybody
 * @example breakEvenSaveRate("offer_medium", 0.75, offerPolicy); // 0.15 x 12 / (0.75 x 12) = 0.2
 */
export function breakEvenSaveRate(
  action: Action,
  probability: number,
  policy: OfferPolicy = offerPolicy,
): number | undefined {
  const { horizonMonths, offerMonths, costShares } = policy;
  return reachable(costShares[action] * offerMonths, probability * horizonMonths);
}

/** From where on an offer pays for one customer, each with everything else as it is. */
export interface BreakEven {
  readonly probability: number | undefined;
  readonly saveRate: number | undefined;
}

/**
 * From where on an offer pays for this customer, by the guardrails of the margin: nothing makes it pay while the margin
 * is unknown, negative or nothing, and then there is no such point.
 * @returns null where the margin stands against every offer
 */
export function breakEven(
  action: Action,
  customer: { readonly probability: number; readonly monthlyMarginEur: number | null },
  policy: OfferPolicy = offerPolicy,
): BreakEven | null {
  const { probability, monthlyMarginEur } = customer;
  if (monthlyMarginEur === null || monthlyMarginEur <= 0) return null;
  return {
    probability: breakEvenProbability(action, policy),
    saveRate: breakEvenSaveRate(action, probability, policy),
  };
}
