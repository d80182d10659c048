import { z } from "zod";

/** From when on a difference between now and the training rows is called drift (D29). */

const driftLimitsSchema = z
  .strictObject({
    /** Largest Benjamini-Hochberg adjusted p-value: the difference is no accident. */
    adjustedPValue: z.number().gt(0).lt(1),
    /** The difference is large enough to matter; one effect of a kind suffices. From `critical` on it is critical. */
    numeric: z.strictObject({
      /** Population stability index over the reference's deciles. */
      psi: z.strictObject({ drifted: z.number(), critical: z.number() }),
      /** Wasserstein distance in standard deviations of the reference. */
      distance: z.strictObject({ drifted: z.number(), critical: z.number() }),
    }),
    category: z.strictObject({
      psi: z.strictObject({ drifted: z.number() }),
      /** Change of one level's share, or of the share of empty cells; 0.05 is 5 points. */
      shareShift: z.strictObject({ drifted: z.number(), critical: z.number() }),
    }),
  })
  .refine(
    ({ numeric, category }) =>
      [numeric.psi, numeric.distance, category.shareShift].every((limit) => limit.drifted < limit.critical),
    "A critical limit must lie above the limit for drift.",
  );
export type DriftLimits = z.infer<typeof driftLimitsSchema>;

/** The limits in force. */
export const driftLimits: DriftLimits = driftLimitsSchema.parse({
  adjustedPValue: 0.01,
  numeric: { psi: { drifted: 0.1, critical: 0.25 }, distance: { drifted: 0.1, critical: 0.25 } },
  category: { psi: { drifted: 0.1 }, shareShift: { drifted: 0.05, critical: 0.15 } },
});

/** How far one feature, or the score, has moved. */
export const driftStatuses = ["stable", "drifted", "critical"] as const;
export type DriftStatus = (typeof driftStatuses)[number];

/** What the whole report says: nothing to do, look at it, or act. */
export const driftVerdicts = ["none", "watch", "critical"] as const;
export type DriftVerdict = (typeof driftVerdicts)[number];
