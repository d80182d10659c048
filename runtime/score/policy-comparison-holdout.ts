import { offerPolicy } from "../../configs/offers.ts";
import { marginsOf } from "../model/gold-columns.ts";
import type { BootstrapOptions } from "../model/metrics/bootstrap.ts";
import type { LabelledRows } from "../model/training-set.ts";
import { comparePolicies, type PolicyComparison } from "./policy-comparison.ts";

/**
 * Compares the policies on a model's holdout, under the assumptions in force and others.
 * @param holdout with the margins among its columns
 * @param probabilities calibrated, one for each row
 * @throws ContractError when the margins were not read, or are no numbers
 */
export function policiesOnHoldout(
  { gold, labels }: LabelledRows,
  probabilities: ArrayLike<number>,
  threshold: number,
  options: BootstrapOptions,
): PolicyComparison {
  const customers = marginsOf(gold).map((monthlyMarginEur, row) => ({
    probability: probabilities[row] ?? Number.NaN,
    churned: labels[row] === 1,
    monthlyMarginEur,
  }));
  return comparePolicies(customers, { policy: offerPolicy, threshold }, options);
}
