import { z } from "zod";

/** What is made of drift, of the model's expected performance, and of the churn that came, in plain words (D30). */

const adviceLimitsSchema = z.strictObject({
  /** What the scores say about the model's performance while no label is known. */
  performance: z.strictObject({
    /** Coverage of the intervals. */
    confidence: z.number().gt(0).lt(1),
    /** Fewest expected churners for an estimate: with fewer the interval would say nothing, and not hold either. */
    minimumChurners: z.int().positive(),
    /** The estimate counts as worse when it lies so far below the training's PR-AUC, its whole interval too. */
    prAucFall: z.number().gt(0).lt(1),
  }),
  /** Churn that came against the churn that the scores promised, tier by tier. */
  realised: z.strictObject({
    /** Coverage of the intervals of all tiers together (Bonferroni). */
    confidence: z.number().gt(0).lt(1),
    /**
     * A difference beyond the interval matters from so many points of the tier's churn rate on, or from this share of
     * its expected churners on: 4 % that become 6 % are few points, and half as many churners again.
     */
    matters: z.strictObject({ points: z.number().positive(), share: z.number().positive() }),
  }),
});
export type AdviceLimits = z.infer<typeof adviceLimitsSchema>;

/** The limits in force. */
export const adviceLimits: AdviceLimits = adviceLimitsSchema.parse({
  performance: { confidence: 0.95, minimumChurners: 30, prAucFall: 0.05 },
  realised: { confidence: 0.99, matters: { points: 0.05, share: 0.25 } },
} satisfies AdviceLimits);

/** What to do about a report, in plain words. */
export const advices = ["ignore", "watch", "retrain"] as const;
export type Advice = (typeof advices)[number];

/** Why. Pages say each in their reader's language. */
export const adviceReasons = [
  "nothing_moved",
  "inputs_drifted",
  "inputs_critical",
  "scores_drifted",
  "scores_critical",
  "performance_worse",
  "performance_holds",
  "performance_unknown",
  "realised_off",
  "realised_agrees",
  "realised_unknown",
] as const;
export type AdviceReason = (typeof adviceReasons)[number];

/** Whether the PR-AUC to be expected has fallen; unknown where too few customers can say. */
export const performanceStatuses = ["holds", "worse", "unknown"] as const;
export type PerformanceStatus = (typeof performanceStatuses)[number];

/**
 * Churn that came against the scores, the worst last. `agrees`: chance alone explains the difference. `differs`: it does
 * not, but the difference is too small to matter. `off`: neither. `unknown`: no label has come since the training, or
 * those of churners alone.
 */
export const realisedStatuses = ["unknown", "agrees", "differs", "off"] as const;
export type RealisedStatus = (typeof realisedStatuses)[number];
