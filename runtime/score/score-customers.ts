import type { ModelPart, PredictionSet } from "../../configs/scored-tables.ts";
import { type Segment, segments } from "../../configs/segments.ts";
import { ContractError } from "../errors.ts";
import type { LoadedModel } from "../model/artifact.ts";
import { predictionSetOf } from "../model/conformal.ts";
import { type GoldColumns, pickRows } from "../model/gold-columns.ts";
import type { Scalar } from "../table/scalar.ts";
import { type ExplainedRows, explainRows, ROWS_AT_A_TIME, type RowScore } from "./score-rows.ts";

/** A customer with everything that the scored tables say. */
export interface CustomerScore extends RowScore {
  readonly customerId: string;
  readonly churnActual: 0 | 1 | null;
  readonly predicted: 0 | 1;
  readonly segment: Segment;
  readonly salesChannel: string | null;
  readonly monthlyMarginEur: number | null;
  readonly totalMarginEur: number | null;
  /** Null where the margin is unknown. */
  readonly expectedMonthlyLossEur: number | null;
  readonly modelPart: ModelPart;
  /** Null where the model is of before prediction sets. */
  readonly predictionSet: PredictionSet | null;
}

/** Gold columns that scores carry along, whether or not the model reads them. */
export const CARRIED_COLUMNS = ["segment", "sales_channel", "avg_monthly_margin", "total_margin_2024"];

/**
 * Probability x the margin that leaves, unrounded (D26). Losing a customer who costs more than comes in is no loss.
 *
 * @param monthlyMarginEur null where it is unknown; the loss is unknown then too
 */
export function expectedMonthlyLoss(probability: number, monthlyMarginEur: number | null): number | null {
  return monthlyMarginEur === null ? null : probability * Math.max(monthlyMarginEur, 0);
}

function cell(gold: GoldColumns, column: string, row: number): Scalar {
  const value = gold.columns.get(column)?.[row];
  if (value === undefined) throw new Error(`The gold rows lack ${column} in row ${row}.`);
  return value;
}

function numberOrNull(value: Scalar, column: string): number | null {
  if (typeof value === "string") throw new ContractError(`gold_master: ${column} holds a text.`);
  return value;
}

function segmentOf(value: Scalar): Segment {
  const segment = segments.find((each) => each === value);
  if (segment === undefined) throw new ContractError(`gold_master: there is no segment "${value}".`);
  return segment;
}

/** A portion of the customers, in their order, with what their scores are made of. */
export interface ExplainedCustomers extends ExplainedRows {
  readonly gold: GoldColumns;
}

function customerScores(
  model: LoadedModel,
  { gold, scores }: ExplainedCustomers,
  partOf: ReadonlyMap<string, ModelPart>,
): CustomerScore[] {
  const { conformal } = model.artifact;
  return scores.map((rowScore, row) => {
    const { probability } = rowScore;
    const customerId = gold.customerId[row] ?? "";
    const channel = cell(gold, "sales_channel", row);
    const monthlyMarginEur = numberOrNull(cell(gold, "avg_monthly_margin", row), "avg_monthly_margin");
    return {
      ...rowScore,
      customerId,
      churnActual: gold.churn[row] ?? null,
      predicted: probability >= model.artifact.threshold ? 1 : 0,
      segment: segmentOf(cell(gold, "segment", row)),
      salesChannel: channel === null ? null : String(channel),
      monthlyMarginEur,
      totalMarginEur: numberOrNull(cell(gold, "total_margin_2024", row), "total_margin_2024"),
      expectedMonthlyLossEur: expectedMonthlyLoss(probability, monthlyMarginEur),
      modelPart: partOf.get(customerId) ?? "unseen",
      predictionSet: conformal === undefined ? null : predictionSetOf(conformal, probability),
    };
  });
}

/**
 * Scores these customers, all of them, labelled or not (D4), in their order.
 *
 * @param gold with the model's features and `CARRIED_COLUMNS`
 * @param partOf part of the customers that the model's split holds
 * @param afterSome awaited after each portion, with the portion and the number of customers scored so far; may throw to
 *   cancel the rest. What explains a portion is not kept.
 */
export async function scoreCustomers(
  model: LoadedModel,
  gold: GoldColumns,
  partOf: ReadonlyMap<string, ModelPart>,
  afterSome: (some: ExplainedCustomers, done: number) => Promise<void>,
): Promise<readonly CustomerScore[]> {
  const total = gold.customerId.length;
  const scores: CustomerScore[] = [];
  for (let start = 0; start < total; start += ROWS_AT_A_TIME) {
    const rows = Array.from({ length: Math.min(ROWS_AT_A_TIME, total - start) }, (_, i) => start + i);
    const portion = pickRows(gold, rows);
    const some = { gold: portion, ...explainRows(model, portion) };
    scores.push(...customerScores(model, some, partOf));
    await afterSome(some, scores.length);
  }
  return scores;
}
