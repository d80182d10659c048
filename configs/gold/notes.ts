import type { Column } from "../contract.ts";
import type { Tier, TierId } from "../features.ts";

/** What a contract says about a feature beside its name and kind. `integer` marks a numeric feature that only counts. */
export type ColumnNotes = Omit<Column, "name" | "type"> & { readonly type?: "integer" };

/** Notes on every feature of a tier: one forgotten or misspelt does not compile. */
export type NotesOf<Id extends TierId> = {
  readonly [Name in Extract<Tier, { id: Id }>["features"][number]["name"]]: ColumnNotes;
};

/**
 * Null budgets of features: above them, a feature tells too little to train on. A customer may lack any row outside the
 * master, so they are wide; a join that went wrong breaks them.
 */
export const budget = {
  /** From the dates of a contract. */
  contract: 0.5,
  /** From the customer's months, which a customer activated a few days ago does not have. */
  months: 0.5,
  /** From the prices of the customer's months. */
  prices: 0.5,
  /** From the cost file, which holds every province. */
  costs: 0.2,
  /** From several months: empty for everyone while the data cover too few. */
  history: 1,
  /** Empty by nature for any number of customers. */
  any: 1,
} as const;
