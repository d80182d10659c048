import { z } from "zod";
import { isIsoDate } from "../../configs/names.ts";
import type { StepContext } from "../step.ts";

/** What the runner and a step's process say to each other. */

const folders = z.record(z.string(), z.string());

export const jobSchema = z.strictObject({
  module: z.string(),
  export: z.string(),
  inputs: folders,
  outputs: folders,
  scratch: z.string(),
  parameters: z.strictObject({
    asOf: z.string().refine(isIsoDate).nullable(),
    experiment: z.string(),
    seed: z.int(),
    threads: z.int().positive(),
    memoryLimitMb: z.int().positive(),
  }),
});
/** One step to run: its code, its folders, its parameters. */
export type Job = z.infer<typeof jobSchema> & Pick<StepContext, "parameters">;

/** From the runner to the process. */
export const orderSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("run"), job: jobSchema }),
  z.strictObject({ type: z.literal("cancel") }),
]);
export type Order = z.infer<typeof orderSchema>;

const progressSchema = z.strictObject({
  task: z.string(),
  done: z.number(),
  total: z.number().optional(),
  unit: z.string(),
});

const usageSchema = z.strictObject({
  wallSeconds: z.number(),
  cpuSeconds: z.number(),
  peakMemoryMb: z.number(),
});

const errorSchema = z.strictObject({
  /** Class of the error, or "StepFault" for one without a class of ours. */
  name: z.string(),
  message: z.string(),
  location: z
    .strictObject({
      file: z.string().optional(),
      column: z.string().optional(),
      line: z.number().optional(),
    })
    .optional(),
  stack: z.string().optional(),
});
export type ReportedError = z.infer<typeof errorSchema>;

export const summarySchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()]));

/** From the process to the runner. */
export const reportSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({ type: z.literal("progress"), progress: progressSchema }),
  z.strictObject({ type: z.literal("done"), summary: summarySchema, usage: usageSchema }),
  z.strictObject({ type: z.literal("failed"), error: errorSchema, usage: usageSchema }),
]);
export type Report = z.infer<typeof reportSchema>;
