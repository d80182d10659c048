import { z } from "zod";
import { actions } from "../../configs/risk.ts";
import type { TextReader } from "../../runtime/lake/lake.ts";
import { estimateSchema } from "../../runtime/model/metrics/estimate.ts";
import { documentAt } from "./document-at.ts";

/** What a training found out, out of fold: the holdout had no part in it. */

const endsSchema = z.object({ low: z.number(), high: z.number() });

const nameSchema = z.object({ experiment: z.string(), algorithm: z.string() });
/** A contestant by name. */
export type EntryName = z.infer<typeof nameSchema>;

const entrySchema = nameSchema.extend({
  features: z.number(),
  classWeighting: z.string().nullable(),
  prAuc: estimateSchema,
  rocAuc: estimateSchema,
  brier: z.number(),
  logLoss: z.number(),
  /** Interval of its PR-AUC minus the best one's, on the same customers. */
  differenceToBest: endsSchema,
  tied: z.boolean(),
});
export type Entry = z.infer<typeof entrySchema>;

const comparisonSchema = z.object({
  from: nameSchema,
  to: nameSchema,
  /** PR-AUC of `to` minus that of `from`, on the same customers. */
  difference: estimateSchema,
  verdict: z.enum(["better", "tie", "worse"]),
});
export type EntryComparison = z.infer<typeof comparisonSchema>;

const heldSchema = z.object({
  held: z.literal(true),
  rows: z.number(),
  trainingRows: z.number(),
  churners: z.number(),
  folds: z.number(),
  intervals: z.object({ confidence: z.number(), resamples: z.number() }),
  /** The best first. */
  entries: z.array(entrySchema),
  comparisons: z.array(comparisonSchema),
  selection: z.object({
    preferred: nameSchema,
    chosen: nameSchema,
    passedOver: nameSchema.optional(),
    reason: z.string(),
  }),
});
export type HeldLeaderboard = z.infer<typeof heldSchema>;

/** How all experiments did with all algorithms, or why nobody found out. */
export const leaderboardSchema = z.discriminatedUnion("held", [
  heldSchema,
  z.object({ held: z.literal(false), reason: z.string() }),
]);
export type Leaderboard = z.infer<typeof leaderboardSchema>;

/** What a training finds out beside the model. */
export const findingsSchema = z.object({
  calibration: z.object({
    chosen: z.string(),
    reason: z.string(),
    candidates: z.array(
      z.object({
        method: z.string(),
        brier: z.number(),
        /** Interval of its Brier score minus the lowest one. */
        differenceToBest: endsSchema,
        calibrationError: z.number(),
      }),
    ),
  }),
  profitThreshold: z.object({
    /** Null where calling anybody costs more than it earns. */
    threshold: z.number().nullable(),
    profitPerCustomerEur: z.number(),
    action: z.enum(actions),
    saveRate: z.number(),
    horizonMonths: z.number(),
    offerMonths: z.number(),
    costShare: z.number(),
  }),
  leakage: z.object({
    /** The features that rank customers best by themselves, the best first. */
    features: z.array(z.object({ feature: z.string(), rocAuc: z.number() })),
    pureLevels: z.array(
      z.object({
        feature: z.string(),
        level: z.string(),
        rows: z.number(),
        churners: z.number(),
        churnRate: z.number(),
      }),
    ),
  }),
  ablation: z
    .object({
      without: z.array(z.string()),
      prAuc: z.number(),
      prAucWithout: z.number(),
      difference: estimateSchema,
    })
    .nullable(),
});
export type Findings = z.infer<typeof findingsSchema>;

const factsSchema = z.object({ findings: findingsSchema.optional() });

/** The leaderboard of a training. @throws SourceMissing, SourceFault */
export function leaderboardAt(source: TextReader, key: string): Promise<Leaderboard> {
  return documentAt(source, key, leaderboardSchema, "a leaderboard");
}

/**
 * What a training found out, from the facts about its model; undefined for models from before that was kept.
 * @throws SourceMissing, SourceFault
 */
export async function findingsAt(source: TextReader, key: string): Promise<Findings | undefined> {
  return (await documentAt(source, key, factsSchema, "what is known of a model")).findings;
}
