import { z } from "zod";

export const importanceRowSchema = z.object({
  feature: z.string(),
  mean_effect: z.number(),
  value_correlation: z.number().nullable(),
});
/** How much a feature moves the scores of all customers of a run. */
export type ImportanceRow = Readonly<z.infer<typeof importanceRowSchema>>;

/** SQL that reads the relation `importance`, the largest effect first. */
export const IMPORTANCE_QUERY = `SELECT ${Object.keys(importanceRowSchema.shape).join(", ")} FROM importance
  ORDER BY mean_effect DESC, feature`;
