import type { ContentType } from "../../configs/serving.ts";
import { driverCode } from "../score/drivers.ts";
import type { RowScore } from "../score/score-rows.ts";

/** A row's answer. Names and values are those of the tables `scored_customers` and `recommendations`. */
export interface ServedScore {
  /** Left out where the row named nobody. */
  readonly customer_id?: string;
  readonly churn_proba: number;
  readonly risk_tier: string;
  readonly churn_log_odds: number;
  /** The strongest drivers towards churn, the strongest first. */
  readonly reasons: readonly string[];
}

/** The columns of a CSV answer; `customer_id` is empty where the row named nobody. */
const csvColumns = ["customer_id", "churn_proba", "risk_tier", "churn_log_odds", "reasons"] as const;

/** Between the reasons in a cell of CSV: no reason holds it. */
const REASON_SEPARATOR = "|";

export function servedScore(customer: string | null, score: RowScore): ServedScore {
  return {
    ...(customer === null ? {} : { customer_id: customer }),
    churn_proba: score.probability,
    risk_tier: score.tierLabel,
    churn_log_odds: score.logOdds,
    reasons: score.drivers.map(driverCode),
  };
}

/** The answer's text. Numbers are written so that reading them gives the same bits. */
export function answerText(
  scores: readonly ServedScore[],
  type: ContentType,
  asked: { readonly single?: boolean; readonly csvHeader?: boolean },
): string {
  switch (type) {
    case "application/jsonlines":
      return lines(scores.map((score) => JSON.stringify(score)));
    case "application/json": {
      const [only] = scores;
      return JSON.stringify(asked.single === true && only !== undefined ? only : scores);
    }
    case "text/csv": {
      const rows = scores.map(csvRow);
      return lines(asked.csvHeader === true ? [csvColumns.join(","), ...rows] : rows);
    }
  }
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

function csvRow(score: ServedScore): string {
  return csvColumns
    .map((column) => {
      const value = score[column] ?? "";
      return csvCell(Array.isArray(value) ? value.join(REASON_SEPARATOR) : String(value));
    })
    .join(",");
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
