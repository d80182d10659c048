import { cellInWords } from "../../configs/contract.ts";
import type { GoldColumns } from "../model/gold-columns.ts";
import { type Scalar, scalarOf } from "../table/scalar.ts";
import { CUSTOMER, goldColumn, isGoldColumn, type ServedColumns } from "./columns.ts";
import type { RowFaults } from "./faults.ts";
import { type RawRows, remedyForName } from "./raw-rows.ts";

/** Rows that keep the contract. */
export interface CheckedRows {
  readonly gold: GoldColumns;
  /** The customer of each row, null where none is named. */
  readonly customers: readonly (string | null)[];
}

type Row = RawRows["rows"][number];

/** Names that are no column of gold: nothing of what they say could be used. */
function checkNames(row: Row, number: number, faults: RowFaults): void {
  for (const [index, name] of Object.keys(row).entries()) {
    if (faults.full) return;
    if (isGoldColumn(name)) continue;
    faults.add({
      row: number,
      column: null,
      reason: `has a name (number ${index + 1} in its object) that is no column of gold_master`,
      remedy: remedyForName(name),
    });
  }
}

function customerOf(row: Row, number: number, faults: RowFaults): string | null {
  const customer = row[CUSTOMER] ?? null;
  if (customer === null || typeof customer === "string") return customer;
  faults.add({
    row: number,
    column: CUSTOMER,
    reason: "is no text",
    remedy: "Give a text, or leave it out.",
  });
  return null;
}

function checkFeatures(row: Row, number: number, served: ServedColumns, faults: RowFaults): void {
  const picked = Object.fromEntries(served.features.map((feature) => [feature, row[feature]]));
  const judged = served.schema.safeParse(picked);
  if (judged.success) return;
  const reasons = new Map(judged.error.issues.map(({ path, message }) => [String(path[0]), message]));
  // In the model's order, whatever the schema's.
  for (const column of served.features) {
    const message = reasons.get(column);
    if (message === undefined) continue;
    const value = row[column];
    const reason = value === undefined ? "is missing" : value === null ? "is empty" : message;
    faults.add({ row: number, column, reason, remedy: `Give ${cellInWords(goldColumn(column))}.` });
  }
}

/**
 * Judges rows by the contract that the pipeline's tables keep, and lays them out by columns as the model reads them.
 * @param faults gets the first faults; with any the rows must not be scored
 */
export function checkRows(rows: readonly Row[], served: ServedColumns, faults: RowFaults): CheckedRows {
  const customers: (string | null)[] = [];
  for (const [index, row] of rows.entries()) {
    if (faults.full) break;
    checkNames(row, index + 1, faults);
    customers.push(customerOf(row, index + 1, faults));
    checkFeatures(row, index + 1, served, faults);
  }
  const sound = faults.found.length === 0 ? rows : [];
  return {
    customers,
    gold: {
      customerId: sound.map(() => ""),
      churn: sound.map(() => null),
      columns: new Map(
        served.features.map((feature) => [feature, sound.map((row) => cell(row[feature], feature))]),
      ),
    },
  };
}

function cell(value: unknown, feature: string): Scalar {
  return scalarOf(
    typeof value === "number" || typeof value === "string" ? value : null,
    "gold_master",
    feature,
  );
}
