import { goldMaster } from "../../configs/gold-tables.ts";
import { nearest } from "../bronze/nearest.ts";

/** Rows as a request has them, by their columns' names; nothing is known of the values yet. */
export interface RawRows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** A CSV with a header: its answer has one, too. */
  readonly csvHeader?: boolean;
  /** A JSON object outside of a list: its answer is one, too. */
  readonly single?: boolean;
}

/** The names that rows may use. */
const goldNames: readonly string[] = goldMaster.columns.map(({ name }) => name);

/** Longer names are no slips, and comparing them would take long. */
const LONGEST_SLIP = 64;

/** What to do about a name that no column has. */
export function remedyForName(name: string): string {
  const meant = name.length > LONGEST_SLIP ? undefined : nearest(name, goldNames);
  return meant === undefined ? "Leave it out, or name a column of gold_master." : `Did you mean ${meant}?`;
}
