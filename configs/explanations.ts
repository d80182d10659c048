import { z } from "zod";

/** How scores are explained: how many reasons a customer gets, and from when on an effect is called strong. */

/** Which way a feature moves a customer's score: towards leaving, or away from it. */
export const directions = ["raises", "lowers"] as const;
export type Direction = (typeof directions)[number];

/** How much an effect is, in words; from the weakest to the strongest. */
export const strengths = ["slight", "clear", "strong"] as const;
export type Strength = (typeof strengths)[number];

const explanationPolicySchema = z.strictObject({
  /** Most features that are kept of each customer, by the way they move the score. */
  kept: z.record(z.enum(directions), z.int().positive()).readonly(),
  /** Most drivers that a recommendation and a served score name among their reasons (D28). */
  named: z.int().positive(),
  /**
   * Smallest factor on the odds of leaving, or on those of staying, from which on an effect is called so. These are the
   * odds before calibration: by how much the calibrated ones change depends on the calibrator, and for some on the score.
   */
  oddsFactor: z.strictObject({ clear: z.number().gt(1), strong: z.number().gt(1) }),
  /**
   * How far the contributions may be from the margin before they are refused, as a share of their absolute sum (at
   * least 1). The library adds numbers of 32 bits, tree by tree.
   */
  rounding: z.number().positive(),
  /** From this correlation of value and contribution on, a feature's effect is said to have a direction. */
  clearCorrelation: z.number().gt(0).lt(1),
});
export type ExplanationPolicy = z.infer<typeof explanationPolicySchema>;

/** The policy in force. A factor of 2 doubles the odds before calibration, or halves them; 1.25 is a quarter more. */
export const explanationPolicy: ExplanationPolicy = explanationPolicySchema
  .refine(({ kept, named }) => named <= kept.raises, "What is named must be kept.")
  .refine(({ oddsFactor }) => oddsFactor.clear < oddsFactor.strong, "Strong is more than clear.")
  .parse({
    kept: { raises: 5, lowers: 3 },
    named: 3,
    oddsFactor: { clear: 1.25, strong: 2 },
    rounding: 1e-5,
    clearCorrelation: 0.5,
  } satisfies ExplanationPolicy);

/**
 * How strong an effect is.
 * @param contribution in log-odds before calibration, of either sign
 * @example strengthOf(Math.log(2)) // "strong": before calibration, the odds of leaving double
 */
export function strengthOf(contribution: number): Strength {
  const factor = Math.exp(Math.abs(contribution));
  if (factor >= explanationPolicy.oddsFactor.strong) return "strong";
  return factor >= explanationPolicy.oddsFactor.clear ? "clear" : "slight";
}
