import type { Column } from "../../configs/contract.ts";
import { goldMaster } from "../../configs/gold-tables.ts";

/** A value that the contract allows. */
function validValue({ type, min, max, allowed }: Column): string | number {
  if (allowed?.[0] !== undefined) return allowed[0];
  if (type === "text") return "Comparison Website";
  const least = typeof min === "number" ? min : 0;
  return typeof max === "number" ? Math.min(least, max) : least;
}

/** A made-up row that keeps the contract of these columns. */
export function validRow(columns: readonly string[]): Record<string, string | number> {
  const wanted = goldMaster.columns.filter(({ name }) => columns.includes(name));
  return Object.fromEntries(wanted.map((column) => [column.name, validValue(column)]));
}
