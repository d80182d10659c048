import type { Column, Contract } from "../../configs/contract.ts";
import { identifier, literal } from "./engine.ts";

/** One rule of a contract about one column, as SQL over a relation whose columns already have the right types. */
export interface Check {
  readonly column: string;
  /** What must hold, in words: "is not empty", "lies between 0 and 52". */
  readonly rule: string;
  /** The same for a row that breaks it: "is empty", "does not lie between 0 and 52". */
  readonly fault: string;
  /** SQL that is true for a row that breaks the rule, and never null. */
  readonly violated: string;
}

/** The DuckDB type in which a column of this kind is stored. */
export function sqlType(column: Pick<Column, "type">): string {
  switch (column.type) {
    case "text":
    case "month":
      return "VARCHAR";
    case "integer":
      return "INTEGER";
    case "flag":
      return "TINYINT";
    case "number":
      return "DOUBLE";
    case "date":
      return "DATE";
    case "timestamp":
      return "TIMESTAMP";
    case "texts":
      return "VARCHAR[]";
  }
}

function bound(column: Column, value: number | string): string {
  if (typeof value === "number") return String(value);
  return column.type === "date" || column.type === "timestamp"
    ? `${sqlType(column)} ${literal(value)}`
    : literal(value);
}

function rangeRule(column: Column): string | undefined {
  const unit = column.unit === undefined ? "" : ` ${column.unit}`;
  if (column.min !== undefined && column.max !== undefined)
    return `lies between ${column.min} and ${column.max}${unit}`;
  if (column.min !== undefined) return `is at least ${column.min}${unit}`;
  if (column.max !== undefined) return `is at most ${column.max}${unit}`;
  return undefined;
}

/** A rule in words, turned around: "is at least 0" becomes "is not at least 0". */
function faultOf(rule: string): string {
  if (rule === "is not empty") return "is empty";
  return rule
    .replace(/^lies /, "does not lie ")
    .replace(/^has /, "does not have ")
    .replace(/^is /, "is not ");
}

/** The checks of one column on single values; nulls are judged only where the column may never be null. */
function columnChecks(column: Column): Check[] {
  const name = identifier(column.name);
  const checks: Check[] = [];
  const add = (rule: string, condition: string) =>
    checks.push({
      column: column.name,
      rule,
      fault: faultOf(rule),
      violated: `coalesce(${condition}, false)`,
    });
  if (column.nullBudget === undefined) add("is not empty", `${name} IS NULL`);
  if (column.type === "number") add("is a finite number", `NOT isfinite(${name})`);
  if (column.type === "flag") add("is 0 or 1", `${name} NOT IN (0, 1)`);
  if (column.type === "month")
    add("is a month of the form YYYY-MM", `NOT regexp_full_match(${name}, '\\d{4}-(0[1-9]|1[0-2])')`);
  const range = rangeRule(column);
  if (range !== undefined) {
    const outside = [
      column.min === undefined ? undefined : `${name} < ${bound(column, column.min)}`,
      column.max === undefined ? undefined : `${name} > ${bound(column, column.max)}`,
    ].filter((condition) => condition !== undefined);
    add(range, outside.join(" OR "));
  }
  if (column.allowed !== undefined) {
    const values = column.allowed.map((value) =>
      typeof value === "number" ? String(value) : literal(value),
    );
    add(`is one of ${column.allowed.join(", ")}`, `${name} NOT IN (${values.join(", ")})`);
  }
  if (column.pattern !== undefined)
    add(
      `has ${column.patternInWords ?? `the form ${column.pattern}`}`,
      `NOT regexp_full_match(${name}, ${literal(column.pattern)})`,
    );
  if (column.maxLength !== undefined)
    add(`has at most ${column.maxLength} characters`, `length(${name}) > ${column.maxLength}`);
  return checks;
}

/** Every check that a contract makes on single rows, column by column. */
export function contractChecks(contract: Contract): readonly Check[] {
  return contract.columns.flatMap(columnChecks);
}
