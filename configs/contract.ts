import { z } from "zod";

/**
 * A contract says what a raw file or a produced table must look like. The same contract validates the data,
 * types the code that reads it (`RowOf`), documents it (`spanishgas describe`) and defines it in a catalogue.
 */

/** What a cell holds. `flag` is 0 or 1; `month` is `YYYY-MM`; `texts` is a list of texts. */
const columnTypes = ["text", "integer", "number", "flag", "date", "month", "timestamp", "texts"] as const;
export type ColumnType = (typeof columnTypes)[number];

const columnSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  type: z.enum(columnTypes),
  /** One sentence for a reader who does not know the code. */
  description: z.string().min(1),
  /** Unit of a number: kWh, m3, EUR, EUR/kWh, months, days, share ... */
  unit: z.string().optional(),
  /** How the value is computed, and where the formula comes from (produced tables). */
  formula: z.string().optional(),
  /** Largest share of nulls allowed, 0 to 1. Without it the column is never null. */
  nullBudget: z.number().min(0).max(1).optional(),
  /** Smallest and largest value allowed, inclusive: a number, or a text that is compared as ISO date or month. */
  min: z.union([z.number(), z.string()]).optional(),
  max: z.union([z.number(), z.string()]).optional(),
  /** The only values allowed (text columns and integers). */
  allowed: z
    .array(z.union([z.string(), z.number()]))
    .readonly()
    .optional(),
  /** Regular expression that the whole text must match. */
  pattern: z.string().optional(),
  /** The pattern in words, as the end of "has ...": "no blanks at its ends". */
  patternInWords: z.string().optional(),
  /** Longest text allowed, in characters. */
  maxLength: z.int().positive().optional(),
  /** The date may not lie after the day on which the file is read (raw files). */
  notInFuture: z.boolean().optional(),
});

const contractSchema = z.strictObject({
  /** File stem of a raw file, table name of a produced one. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** Rises when columns change meaning; stored with every table written. */
  version: z.int().min(1),
  layer: z.enum(["raw", "bronze", "silver", "gold", "model", "scored", "monitoring"]),
  description: z.string().min(1),
  /** What one row stands for. */
  grain: z.string().min(1),
  /** Columns that identify a row; produced tables are sorted by them. */
  key: z.array(z.string()).readonly(),
  columns: z.array(columnSchema).min(1).readonly(),
});

export type Column = z.infer<typeof columnSchema>;
export type Contract = z.infer<typeof contractSchema>;

type Cell<C> = C extends { type: "text" | "date" | "month" | "timestamp" }
  ? string
  : C extends { type: "texts" }
    ? readonly string[]
    : number;
type Nullable<C> = C extends { nullBudget: number } ? null : never;

/** The TypeScript type of one row of a table, from its contract. */
export type RowOf<C extends { readonly columns: readonly { readonly name: string }[] }> = {
  readonly [K in C["columns"][number] as K["name"]]: Cell<K> | Nullable<K>;
};

/**
 * Declares a contract and checks that it makes sense itself (unique names, key among the columns, known fields).
 *
 * @example
 * const churnLabel = defineContract({ name: "churn_label", version: 1, layer: "raw", ..., columns: [...] });
 * type ChurnLabel = RowOf<typeof churnLabel>;
 */
export function defineContract<const C extends Contract>(contract: C): C {
  const parsed = contractSchema.parse(contract);
  const names = parsed.columns.map((column) => column.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`Contract ${parsed.name}: column ${repeated} stands twice.`);
  const stranger = parsed.key.find((name) => !names.includes(name));
  if (stranger !== undefined) throw new Error(`Contract ${parsed.name}: key ${stranger} is no column.`);
  return contract;
}

function cellSchema(column: Column): z.ZodType {
  switch (column.type) {
    case "text":
    case "date":
    case "month":
    case "timestamp":
      return z.string();
    case "texts":
      return z.array(z.string());
    case "flag":
      return z.union([z.literal(0), z.literal(1)]);
    case "integer":
      return z.int();
    case "number":
      return z.number();
  }
}

/** A zod schema for one row, for places where rows come in one by one (an API, a serving request, a test). */
export function rowSchema(contract: Contract): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(
      contract.columns.map((column) => {
        const schema = cellSchema(column);
        return [column.name, column.nullBudget === undefined ? schema : schema.nullable()];
      }),
    ),
  );
}
