import type { Column } from "../../../configs/contract.ts";
import { consumptionHourly } from "../../../configs/datasets.ts";
import { InputError } from "../../errors.ts";
import { type Engine, literal } from "../../table/engine.ts";
import type { FileTime } from "./clock.ts";
import type { Source } from "./readings.ts";

/** What is known of the readings before the scan. */
export interface ReadingFacts {
  /** First and last time; undefined when no row has one. */
  readonly span: { readonly first: FileTime; readonly last: FileTime } | undefined;
  /** A value may lie outside the contract's range. Not here: readings that are no numbers; the sums show them. */
  readonly suspectsRange: boolean;
  /** Number of empty cells by column. */
  readonly nulls: Readonly<Record<string, number>>;
}

const columns: readonly Column[] = consumptionHourly.columns;
const valueColumns = columns.filter(({ type }) => type === "number");

interface RawFacts {
  readonly first: unknown;
  readonly last: unknown;
  readonly columns: readonly { name: string; least: number; greatest: number; nulls: number }[];
}

/** Takes the facts from the statistics of Parquet files where these are complete, and from a scan otherwise. */
export async function readingFacts(engine: Engine, source: Source): Promise<ReadingFacts> {
  const raw =
    (source.statistics === undefined ? undefined : await fromStatistics(engine, source.statistics)) ??
    (await fromScan(engine));
  const { first, last } = raw;
  return {
    span: typeof first === "number" && typeof last === "number" ? { first, last } : undefined,
    suspectsRange: raw.columns.some(({ name, least, greatest }) => {
      const column = valueColumns.find((one) => one.name === name);
      // Written so that NaN is suspect, too.
      return !(least >= Number(column?.min) && greatest <= Number(column?.max));
    }),
    nulls: Object.fromEntries(raw.columns.map(({ name, nulls }) => [name, nulls])),
  };
}

async function fromStatistics(engine: Engine, files: readonly string[]): Promise<RawFacts | undefined> {
  const rows = await engine.rows(
    `SELECT path_in_schema AS name, epoch_ms(min(TRY_CAST(stats_min_value AS TIMESTAMP)))::DOUBLE AS first,
            epoch_ms(max(TRY_CAST(stats_max_value AS TIMESTAMP)))::DOUBLE AS last,
            min(TRY_CAST(stats_min_value AS DOUBLE)) AS least, max(TRY_CAST(stats_max_value AS DOUBLE)) AS greatest,
            sum(stats_null_count)::DOUBLE AS nulls,
            bool_and(stats_null_count IS NOT NULL AND (stats_null_count = num_values
              OR (stats_min_value IS NOT NULL AND stats_max_value IS NOT NULL))) AS complete
     FROM parquet_metadata([${files.map(literal).join(", ")}]) GROUP BY path_in_schema`,
  );
  const time = rows.find((row) => row["name"] === "timestamp");
  const values = valueColumns.map(({ name }) => rows.find((row) => row["name"] === name));
  if ([time, ...values].some((row) => row?.["complete"] !== true)) return undefined;
  return {
    first: time?.["first"],
    last: time?.["last"],
    columns: values.map((row) =>
      valueFacts(String(row?.["name"]), row?.["least"], row?.["greatest"], row?.["nulls"]),
    ),
  };
}

async function fromScan(engine: Engine): Promise<RawFacts> {
  const row = await engine.row(
    `SELECT epoch_ms(min(timestamp))::DOUBLE AS first, epoch_ms(max(timestamp))::DOUBLE AS last, ${valueColumns
      .map(
        ({ name }, index) =>
          `min(${name}) AS least${index}, max(${name}) AS greatest${index}, (count(*) - count(${name}))::DOUBLE AS nulls${index}`,
      )
      .join(", ")} FROM readings`,
  );
  return {
    first: row["first"],
    last: row["last"],
    columns: valueColumns.map(({ name }, index) =>
      valueFacts(name, row[`least${index}`], row[`greatest${index}`], row[`nulls${index}`]),
    ),
  };
}

/** A column without any value lies within every range. */
function valueFacts(name: string, least: unknown, greatest: unknown, nulls: unknown) {
  const number = (value: unknown) => (typeof value === "number" ? value : 0);
  return { name, least: number(least), greatest: number(greatest), nulls: number(nulls) };
}

/** @throws InputError that names the first column of values with more empty cells than its contract allows. */
export function refuseEmptyColumns(facts: ReadingFacts, rows: number, file: string): void {
  for (const { name, nullBudget = 0 } of valueColumns) {
    const share = (facts.nulls[name] ?? 0) / rows;
    if (share <= nullBudget) continue;
    const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
    throw new InputError(
      `${file}: ${percent(share)} of ${name} is empty, its limit is ${percent(nullBudget)}; fill the column and ` +
        "deliver the file again.",
      { file, column: name },
    );
  }
}
