import type { OfferPolicy, WithheldReason } from "../../configs/offers.ts";
import type { Action, TimingWindow } from "../../configs/risk.ts";
import type { Segment } from "../../configs/segments.ts";
import { ContractError } from "../errors.ts";
import { inControlGroup } from "./control-group.ts";
import { type Driver, driverCode } from "./drivers.ts";
import { type OfferValue, offerValue } from "./offer.ts";
import { riskTierOf } from "./risk-tier.ts";

/** What the recommendation needs to know about a customer. */
export interface ScoredCustomer {
  readonly customerId: string;
  /** Calibrated, unrounded. */
  readonly probability: number;
  readonly segment: Segment;
  /** Null where it is unknown. */
  readonly monthlyMarginEur: number | null;
  /** What pushes the customer most towards churn, strongest first. */
  readonly drivers: readonly Driver[];
}

/** What to do about a customer, and why. */
export interface Recommendation {
  readonly action: Action;
  readonly timing: TimingWindow;
  /** Of the action: nothing is spent and nothing earned without an offer. */
  readonly value: OfferValue;
  readonly reasons: readonly string[];
  readonly controlGroup: boolean;
  /** What the tier stands for when nothing speaks against it, and its value: null where the margin is unknown. */
  readonly tierAction: Action;
  readonly tierValue: OfferValue | null;
  /** Null where the tier's own action is taken. */
  readonly withheld: WithheldReason | null;
}

const NOTHING: OfferValue = { costEur: 0, impactEur: 0 };

/** The guardrails of an offer (D27), the most fundamental first; null where none holds it back. */
export function guardrail(
  action: Action,
  monthlyMarginEur: number | null,
  value: OfferValue | null,
): WithheldReason | null {
  if (action === "no_offer") return null;
  if (monthlyMarginEur === null || value === null) return "no_offer_margin_unknown";
  if (monthlyMarginEur < 0) return "no_offer_negative_margin";
  return value.impactEur <= 0 ? "no_offer_not_worth_it" : null;
}

/** Why an offer is not made. The control group comes last: it holds back only real offers. */
function withheldReason(
  action: Action,
  monthlyMarginEur: number | null,
  value: OfferValue | null,
  controlGroup: boolean,
): WithheldReason | null {
  if (action === "no_offer") return null;
  return guardrail(action, monthlyMarginEur, value) ?? (controlGroup ? "control_group" : null);
}

/**
 * What to do about one customer: the tier's action and timing (D25), unless a guardrail or the control group holds the
 * offer back (D27); then there is no offer, no time to act, and a reason that says why.
 */
export function recommend(customer: ScoredCustomer, policy: OfferPolicy): Recommendation {
  const { customerId, probability, segment, monthlyMarginEur, drivers } = customer;
  const tier = riskTierOf(probability);
  const controlGroup = inControlGroup(customerId, policy.controlGroup);
  const tierValue = offerValue(tier.action, customer, policy);
  const withheld = withheldReason(tier.action, monthlyMarginEur, tierValue, controlGroup);
  return {
    action: withheld === null ? tier.action : "no_offer",
    timing: withheld === null ? tier.timing : "none",
    value: withheld === null ? (tierValue ?? NOTHING) : NOTHING,
    reasons: [
      ...tier.reasons,
      `segment_${segment.toLowerCase()}`,
      ...(withheld === null ? [] : [withheld]),
      ...drivers.map(driverCode),
    ],
    controlGroup,
    tierAction: tier.action,
    tierValue,
    withheld,
  };
}

/**
 * The last guard before anything is written, whatever made the recommendation: reasons are given, the score is a
 * probability, and every offer is expected to pay and goes to nobody in the control group.
 *
 * @throws ContractError when one of them does not hold.
 */
export function checkRecommendation(
  riskScore: number,
  { action, value, reasons, controlGroup }: Recommendation,
): void {
  const fault = [
    { broken: reasons.length === 0, text: "has no reason" },
    { broken: !(riskScore >= 0 && riskScore <= 1), text: `has the risk score ${riskScore}` },
    { broken: action !== "no_offer" && !(value.impactEur > 0), text: "makes an offer that does not pay" },
    { broken: action !== "no_offer" && controlGroup, text: "makes an offer to the control group" },
  ].find(({ broken }) => broken);
  if (fault !== undefined) {
    throw new ContractError(`Table recommendations: a row ${fault.text}.`);
  }
}
