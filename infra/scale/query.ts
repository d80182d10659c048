import { readFileSync } from "node:fs";
import { calendarColumns, scanFolders } from "../../configs/hourly-scan.ts";
import { places } from "../../configs/pipeline.ts";

/** Tables of the database, named as the statement over the readings names its relations. */
export const READINGS = "readings";
export const HOUR_CALENDAR = "hour_calendar";
/** Column by which both tables are divided: the run, whose folders hold its rows. */
export const RUN = "run";

/** The statement that the bronze step would run itself. */
const monthlyConsumption = new URL("../../runtime/bronze/hourly/monthly-consumption.sql", import.meta.url);

/** Columns that the statement takes from the readings. */
const readingColumns = ["customer_id", '"timestamp"', "consumption_elec_kwh", "consumption_gas_m3"];

/**
 * The statement over one run's readings, as it is sent: that of `monthly-consumption.sql`, word by word, over the two
 * tables narrowed to the run.
 */
export function scanSql(database: string, run: string): string {
  const relation = (table: string, columns: readonly string[]) =>
    `${table} AS (SELECT ${columns.join(", ")} FROM "${database}"."${table}" WHERE ${RUN} = '${run}')`;
  const relations = [
    relation(READINGS, readingColumns),
    relation(
      HOUR_CALENDAR,
      calendarColumns.map(({ name }) => name),
    ),
  ];
  return `WITH ${relations.join(", ")} ${inOneLine(readFileSync(monthlyConsumption, "utf8"))}`;
}

/** Where an attempt's result goes. Athena wants the folder to be empty, and removes nothing of an attempt that failed. */
function slotsUri(bucket: string, run: string, attempt: string): string {
  return `s3://${bucket}/${places.consumption.replace("<run>", run)}${scanFolders.slots}/${attempt}/`;
}

/** What Athena is asked for: the sums of one run, as Parquet files in the lake. */
export function unloadSql(at: { database: string; bucket: string; run: string; attempt: string }): string {
  const target = slotsUri(at.bucket, at.run, at.attempt);
  return `UNLOAD (${scanSql(at.database, at.run)}) TO '${target}' WITH (format = 'PARQUET', compression = 'SNAPPY')`;
}

/** The same as an expression of the state machine, which fills in the run and the attempt. */
export function unloadExpression(database: string, bucket: string): string {
  const [run, attempt] = ["<run>", "<attempt>"];
  const fields: Readonly<Record<string, readonly string[]>> = {
    [run]: ["$.run_id"],
    [attempt]: ["$$.Execution.RedriveCount", "$$.State.RetryCount"],
  };
  const sql = unloadSql({ database, bucket, run, attempt });
  const blanks = [...sql.matchAll(/<run>|<attempt>/g)].flatMap(([blank]) => fields[blank] ?? []);
  const text = sql
    .replace(/[\\'{}]/g, (sign) => `\\${sign}`)
    .replaceAll(run, "{}")
    .replaceAll(attempt, "{}-{}");
  return `States.Format('${text}', ${blanks.join(", ")})`;
}

/** Without comments and line breaks, for which an expression of the state machine has no room. */
function inOneLine(sql: string): string {
  return sql.replace(/--.*$/gm, "").replace(/\s+/g, " ").trim();
}
