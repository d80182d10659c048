import { z } from "zod";

/** Risk tiers, and what the business does about each (D25). */

/** What a customer is offered. */
export const actions = ["no_offer", "offer_small", "offer_medium", "offer_large"] as const;
export type Action = (typeof actions)[number];

/** When to act. `none`: there is nothing to act on, and the reasons say why. */
export const timingWindows = ["immediate", "30_60_days", "60_90_days", "none"] as const;
export type TimingWindow = (typeof timingWindows)[number];

const tierSchema = z.strictObject({
  /** Stable name for code and URLs. */
  id: z.string(),
  /** As tables and pages show it. */
  label: z.string(),
  /** Smallest calibrated probability of the tier, inclusive; the tier ends where the next begins. */
  from: z.number().min(0).max(1),
  action: z.enum(actions),
  timing: z.enum(timingWindows),
  /**
   * Reason codes that every customer of the tier carries. The original kept `low_risk_monitoring` for customers without
   * any other code, of whom there are none: every customer has a segment. Here it is the code of the lowest tier.
   */
  reasons: z.array(z.string()).min(1).readonly(),
});
export type RiskTier = z.infer<typeof tierSchema>;

/** From the lowest risk to the highest. The cuts are on the unrounded calibrated probability. */
export const riskTiers = [
  {
    id: "low",
    label: "Low (<40%)",
    from: 0,
    action: "no_offer",
    timing: "60_90_days",
    reasons: ["low_risk_monitoring"],
  },
  {
    id: "medium",
    label: "Medium (40-60%)",
    from: 0.4,
    action: "offer_small",
    timing: "30_60_days",
    reasons: ["moderate_churn_risk"],
  },
  {
    id: "high",
    label: "High (60-80%)",
    from: 0.6,
    action: "offer_medium",
    timing: "immediate",
    reasons: ["high_churn_risk", "churn_probability_above_60pct"],
  },
  {
    id: "critical",
    label: "Critical (>80%)",
    from: 0.8,
    action: "offer_large",
    timing: "immediate",
    reasons: ["critical_churn_risk", "churn_probability_above_80pct"],
  },
] as const satisfies readonly RiskTier[];

z.array(tierSchema)
  .refine(
    (tiers) => tiers[0]?.from === 0 && tiers.every(({ from }, i) => from > (tiers[i - 1]?.from ?? -1)),
    "Risk tiers must start at 0 and rise.",
  )
  .parse(riskTiers);

/** Stable names of the tiers. */
export type TierId = (typeof riskTiers)[number]["id"];

/** Labels of the tiers, from the lowest risk to the highest: the natural order for lists (U9). */
export const riskTierLabels = riskTiers.map(({ label }) => label);
