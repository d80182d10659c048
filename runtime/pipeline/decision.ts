import { z } from "zod";
import { isIsoDate } from "../../configs/names.ts";
import { places } from "../../configs/pipeline.ts";
import type { TextReader } from "../lake/lake.ts";
import { estimateSchema } from "../model/metrics/estimate.ts";

/** What the pipeline needs to know of an evaluation; the evaluation itself holds more. */
const decisionSchema = z.object({
  promote: z.boolean(),
  reasons: z.array(z.string()),
  experiment: z.string(),
  asOf: z.string().refine(isIsoDate),
  threshold: z.number(),
  metrics: z.record(z.string(), estimateSchema),
});
export type GateDecision = z.infer<typeof decisionSchema>;

/**
 * Reads the gate's decision from a model's evaluation.
 * @param version the id of the run that trained it
 * @throws Error when the lake has no evaluation of it.
 */
export async function readDecision(lake: TextReader, version: string): Promise<GateDecision> {
  const stored = await lake.read(evaluationKey(version));
  if (stored === undefined) throw new Error(`The lake has no evaluation of model ${version}.`);
  return decisionSchema.parse(JSON.parse(stored.text));
}

/** Where a model's evaluation lies in the lake. */
export function evaluationKey(version: string): string {
  return `${places.evaluation.replace("<run>", version)}evaluation.json`;
}
