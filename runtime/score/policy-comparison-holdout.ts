import { offerPolicy } from "../../configs/offers.ts";
import { ContractError } from "../errors.ts";
import type { BootstrapOptions } from "../model/metrics/bootstrap.ts";
import type { LabelledRows } from "../model/training-set.ts";
import { comparePolicies, type PolicyComparison } from "./policy-comparison.ts";

/** The gold column that offers are reckoned with. */
export const MARGIN_COLUMN = "avg_monthly_margin";

/**
 * Compares the policies on a model's holdout, under the assumptions in force and others.
 * @param holdout with the margins among its columns
 * @param probabilities calibrated, one for each row
 * @throws ContractError when a margin is no number
 */
export function policiesOnHoldout(
  { gold, labels }: LabelledRows,
  probabilities: ArrayLike<number>,
  threshold: number,
  options: BootstrapOptions,
): PolicyComparison {
  const margins = gold.columns.get(MARGIN_COLUMN);
  if (margins === undefined) throw new Error(`The holdout lacks ${MARGIN_COLUMN}.`);
  const customers = margins.map((margin, row) => {
    if (typeof margin === "string") throw new ContractError(`gold_master: ${MARGIN_COLUMN} holds a text.`);
    return {
      probability: probabilities[row] ?? Number.NaN,
      churned: labels[row] === 1,
      monthlyMarginEur: margin,
    };
  });
  return comparePolicies(customers, { policy: offerPolicy, threshold }, options);
}
