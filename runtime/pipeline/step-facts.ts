import { z } from "zod";
import { usageSchema } from "../manifest/rows.ts";
import { factsSchema } from "./facts.ts";

/** What a step that ran as a job leaves in the lake about itself, for the run report. No customer data. */
export const stepFactsSchema = z.strictObject({
  facts: factsSchema,
  usage: usageSchema,
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  endedAt: z.string(),
});
export type StepFacts = z.infer<typeof stepFactsSchema>;
