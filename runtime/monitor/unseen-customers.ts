import { SCORE_NAME } from "../../configs/monitoring-tables.ts";
import type { ModelPart } from "../../configs/scored-tables.ts";
import { ContractError } from "../errors.ts";
import { riskTierOf } from "../score/risk-tier.ts";
import type { Scalar } from "../table/scalar.ts";
import type { UnseenCustomer } from "./realised-churn.ts";

/** Columns of the scored table that tell whom the model has not seen, and what became of them. */
export const CUSTOMER_COLUMNS = [SCORE_NAME, "churn_actual", "model_part"] as const;

/** Customers that the model was not trained on, by what their labels can still tell. */
export interface UnseenCustomers {
  /** The evaluation has judged the model by their labels: these are no news. */
  readonly holdout: readonly UnseenCustomer[];
  /** Nobody knew their labels at the training: any that is known now has come since. */
  readonly unlabelled: readonly UnseenCustomer[];
}

/**
 * The customers that the model was not trained on. It has seen the outcome of the others, so that their scores promise
 * more than it holds.
 *
 * @param column values of the scored table, row by row
 * @throws ContractError when a row has no score, or a label that is none.
 */
export function unseenCustomers(
  column: (name: (typeof CUSTOMER_COLUMNS)[number]) => readonly Scalar[],
): UnseenCustomers {
  const [probabilities, labels, parts] = [column(SCORE_NAME), column("churn_actual"), column("model_part")];
  const of = (part: Exclude<ModelPart, "train">) =>
    probabilities.flatMap((probability, row) => {
      if (parts[row] !== part) return [];
      if (typeof probability !== "number")
        throw new ContractError(`scored_customers: ${SCORE_NAME} holds ${String(probability)}.`);
      return [{ probability, tier: riskTierOf(probability).id, churn: labelOf(labels[row]) }];
    });
  return { holdout: of("holdout"), unlabelled: of("unseen") };
}

function labelOf(label: Scalar | undefined): 0 | 1 | null {
  if (label === null || label === 0 || label === 1) return label;
  throw new ContractError(
    `scored_customers: churn_actual holds ${String(label)}; only 0, 1 and empty are labels.`,
  );
}
