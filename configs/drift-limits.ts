import { z } from "zod";

/** From when on a difference between now and the training rows is called drift (D29), and what is done about it. */

const effect = z
  .strictObject({ drifted: z.number().positive(), critical: z.number().positive() })
  .refine(
    ({ drifted, critical }) => drifted < critical,
    "A critical limit must lie above the limit for drift.",
  );

const driftLimitsSchema = z.strictObject({
  /** Largest Benjamini-Hochberg adjusted p-value: the difference is no accident. */
  adjustedPValue: z.number().gt(0).lt(1),
  /** The difference is large enough to matter; one effect of a kind suffices. From `critical` on it is critical. */
  numeric: z.strictObject({
    /**
     * Population stability index over the reference's deciles (of the score: between `scoreCuts`), once a common shift
     * of less than `distance.drifted` is taken out: a constant that is added to all values is the distance's to judge,
     * and moves ties and a narrow bulk out of their bins however small it is.
     */
    psi: effect,
    /** Wasserstein distance in standard deviations of the reference. */
    distance: effect,
  }),
  category: z.strictObject({
    psi: z.strictObject({ drifted: z.number().positive() }),
    /** Change of one level's share, or of the share of empty cells; 0.05 is 5 points. */
    shareShift: effect,
  }),
  /**
   * In the index that is judged, bins and levels with a smaller share count as this. Else 2 points that come to a level
   * nobody had are drift (0.106 with the usual 0.0001), though 4 points on a level that was there are not.
   */
  smallestShare: z.number().gt(0).lt(0.05),
});
export type DriftLimits = z.infer<typeof driftLimitsSchema>;

/** The limits in force. */
export const driftLimits: DriftLimits = driftLimitsSchema.parse({
  adjustedPValue: 0.01,
  numeric: { psi: { drifted: 0.1, critical: 0.25 }, distance: { drifted: 0.1, critical: 0.25 } },
  category: { psi: { drifted: 0.1 }, shareShift: { drifted: 0.05, critical: 0.15 } },
  smallestShare: 0.005,
} satisfies DriftLimits);

/**
 * Where the score's bins end: at fixed probabilities, not at the reference's deciles. The scores of the training rows
 * are out of fold, and those of now mostly come from the model that was trained on all of them. Where a model tells
 * customers apart well, nine deciles lie within a thousandth, and the one model's bins are empty under the other.
 */
export const scoreCuts: readonly number[] = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

/** How far one feature, or the score, has moved. */
export const driftStatuses = ["stable", "drifted", "critical"] as const;
export type DriftStatus = (typeof driftStatuses)[number];

/** What the whole report says: nothing to do, look at it, or act. */
export const driftVerdicts = ["none", "watch", "critical"] as const;
export type DriftVerdict = (typeof driftVerdicts)[number];
