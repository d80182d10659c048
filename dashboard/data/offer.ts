import { type OfferPolicy, offerPolicy } from "../../configs/offers.ts";
import type { Action } from "../../configs/risk.ts";

/**
 * The probability from which an offer pays, whoever the customer is (D27): there
 * probability x save rate x margin x horizon = share x margin x offer months, and the margin falls out.
 * @returns undefined where it would have to be more than certain that the customer leaves
 */
export function breakEvenProbability(action: Action, policy: OfferPolicy = offerPolicy): number | undefined {
  const { saveRate, horizonMonths, offerMonths, costShares } = policy;
  const kept = saveRate * horizonMonths;
  const probability = kept === 0 ? Number.POSITIVE_INFINITY : (costShares[action] * offerMonths) / kept;
  return probability > 1 ? undefined : probability;
}
