import { z } from "zod";
import { type PredictionSet, predictionSets } from "../../configs/scored-tables.ts";
import { wilson } from "../statistics/wilson.ts";
import { type Conformal, predictionSetOf } from "./conformal.ts";
import type { ScoredRows } from "./metrics/metrics.ts";

const classSchema = z.strictObject({
  rows: z.int(),
  /** Rows whose true outcome lies in their prediction set. */
  covered: z.int(),
  coverage: z.number(),
  /** 95 % interval (Wilson). */
  low: z.number(),
  high: z.number(),
  /** Rows by what the model says of them. */
  sets: z.record(z.enum(predictionSets), z.int()),
});

/** Whether the prediction sets keep their promise on rows that had no part in making them. */
export const coverageSchema = z.strictObject({
  /** Share of each class that was asked for. */
  asked: z.number(),
  churned: classSchema,
  stayed: classSchema,
});
export type Coverage = z.infer<typeof coverageSchema>;

function classOf(sets: readonly PredictionSet[], outcome: "churns" | "stays"): z.infer<typeof classSchema> {
  const counts = { churns: 0, stays: 0, uncertain: 0, unusual: 0 };
  for (const set of sets) counts[set] += 1;
  const covered = counts[outcome] + counts.uncertain;
  return {
    rows: sets.length,
    covered,
    coverage: sets.length === 0 ? 0 : covered / sets.length,
    ...wilson(covered, sets.length),
    sets: counts,
  };
}

/** Counts how often the true outcome lies in the prediction set, class by class. */
export function coverageOf(conformal: Conformal, { probabilities, labels }: ScoredRows): Coverage {
  const sets = Array.from(probabilities, (probability) => predictionSetOf(conformal, probability));
  return {
    asked: conformal.coverage,
    churned: classOf(
      sets.filter((_, row) => labels[row] === 1),
      "churns",
    ),
    stayed: classOf(
      sets.filter((_, row) => labels[row] !== 1),
      "stays",
    ),
  };
}
