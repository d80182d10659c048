import { z } from "zod";
import { offerPolicy } from "../../configs/offers.ts";
import type { Artifact } from "./artifact.ts";
import { type BootstrapOptions, bootstrap } from "./metrics/bootstrap.ts";
import { estimateSchema } from "./metrics/estimate.ts";
import { confusionAt, precision, recall } from "./metrics/operating-point.ts";
import { meanOf } from "./metrics/probability.ts";
import { type ProfitThreshold, realisedProfit } from "./profit-threshold.ts";

/** The model at one threshold on the holdout. */
export const operatingPointSchema = z.strictObject({
  /** `recall`: the shipped one, which promises a recall; `profit`: the one that earned most out of fold. */
  rule: z.enum(["recall", "profit"]),
  threshold: z.number(),
  called: z.int(),
  precision: estimateSchema,
  recall: estimateSchema,
  /** What an offer to everybody who is called would have earned, for each customer of the holdout. Unit: EUR. */
  profitPerCustomerEur: estimateSchema,
});
export type OperatingPoint = z.infer<typeof operatingPointSchema>;

/** Rows of the holdout, with what they bring in. */
interface HoldoutRows {
  readonly probabilities: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  readonly monthlyMarginEur: readonly (number | null)[];
}

function pointOf(
  rule: OperatingPoint["rule"],
  threshold: number,
  { action }: ProfitThreshold,
  { probabilities, labels, monthlyMarginEur }: HoldoutRows,
  options: BootstrapOptions,
): OperatingPoint {
  const profits = Float64Array.from(probabilities, (probability, row) =>
    probability >= threshold
      ? realisedProfit(labels[row] === 1, monthlyMarginEur[row] ?? null, action, offerPolicy)
      : 0,
  );
  const [precise, recalled] = bootstrap(
    labels,
    (counts) => {
      const confusion = confusionAt(threshold, probabilities, labels, counts);
      return [precision(confusion), recall(confusion)];
    },
    options,
  );
  // One stratum: what offers earn depends on how many churn, which another holdout would have otherwise.
  const [profit] = bootstrap(new Uint8Array(labels.length), (counts) => [meanOf(profits, counts)], options);
  return operatingPointSchema.parse({
    rule,
    threshold,
    called: Array.from(probabilities).filter((probability) => probability >= threshold).length,
    precision: precise,
    recall: recalled,
    profitPerCustomerEur: profit,
  });
}

/** The shipped threshold and the one that earns most, side by side on the holdout; the latter only where there is one. */
export function operatingPoints(
  { threshold, findings }: Artifact,
  rows: HoldoutRows,
  options: BootstrapOptions,
): readonly OperatingPoint[] {
  if (findings === undefined) return [];
  const { profitThreshold } = findings;
  return [
    pointOf("recall", threshold, profitThreshold, rows, options),
    ...(profitThreshold.threshold === null
      ? []
      : [pointOf("profit", profitThreshold.threshold, profitThreshold, rows, options)]),
  ];
}
