import { z } from "zod";
import { binSchema } from "./bins.ts";

const numeric = z.number().nullable();

/** How a column's values are spread. Empty cells are in no part of it: the report's `nullShare` counts them. */
export const profileSchema = z.discriminatedUnion("kind", [
  /**
   * Numbers: rows in at most 20 bins of equal width with round ends, between about the 1st and the 99th percentile;
   * rows beyond are in a first and a last bin with an open end. All rows are counted.
   */
  z.strictObject({
    kind: z.literal("histogram"),
    bins: z.array(binSchema).readonly(),
    /** Values of the sample's rows at a quarter, half and three quarters of their order. Null without any. */
    lowerQuartile: numeric,
    median: numeric,
    upperQuartile: numeric,
    /** Rows of the sample that have a value: all of the column's in a small table. */
    sampleRows: z.int(),
  }),
  /** Flags and texts: the most frequent levels by falling number of rows, then by name. */
  z.strictObject({
    kind: z.literal("levels"),
    /** For lists of texts: rows whose list holds the text, so that one row may count for several. */
    levels: z.array(z.strictObject({ level: z.string(), rows: z.int() })).readonly(),
    /** Rows of all further levels. */
    others: z.int(),
    /** Number of levels, further ones included. */
    distinct: z.int(),
  }),
  /** Days, months and times: rows of each month or year that has any, ascending. */
  z.strictObject({
    kind: z.literal("periods"),
    unit: z.enum(["month", "year"]),
    periods: z.array(z.strictObject({ period: z.string(), rows: z.int() })).readonly(),
    /** Rows before the first of these periods. */
    earlier: z.int(),
  }),
  /** The column identifies people or holds their words: no value of it is told. */
  z.strictObject({ kind: z.literal("hidden") }),
]);
export type Profile = Readonly<z.infer<typeof profileSchema>>;
/** A profile of one kind. */
export type ProfileOf<Kind extends Profile["kind"]> = Extract<Profile, { kind: Kind }>;
