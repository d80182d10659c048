import { type Column, rowSchema } from "../../configs/contract.ts";
import { goldMaster } from "../../configs/gold-tables.ts";

/** Column that names the customer: optional, and handed through. */
export const CUSTOMER = "customer_id";

const contractOf: ReadonlyMap<string, Column> = new Map(goldMaster.columns.map((each) => [each.name, each]));

/** What rows for a model may and must hold, by the contract of the gold master. */
export interface ServedColumns {
  /** The model's features, in its order: every row must have them. */
  readonly features: readonly string[];
  /** Judges a row of exactly the features. */
  readonly schema: ReturnType<typeof rowSchema>;
}

/** @throws Error when the model reads what is no column of gold. */
export function servedColumns(features: readonly string[]): ServedColumns {
  const columns = features.map((feature) => {
    const column = contractOf.get(feature);
    if (column === undefined)
      throw new Error(
        `The model reads ${feature}, which is no column of gold_master: it is of another version of this program.`,
      );
    return column;
  });
  return { features, schema: rowSchema({ columns }) };
}

/** Is this a column of gold, whether or not the model reads it? */
export function isGoldColumn(name: string): boolean {
  return contractOf.has(name);
}

/** The contract of a column of gold. @throws Error when there is none */
export function goldColumn(name: string): Column {
  const column = contractOf.get(name);
  if (column === undefined) throw new Error(`${name} is no column of gold_master.`);
  return column;
}

/** Does this column hold numbers? */
export function isNumeric(name: string): boolean {
  const { type } = goldColumn(name);
  return type === "number" || type === "integer" || type === "flag";
}
