import type { OfferPolicy } from "../../configs/offers.ts";
import type { Action } from "../../configs/risk.ts";
import { offerValue } from "./offer.ts";
import { guardrail } from "./recommend.ts";
import { riskTierOf } from "./risk-tier.ts";

/**
 * The ways of deciding who gets which offer that are held against each other.
 *
 * - `no_offers`: nobody gets one.
 * - `tier_rule`: the original's. Each tier's customers get its offer, whatever it costs, unless they bring a loss.
 * - `threshold`: everybody whom the model calls, loss-makers included, gets the medium offer.
 * - `impact`: this project's. The tier's offer, where it is expected to earn more than it costs (D27).
 *
 * That each customer gets the best of the offers is not among them: while offers of every size are assumed to keep the same
 * share of the customers, the smallest is always the best, which would say something of the assumption and nothing of
 * customers. The control group is left out of all of them, for it is a part of measuring and not of deciding.
 */
export const policyNames = ["no_offers", "tier_rule", "threshold", "impact"] as const;
export type PolicyName = (typeof policyNames)[number];

/** A customer of whom it is known what happened without an offer. */
export interface JudgedCustomer {
  /** Calibrated, unrounded. */
  readonly probability: number;
  readonly churned: boolean;
  /** Null where it is unknown. */
  readonly monthlyMarginEur: number | null;
}

/** On which terms offers are judged. */
export interface JudgedTerms {
  readonly policy: OfferPolicy;
  /** The model's: from this probability on a customer is called. */
  readonly threshold: number;
}

/** The offer that a policy makes to a customer. With an unknown margin nobody can say what one would cost: none. */
export function offerUnder(name: PolicyName, customer: JudgedCustomer, terms: JudgedTerms): Action {
  const { probability, monthlyMarginEur } = customer;
  if (monthlyMarginEur === null) return "no_offer";
  const { action } = riskTierOf(probability);
  switch (name) {
    case "no_offers":
      return "no_offer";
    case "tier_rule":
      return monthlyMarginEur < 0 ? "no_offer" : action;
    case "threshold":
      return probability >= terms.threshold ? "offer_medium" : "no_offer";
    case "impact": {
      const value = offerValue(action, customer, terms.policy);
      return guardrail(action, monthlyMarginEur, value) === null ? action : "no_offer";
    }
  }
}

/** One offer of a policy, judged by what the customer really did. */
export interface JudgedOffer {
  /** The customer's place among all. */
  readonly row: number;
  readonly costEur: number;
  /** What the model promised: its expected impact. */
  readonly expectedEur: number;
  /** What came of it, an expectation over the save rate alone: (churned ? save rate x margin x horizon : 0) - cost. */
  readonly realisedEur: number;
}

/** All offers that a policy makes to these customers, in their order. */
export function offersUnder(
  name: PolicyName,
  customers: readonly JudgedCustomer[],
  terms: JudgedTerms,
): readonly JudgedOffer[] {
  return customers.flatMap((customer, row): readonly JudgedOffer[] => {
    const action = offerUnder(name, customer, terms);
    if (action === "no_offer") return [];
    const promised = offerValue(action, customer, terms.policy);
    const realised = offerValue(action, { ...customer, probability: customer.churned ? 1 : 0 }, terms.policy);
    if (promised === null || realised === null) return [];
    return [
      {
        row,
        costEur: promised.costEur,
        expectedEur: promised.impactEur,
        realisedEur: realised.impactEur,
      },
    ];
  });
}
