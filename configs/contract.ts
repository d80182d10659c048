import { z } from "zod";
import { type IsoDate, isIsoDate, isIsoMonth } from "./names.ts";

/**
 * A contract says what a raw file or a produced table must look like. The same contract validates the data,
 * types the code that reads it (`RowOf`), documents it (`spanishgas describe`) and defines it in a catalogue.
 */

/** What a cell holds. `flag` is 0 or 1; `month` is `YYYY-MM`; `texts` is a list of texts. */
export const columnTypes = [
  "text",
  "integer",
  "number",
  "flag",
  "date",
  "month",
  "timestamp",
  "texts",
] as const;
export type ColumnType = (typeof columnTypes)[number];

/** A calendar day in a document. */
export const isoDateSchema = z.custom<IsoDate>((value) => typeof value === "string" && isIsoDate(value));

/**
 * What makes a column personal: an `identifier` names one person, here or in another system; `words` are what people
 * said or wrote. No report or document shows a value of such a column.
 */
const personalKinds = ["identifier", "words"] as const;

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
  /** Names a person, or holds people's words: its values are in no report. Without it they may be shown. */
  personal: z.enum(personalKinds).optional(),
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

/** Adds the column's rules to a schema of its type. Each fault's message ends the sentence "<column> ...". */
function withRules<T extends number | string>(schema: z.ZodType<T>, column: Column): z.ZodType<T> {
  const { min, max, allowed, pattern, maxLength } = column;
  let ruled = schema;
  const rule = (holds: (value: T) => boolean, error: string) => {
    ruled = ruled.refine(holds, { error });
  };
  if (min !== undefined) rule((value) => value >= min, `is below ${min}`);
  if (max !== undefined) rule((value) => value <= max, `is above ${max}`);
  if (allowed !== undefined) {
    const values = new Set<number | string>(allowed);
    rule((value) => values.has(value), "is none of the values allowed");
  }
  if (pattern !== undefined) {
    const whole = new RegExp(`^(?:${pattern})$`, "u");
    const words = column.patternInWords ?? `the form ${pattern}`;
    rule((value) => whole.test(String(value)), `does not have ${words}`);
  }
  if (maxLength !== undefined)
    rule((value) => [...String(value)].length <= maxLength, `has more than ${maxLength} characters`);
  return ruled;
}

function cellSchema(column: Column): z.ZodType {
  const text = z.string({ error: "is no text" });
  switch (column.type) {
    case "text":
    case "timestamp":
      return withRules(text, column);
    case "date":
      return withRules(text.refine(isIsoDate, { error: "is no day of the form YYYY-MM-DD" }), column);
    case "month":
      return withRules(text.refine(isIsoMonth, { error: "is no month of the form YYYY-MM" }), column);
    case "texts":
      return z.array(text, { error: "is no list of texts" });
    case "flag":
      return z.literal([0, 1], { error: "is neither 0 nor 1" });
    case "integer":
      return withRules(z.int({ error: "is no whole number" }), column);
    case "number":
      return withRules(z.number({ error: "is no number" }), column);
  }
}

/**
 * A zod schema for one row, for places where rows come in one by one (an API, a serving request, a test). It judges a
 * single row as the checks of a table do (`runtime/table/checks.ts`); what takes many rows, such as a budget of nulls or
 * a key, it cannot see. Its messages name neither the column nor the value.
 */
export function rowSchema(contract: Pick<Contract, "columns">): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(
      contract.columns.map((column) => {
        const schema = cellSchema(column);
        return [column.name, column.nullBudget === undefined ? schema : schema.nullable()];
      }),
    ),
  );
}

function kindInWords({ type, allowed, min, max }: Column): string {
  if (allowed !== undefined) return `one of: ${allowed.join("; ")}`;
  const range = `${min === undefined ? "" : ` from ${min}`}${max === undefined ? "" : ` up to ${max}`}`;
  switch (type) {
    case "text":
      return "a text";
    case "texts":
      return "a list of texts";
    case "timestamp":
      return `a time${range}`;
    case "date":
      return `a day of the form YYYY-MM-DD${range}`;
    case "month":
      return `a month of the form YYYY-MM${range}`;
    case "flag":
      return "0 or 1";
    case "integer":
      return `a whole number${range}`;
    case "number":
      return `a number${range}`;
  }
}

/**
 * What a cell of this column may hold, in words.
 * @example cellInWords(column) // "a number from 0, or nothing"
 */
export function cellInWords(column: Column): string {
  return `${kindInWords(column)}${column.nullBudget === undefined ? "" : ", or nothing"}`;
}
