import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { jsonText } from "../json.ts";
import { policyComparisonSchema } from "../score/policy-comparison.ts";
import { comparisonSchema } from "./champion.ts";
import { coverageSchema } from "./coverage.ts";
import { curveBandsSchema } from "./curve-bands.ts";
import { gateRuleSchema } from "./gate.ts";
import { metricEstimatesSchema } from "./metrics/metrics.ts";
import { operatingPointSchema } from "./operating-points.ts";
import { originalProcedureSchema } from "./original-procedure.ts";
import { slicesSchema } from "./slices.ts";

const EVALUATION_FILE = "evaluation.json";

/** What the evaluation of a candidate found and decided; `evaluation.json`. Every figure is the shipped model's. */
export const evaluationSchema = z.strictObject({
  /** The gate's decision. */
  promote: z.boolean(),
  /** The rules that were broken, or, for a promoted candidate, all that were kept: one sentence each. */
  reasons: z.array(z.string()).readonly(),
  experiment: z.string(),
  asOf: z.string(),
  seed: z.int(),
  modelSha256: z.string(),
  /** The untouched rows on which all figures rest. */
  holdout: z.strictObject({ rows: z.int(), churners: z.int() }),
  threshold: z.number(),
  thresholdScale: z.literal("calibrated"),
  metrics: metricEstimatesSchema,
  /** How the intervals were made. */
  intervals: z.strictObject({ method: z.string(), confidence: z.number(), resamples: z.int() }),
  confusion: z.strictObject({
    truePositives: z.int(),
    falsePositives: z.int(),
    falseNegatives: z.int(),
    trueNegatives: z.int(),
  }),
  /** Quantile bins of the calibrated probabilities, lowest first. */
  reliability: z
    .array(z.strictObject({ rows: z.int(), meanProbability: z.number(), churnRate: z.number() }))
    .readonly(),
  curves: curveBandsSchema,
  /** The shipped threshold and the one that earns most. */
  operatingPoints: z.array(operatingPointSchema).readonly(),
  /** Whether the prediction sets hold what they should. */
  coverage: coverageSchema.nullable(),
  /** How the procedure of the system before does on the same rows; null where the champion's recipe grows no boosted trees. */
  originalProcedure: originalProcedureSchema.nullable(),
  /** What a reader should know although the gate does not stop the model: one sentence each. */
  warnings: z.array(z.string()).readonly(),
  /** The same model for parts of the holdout; the gate does not look at them. */
  slices: slicesSchema,
  gate: z.array(gateRuleSchema).readonly(),
  /** Null where there was no champion. */
  comparison: comparisonSchema.nullable(),
  /** What the ways of deciding about offers would have earned with these customers; the gate does not look at it. */
  policies: policyComparisonSchema,
  /** Holdout rows with a category level that training never saw, by feature. */
  unseenLevels: z.record(z.string(), z.int()),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** Writes `evaluation.json`. */
export async function writeEvaluation(folder: string, evaluation: Evaluation): Promise<void> {
  await writeFile(join(folder, EVALUATION_FILE), jsonText(evaluation));
}

/** Reads the evaluation of a model. @throws Error when the folder holds none, or one of another version. */
export async function readEvaluation(folder: string): Promise<Evaluation> {
  return evaluationSchema.parse(JSON.parse(await readFile(join(folder, EVALUATION_FILE), "utf8")));
}
