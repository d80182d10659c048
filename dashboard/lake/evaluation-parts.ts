import { z } from "zod";
import { predictionSets } from "../../configs/scored-tables.ts";
import { estimateSchema } from "../../runtime/model/metrics/estimate.ts";

/** Parts of an evaluation that evaluations of before do not hold. */

const bandSchema = z.array(z.object({ x: z.number(), value: z.number(), low: z.number(), high: z.number() }));
/** A curve at even steps, with the interval of each point by itself. */
export type Band = z.infer<typeof bandSchema>;

export const curvesSchema = z.object({ precisionRecall: bandSchema, roc: bandSchema, gain: bandSchema });

/** The model at one threshold on the holdout. */
export const operatingPointSchema = z.object({
  rule: z.enum(["recall", "profit"]),
  threshold: z.number(),
  called: z.number(),
  precision: estimateSchema,
  recall: estimateSchema,
  /** For each customer of the holdout. */
  profitPerCustomerEur: estimateSchema,
});
export type OperatingPoint = z.infer<typeof operatingPointSchema>;

const coveredClassSchema = z.object({
  rows: z.number(),
  /** Rows whose outcome lies in their prediction set. */
  covered: z.number(),
  coverage: z.number(),
  low: z.number(),
  high: z.number(),
  sets: z.record(z.enum(predictionSets), z.number()),
});
export type CoveredClass = z.infer<typeof coveredClassSchema>;

/** Whether prediction sets hold the outcome as often as they should. */
export const coverageSchema = z.object({
  asked: z.number(),
  churned: coveredClassSchema,
  stayed: coveredClassSchema,
});
export type Coverage = z.infer<typeof coverageSchema>;

/** The procedure of the system before, on the same customers. */
export const originalProcedureSchema = z.object({
  threshold: z.number(),
  promised: z.object({ precision: z.number(), recall: z.number() }),
  shipped: z.object({
    precision: estimateSchema,
    recall: estimateSchema,
    brier: estimateSchema,
    calibrationError: estimateSchema,
  }),
  raw: z.object({ precision: estimateSchema, recall: estimateSchema }),
  highestProbability: z.number(),
});
export type OriginalProcedure = z.infer<typeof originalProcedureSchema>;
