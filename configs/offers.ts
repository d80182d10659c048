import { z } from "zod";
import { actions } from "./risk.ts";
import { DEFAULT_SEED } from "./seed.ts";

/** The economics of retention offers (D27). Assumptions of the business, not measurements: change them here. */

const share = z.number().min(0).max(1);

const offerPolicySchema = z.strictObject({
  /** Share of the customers about to leave whom an offer keeps. */
  saveRate: share,
  /** Months over which a kept customer's margin counts. */
  horizonMonths: z.int().positive(),
  /** Months for which an offer is granted. Its full cost counts, also where the customer leaves before their end. */
  offerMonths: z.int().positive(),
  /** What an offer costs per month, as a share of the customer's average monthly margin. */
  costShares: z.record(z.enum(actions), share).readonly(),
  controlGroup: z.strictObject({
    /** Share of all customers who never get an offer, so that the effect of offers can be measured. */
    share,
    /** Changing the seed draws another group and breaks comparisons over time. */
    seed: z.int(),
  }),
});
export type OfferPolicy = z.infer<typeof offerPolicySchema>;

/**
 * The policy in force. The shares are the original's offer budgets. Both periods are twelve months, as the original
 * sets a monthly budget against a monthly loss: an offer is then worth its cost where probability x save rate
 * exceeds its share.
 */
export const offerPolicy: OfferPolicy = offerPolicySchema.parse({
  saveRate: 0.3,
  horizonMonths: 12,
  offerMonths: 12,
  costShares: { no_offer: 0, offer_small: 0.05, offer_medium: 0.15, offer_large: 0.25 },
  controlGroup: { share: 0.1, seed: DEFAULT_SEED },
} satisfies OfferPolicy);

/**
 * What the policies are compared under beside the assumptions in force, for nobody has measured yet what offers keep:
 * save rates from 5 % to 50 %, and half, one and two years of a kept customer's margin.
 */
export const comparedAssumptions = {
  saveRates: [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5],
  horizonsMonths: [6, 12, 24],
} as const;

/** Why a tier's offer is not made. The codes stand among the reasons. */
export const withheldReasons = [
  "no_offer_margin_unknown",
  "no_offer_negative_margin",
  "no_offer_not_worth_it",
  "control_group",
] as const;
export type WithheldReason = (typeof withheldReasons)[number];
