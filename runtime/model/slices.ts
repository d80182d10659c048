import { z } from "zod";
import { type ModelPolicy, type SliceColumn, sliceColumns } from "../../configs/model-policy.ts";
import { ContractError } from "../errors.ts";
import type { GoldColumns } from "./gold-columns.ts";
import { type BootstrapOptions, bootstrap } from "./metrics/bootstrap.ts";
import { type Estimate, estimateSchema } from "./metrics/estimate.ts";
import type { MetricValues, ScoredRows } from "./metrics/metrics.ts";
import { confusionAt, precision, recall } from "./metrics/operating-point.ts";
import { meanOf } from "./metrics/probability.ts";
import { averagePrecision, rankScores } from "./metrics/ranking.ts";
import { churnersIn } from "./training-set.ts";

const sliceSchema = z.strictObject({
  /** Null where the column is empty. */
  level: z.string().nullable(),
  rows: z.int(),
  churners: z.int(),
  churnRate: z.number(),
  /** Mean calibrated probability. */
  meanProbability: z.number(),
  /** Mean probability minus churn rate: above 0 the model expects more churn here than there is. */
  calibrationGap: estimateSchema,
  /** Null with fewer than `minimumChurners`. It falls with the churn rate, whatever the model. */
  prAuc: estimateSchema.nullable(),
  /** Share of the churners who are called at the model's threshold. Null with fewer than `minimumChurners`. */
  recall: estimateSchema.nullable(),
  /** Share of the called who churn, at the model's threshold. Null where nobody is called. */
  precision: estimateSchema.nullable(),
  /**
   * The interval of PR-AUC, or that of recall, lies wholly below the figure of the whole holdout. Each is wrong about
   * once in forty levels by chance alone, and a level where few churn has a low PR-AUC by nature: a reason to look.
   */
  weaker: z.boolean(),
});
export type Slice = z.infer<typeof sliceSchema>;

/** How a model does for parts of the holdout, such as the customers of one sales channel. */
export const slicesSchema = z.strictObject({
  /** Levels with fewer rows get no figures. */
  minimumRows: z.int(),
  minimumChurners: z.int(),
  /** How the intervals were made: within each class, but those of `calibrationGap` over all rows of the level. */
  intervals: z.strictObject({ method: z.string(), confidence: z.number(), resamples: z.int() }),
  columns: z
    .array(
      z.strictObject({
        column: z.enum(sliceColumns),
        /** The levels by falling number of rows, then by name. */
        levels: z.array(sliceSchema).readonly(),
        /** Rows of levels that have too few. */
        otherRows: z.int(),
      }),
    )
    .readonly(),
});
export type Slices = z.infer<typeof slicesSchema>;

/** The levels of a column, row by row. @throws ContractError when it was not read, or holds numbers. */
export function sliceLevels(gold: GoldColumns, column: SliceColumn): readonly (string | null)[] {
  const values = gold.columns.get(column);
  if (values === undefined) throw new ContractError(`gold_master: ${column} was not read.`);
  return values.map((value) => {
    if (typeof value === "number") throw new ContractError(`gold_master: ${column} holds numbers.`);
    return value;
  });
}

/** The rows of each level, the largest level first, then by name; the empty level comes last among equals. */
function rowsByLevel(levels: readonly (string | null)[]): readonly (readonly [string | null, number[]])[] {
  const rows = Map.groupBy(levels.keys(), (row) => levels[row] ?? null);
  const byName = (a: string | null, b: string | null) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return a < b ? -1 : Number(a > b);
  };
  return [...rows].sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || byName(a, b));
}

function below(estimate: Estimate | null, overall: number): boolean {
  return estimate !== null && estimate.high < overall;
}

/** The figures of some rows, with intervals. */
function sliceOf(
  level: string | null,
  { probabilities, labels }: ScoredRows,
  options: SliceOptions & { readonly bootstrap: BootstrapOptions },
): Slice {
  const { threshold, overall, policy } = options;
  const churners = churnersIn(labels);
  const ranking = rankScores(probabilities, labels);
  const { truePositives, falsePositives } = confusionAt(threshold, probabilities, labels);
  const [prAuc, caught, hits] = bootstrap(
    labels,
    (counts) => {
      const confusion = confusionAt(threshold, probabilities, labels, counts);
      return [averagePrecision(ranking, counts), recall(confusion), precision(confusion)];
    },
    options.bootstrap,
  );
  const errors = Float64Array.from(probabilities, (probability, row) => probability - (labels[row] ?? 0));
  // One stratum for all rows: how many of them churn is part of what is uncertain here.
  const [gap] = bootstrap(
    new Uint8Array(errors.length),
    (counts) => [meanOf(errors, counts)],
    options.bootstrap,
  );
  const known = churners >= policy.minimumChurners;
  const figures = {
    prAuc: known ? (prAuc ?? null) : null,
    recall: known ? (caught ?? null) : null,
    precision: truePositives + falsePositives > 0 ? (hits ?? null) : null,
  };
  return sliceSchema.parse({
    level,
    rows: labels.length,
    churners,
    churnRate: churners / labels.length,
    meanProbability: meanOf(probabilities),
    calibrationGap: gap,
    ...figures,
    weaker: below(figures.prAuc, overall.prAuc) || below(figures.recall, overall.recall),
  });
}

export interface SliceOptions {
  /** The model's, on the calibrated scale. */
  readonly threshold: number;
  /** The figures of the whole holdout. */
  readonly overall: Pick<MetricValues, "prAuc" | "recall">;
  readonly policy: ModelPolicy["slices"];
  readonly confidence: number;
  readonly seed: number;
}

/**
 * Judges a model for each level of each column to slice by (`sliceColumns`) that has enough rows.
 * @param gold the scored rows with these columns
 * @throws ContractError when a column was not read, or holds numbers
 */
export function slicesOf(gold: GoldColumns, scored: ScoredRows, options: SliceOptions): Slices {
  const { policy, confidence, seed } = options;
  const { minimumRows, minimumChurners, resamples } = policy;
  const columns = sliceColumns.map((column) => {
    const all = rowsByLevel(sliceLevels(gold, column));
    const judged = all.filter(([, rows]) => rows.length >= minimumRows);
    const levels = judged.map(([level, rows]) => {
      const part = {
        probabilities: Float64Array.from(rows, (row) => scored.probabilities[row] ?? Number.NaN),
        labels: Uint8Array.from(rows, (row) => scored.labels[row] ?? 0),
      };
      return sliceOf(level, part, { ...options, bootstrap: { resamples, confidence, seed } });
    });
    const judgedRows = levels.reduce((sum, { rows }) => sum + rows, 0);
    return { column, levels, otherRows: scored.labels.length - judgedRows };
  });
  const method = "percentile bootstrap, stratified by class; calibrationGap: unstratified";
  return { minimumRows, minimumChurners, intervals: { method, confidence, resamples }, columns };
}
