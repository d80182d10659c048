import { z } from "zod";
import { isIsoDate } from "../../../configs/names.ts";

/**
 * What one machine writes of its share of the readings: this document, and five tables beside it (`shard-tables.ts`). It
 * tells what the share holds and nothing of the machine, so that its bytes depend on the data alone.
 */

/** Name of the document in a machine's folder. */
export const SHARD_FACTS = "shard.json";

const fault = z.strictObject({
  message: z.string(),
  location: z.strictObject({
    file: z.string().exactOptional(),
    column: z.string().exactOptional(),
    line: z.number().exactOptional(),
  }),
});

/** A fault of the user's, kept for the step that tells the user. */
export type KeptFault = z.infer<typeof fault>;

const day = z.string().refine(isIsoDate);

const layout = z.strictObject({ format: z.enum(["csv", "ndjson", "json", "parquet"]), gzip: z.boolean() });

const sharedFile = z.strictObject({
  /** Path below the delivery's folder. */
  path: z.string(),
  layout: z.union([layout, fault]),
  /** Columns that the contract does not know, or what is wrong with the file; none where its layout is not known. */
  columns: z.union([z.array(z.string()), fault]),
});

/** What is known of one file of the share. */
export type SharedFile = z.infer<typeof sharedFile>;

/** How the readings of a share could be read. */
const scan = z.discriminatedUnion("state", [
  /** The share has no file. */
  z.strictObject({ state: z.literal("empty") }),
  /** Another file of the delivery, or one of the share by its look, stops the run anyway. */
  z.strictObject({ state: z.literal("skipped") }),
  /** Found while the files were read. */
  z.strictObject({ state: z.literal("refused"), fault }),
  z.strictObject({
    state: z.literal("scanned"),
    /** Values were taken as they are, and not converted from texts first. */
    native: z.boolean(),
    /** Rows in the files, and how many of them could not be converted, or are at fault by themselves. */
    rows: z.number(),
    unreadable: z.number(),
    faulty: z.number(),
    /** First and last time of the rows; null where none has one. */
    span: z.strictObject({ first: z.number(), last: z.number() }).nullable(),
    suspectsRange: z.boolean(),
    nulls: z.record(z.string(), z.number()),
  }),
]);

export type ShardScan = z.infer<typeof scan>;

export const shardFactsSchema = z.strictObject({
  /** Name of the machine, and of all that shared the readings. */
  host: z.string(),
  hosts: z.array(z.string()).min(1),
  today: day,
  asOf: day.nullable(),
  timezone: z.enum(["Europe/Madrid", "UTC"]),
  /** In the order of the delivery. `file_index` of the tables counts them from 0. */
  files: z.array(sharedFile),
  scan,
});

export type ShardFacts = z.infer<typeof shardFactsSchema>;
