import type { Decision } from "../../../runtime/score/write-scores.ts";

/** The customers of a list as plain rows, filtered and sorted by code that shares nothing with the dashboard's. */

/** A row of the customers' file. */
export interface CustomerRow {
  readonly customer_id: string;
  readonly churn_proba: number;
  readonly churn_pred: number;
  readonly risk_tier: string;
  readonly segment: string;
  readonly sales_channel: string;
  readonly avg_monthly_margin: number | null;
  readonly expected_monthly_loss: number | null;
  readonly model_part: string;
  readonly prediction_set: string | null;
  readonly action: string;
  readonly timing_window: string;
  readonly offer_cost: number;
  readonly expected_margin_impact: number;
  readonly control_group: number;
  readonly reason_codes: readonly string[];
}

export function customerRow({ score, recommendation }: Decision): CustomerRow {
  const { action, timing, value, reasons, controlGroup } = recommendation;
  return {
    customer_id: score.customerId,
    churn_proba: score.probability,
    churn_pred: score.predicted,
    risk_tier: score.tierLabel,
    segment: score.segment,
    sales_channel: score.salesChannel ?? "Unknown",
    avg_monthly_margin: score.monthlyMarginEur,
    expected_monthly_loss: score.expectedMonthlyLossEur,
    model_part: score.modelPart,
    prediction_set: score.predictionSet,
    action,
    timing_window: timing,
    offer_cost: value.costEur,
    expected_margin_impact: value.impactEur,
    control_group: controlGroup ? 1 : 0,
    reason_codes: reasons,
  };
}

/** Texts by their bytes, as databases sort them. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Sorted by a value; empty ones last whichever the direction, ties by risk, the highest first. */
export function sortedBy(
  rows: readonly CustomerRow[],
  value: (row: CustomerRow) => string | number | null,
  direction: "asc" | "desc",
): readonly CustomerRow[] {
  const sign = direction === "asc" ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)];
    const byRisk = other.churn_proba - one.churn_proba || byBytes(one.customer_id, other.customer_id);
    if (a === null || b === null) return Number(a === null) - Number(b === null) || byRisk;
    const compared = typeof a === "number" && typeof b === "number" ? a - b : byBytes(String(a), String(b));
    return sign * compared || byRisk;
  });
}

/** A list as somebody asks for it, and what it should hold. */
export interface AskedList {
  readonly query: string;
  readonly rows: (all: readonly CustomerRow[]) => readonly CustomerRow[];
}

const isHigh = ({ churn_proba }: CustomerRow) => churn_proba >= 0.6;

export const askedLists: readonly AskedList[] = [
  { query: "", rows: (all) => sortedBy(all, (row) => row.churn_proba, "desc") },
  {
    query: "?tier=high&tier=critical&sort=loss",
    rows: (all) => sortedBy(all.filter(isHigh), (row) => row.expected_monthly_loss, "desc"),
  },
  {
    query: "?segment=SME&segment=Unknown&part=holdout&part=unseen&sort=margin&order=asc",
    rows: (all) =>
      sortedBy(
        all.filter(
          ({ segment, model_part }) => ["SME", "Unknown"].includes(segment) && model_part !== "train",
        ),
        (row) => row.avg_monthly_margin,
        "asc",
      ),
  },
  {
    query: "?channel=Telemarketing%2C+South&channel=Unknown&sort=channel&order=asc",
    rows: (all) =>
      sortedBy(
        all.filter(({ sales_channel }) => ["Telemarketing, South", "Unknown"].includes(sales_channel)),
        (row) => row.sales_channel,
        "asc",
      ),
  },
  {
    query: "?min=12.5&max=75&sort=segment&order=desc",
    rows: (all) =>
      sortedBy(
        all.filter(({ churn_proba }) => churn_proba >= 0.125 && churn_proba <= 0.75),
        (row) => row.segment,
        "desc",
      ),
  },
  {
    query: "?q=c000&sort=customer&order=desc&page=7&size=10&utm_source=mail",
    rows: (all) =>
      sortedBy(
        all.filter(({ customer_id }) => customer_id.includes("C000")),
        (row) => row.customer_id,
        "desc",
      ),
  },
  {
    query: "?action=offer_small&action=offer_large&sort=probability&order=asc",
    rows: (all) =>
      sortedBy(
        all.filter(({ action }) => action === "offer_small" || action === "offer_large"),
        (row) => row.churn_proba,
        "asc",
      ),
  },
  { query: "?q=nobody", rows: () => [] },
];
