import type { OfferPolicy } from "../../configs/offers.ts";
import type { Action } from "../../configs/risk.ts";

/** What an action costs and is expected to earn with one customer, over the policy's periods. Unit: EUR. */
export interface OfferValue {
  readonly costEur: number;
  /** Negative where the cost exceeds what is saved. */
  readonly impactEur: number;
}

/**
 * The value of making an offer to a customer (D27):
 *
 *     cost   = cost share x max(monthly margin, 0) x offer months
 *     impact = probability x save rate x monthly margin x horizon months - cost
 *
 * Doing nothing costs nothing and earns nothing. With an unknown margin the value is unknown: null.
 *
 * @param monthlyMarginEur average monthly margin, null where it is unknown
 * @example
 * // Save rate 0.3, 12 and 12 months, share 0.25: 0.9 x 0.3 x 10 x 12 - 0.25 x 10 x 12 = 2.40 EUR
 * offerValue("offer_large", { probability: 0.9, monthlyMarginEur: 10 }, offerPolicy);
 */
export function offerValue(
  action: Action,
  customer: { readonly probability: number; readonly monthlyMarginEur: number | null },
  policy: OfferPolicy,
): OfferValue | null {
  const { probability, monthlyMarginEur } = customer;
  if (monthlyMarginEur === null) return null;
  if (action === "no_offer") return { costEur: 0, impactEur: 0 };
  const costEur = policy.costShares[action] * Math.max(monthlyMarginEur, 0) * policy.offerMonths;
  const savedEur = probability * policy.saveRate * monthlyMarginEur * policy.horizonMonths;
  return { costEur, impactEur: savedEur - costEur };
}
