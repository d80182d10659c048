import type { GoldColumns } from "../../runtime/model/gold-columns.ts";
import type { Scalar } from "../../runtime/table/scalar.ts";

/** Rows of gold features, as requests bring them, as the columns that a model scores; their outcomes are not known. */
export function columnsOf(
  rows: readonly (Readonly<Record<string, Scalar>> & { readonly customer_id: string })[],
  features: readonly string[],
): GoldColumns {
  return {
    customerId: rows.map(({ customer_id }) => customer_id),
    churn: rows.map(() => null),
    columns: new Map(features.map((feature) => [feature, rows.map((row) => row[feature] ?? null)])),
  };
}
