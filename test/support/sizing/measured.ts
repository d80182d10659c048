import { readFileSync } from "node:fs";
import { z } from "zod";
import { modelPolicy } from "../../../configs/model-policy.ts";
import { type StepName, stepNames } from "../../../configs/pipeline.ts";

/** The figures that were measured, checked in with where they come from. `npm run sizing -- --bench FILE` renews them. */

const cost = z.object({ customers: z.number(), cpuSeconds: z.number(), peakMemoryMb: z.number() });

export const measuredSchema = z.object({
  date: z.string(),
  machine: z.string(),
  command: z.string(),
  /** Size of the readings' file, Parquet with zstd. */
  readings: z.object({ customers: z.number(), bytes: z.number() }),
  /** The hourly aggregation, all checks included, by size. */
  hourly: z.array(cost).min(2),
  /** The same of comma-separated values, converted first. */
  conversion: cost.extend({ bytes: z.number() }),
  /** Putting the shares of several machines together. */
  merge: cost,
  /** Bytes of a customer's sums, as the machines and Athena write them. */
  sumBytesPerCustomer: z.number(),
  /** Each step of a run with training, by size. */
  steps: z.record(z.enum(stepNames), z.array(cost).min(1)),
  /** Train with the leaderboard, whose share of it ends to grow where a sample takes part. */
  withLeaderboard: cost,
  /** What a run leaves in the lake, by folder. */
  lake: z.object({ customers: z.number(), mb: z.record(z.string(), z.number()) }),
});
export type Measured = z.infer<typeof measuredSchema>;
export type MeasuredCost = z.infer<typeof cost>;

/** The file of measured figures. */
export const MEASURED_FILE = new URL("./measured.json", import.meta.url);

/** Reads it. @throws Error when a figure is missing */
export function readMeasured(): Measured {
  return measuredSchema.parse(JSON.parse(readFileSync(MEASURED_FILE, "utf8")));
}

/** A figure that grows with the customers: so much for all of them, and so much for each. */
export interface Growth {
  readonly fixed: number;
  readonly each: number;
}

/**
 * The straight line through the smallest and the largest size measured. What falls from one to the other is noise, and one
 * size is no line: then nothing is fixed.
 */
export function growthOf(costs: readonly MeasuredCost[], figure: "cpuSeconds" | "peakMemoryMb"): Growth {
  const sorted = costs.toSorted((a, b) => a.customers - b.customers);
  const [small, large] = [sorted[0], sorted.at(-1)];
  if (small === undefined || large === undefined) throw new Error("Nothing was measured.");
  const each = (large[figure] - small[figure]) / (large.customers - small.customers);
  if (small === large || each <= 0) return { fixed: 0, each: large[figure] / large.customers };
  return { fixed: Math.max(0, small[figure] - each * small.customers), each };
}

/** The figure at a number of customers. */
export function at({ fixed, each }: Growth, customers: number): number {
  return fixed + each * customers;
}

/** Customers whose training part is as large as the leaderboard's sample may be. */
export const SAMPLED_CUSTOMERS = modelPolicy.leaderboard.maximumRows / (1 - modelPolicy.split.holdoutShare);

/** CPU seconds that the leaderboard adds to train, and the memory that it takes. */
export function leaderboardCost(
  measured: Measured,
  customers: number,
): { readonly cpuSeconds: number; readonly memoryMb: number } {
  const { withLeaderboard } = measured;
  const spared = at(stepGrowth(measured, "train").cpu, withLeaderboard.customers);
  const share = Math.min(customers, SAMPLED_CUSTOMERS) / withLeaderboard.customers;
  return {
    cpuSeconds: Math.max(0, withLeaderboard.cpuSeconds - spared) * share,
    memoryMb: withLeaderboard.peakMemoryMb * share,
  };
}

/** CPU seconds and memory of a step. */
export function stepGrowth(measured: Measured, step: StepName): { cpu: Growth; memory: Growth } {
  const costs = measured.steps[step];
  return { cpu: growthOf(costs, "cpuSeconds"), memory: growthOf(costs, "peakMemoryMb") };
}
