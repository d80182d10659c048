import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isIsoDate } from "../../configs/names.ts";
import { places } from "../../configs/pipeline.ts";
import type { Lake } from "../lake/lake.ts";
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
export async function readDecision(lake: Lake, version: string): Promise<GateDecision> {
  const folder = await lake.input(places.evaluation.replace("<run>", version));
  return decisionSchema.parse(JSON.parse(await readFile(join(folder, "evaluation.json"), "utf8")));
}
