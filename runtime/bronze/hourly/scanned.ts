import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  ATTEMPT,
  calendarColumns,
  scanFiles,
  scanFolders,
  slotColumns,
} from "../../../configs/hourly-scan.ts";
import { type Engine, literal } from "../../table/engine.ts";
import type { CalendarHour } from "./calendar.ts";
import { type FileTime, HOUR_MS } from "./clock.ts";

/** What is known here of the readings, for a look at what was made of them elsewhere. */
export interface KnownReadings {
  /** The calendar of this run; the table `hour_calendar` holds it. */
  readonly calendar: readonly CalendarHour[];
  /** First and last time in the readings; undefined when no row has one. */
  readonly span: { readonly first: FileTime; readonly last: FileTime } | undefined;
  /** Rows that the sums must account for. */
  readonly rows: number;
}

const natural = new Intl.Collator("en", { numeric: true });

/**
 * Fills `slot_consumption` with what a query service has made of the readings, if it is what a scan would give here: the
 * same calendar, and every row of the files counted once. Whatever is in doubt is not taken, since the readings are at
 * hand: rows at fault, which the scan would look for anyway, are in doubt as well.
 *
 * The query joins to the calendar of all hours that the contract allows. That gives the sums of this run's calendar when
 * no reading lies outside of this one, and when both say the same of each of its hours.
 *
 * @param folder the place `consumption` of the run
 * @returns why it was not taken, as the end of "because ..."; undefined when `slot_consumption` stands
 */
export async function takeScanned(
  engine: Engine,
  folder: string,
  { calendar, span, rows }: KnownReadings,
): Promise<string | undefined> {
  const files = await filesOf(await newestAttempt(join(folder, scanFolders.slots)));
  if (files.length === 0) return "no query has summed them";
  if (!covers(calendar, span)) return "some lie outside of the hours that their contract allows";
  if (await differs(engine, join(folder, scanFiles.calendar))) return "they were summed by another calendar";
  const columns = slotColumns.map(({ name, type }) => `CAST(${name} AS ${type}) AS ${name}`).join(", ");
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE slot_consumption AS
     SELECT ${columns} FROM read_parquet([${files.map(literal).join(", ")}])`,
  );
  const found = await engine.row(
    `SELECT coalesce(sum(hours), 0)::DOUBLE AS rows,
            coalesce(bool_and(hours = floor(tally / ${2 ** 40})), true) AS counted,
            (SELECT count(*) = 0 FROM (SELECT 1 FROM slot_consumption GROUP BY customer_id, slot HAVING count(*) > 1)) AS once
     FROM slot_consumption`,
  );
  const complete = found["rows"] === rows;
  if (complete && found["counted"] === true && found["once"] === true) return undefined;
  await engine.run("DROP TABLE slot_consumption");
  return complete
    ? "the sums contradict each other"
    : `the sums account for ${Number(found["rows"])} of ${rows} rows`;
}

/** The folder of the last attempt: earlier ones failed, and what they left is in pieces. */
export async function newestAttempt(folder: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined;
  const attempts = (await readdir(folder)).filter((name) => ATTEMPT.test(name)).sort(natural.compare);
  const newest = attempts.at(-1);
  return newest === undefined ? undefined : join(folder, newest);
}

async function filesOf(folder: string | undefined): Promise<readonly string[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder);
  return names
    .filter((name) => !/^[._]/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Does every reading lie within the calendar? It was cut to what the contract allows. */
function covers(calendar: readonly CalendarHour[], span: KnownReadings["span"]): boolean {
  const [first, last] = [calendar[0]?.startsAt, calendar.at(-1)?.startsAt];
  if (span === undefined || first === undefined || last === undefined) return false;
  return first <= span.first && span.last < last + HOUR_MS;
}

/** Does the query's calendar say anything else of one of this run's hours, or nothing? */
async function differs(engine: Engine, file: string): Promise<boolean> {
  if (!existsSync(file)) return true;
  const columns = calendarColumns.map(({ name, type }) => `${name}: ${literal(type)}`).join(", ");
  const different = await engine.number(
    `SELECT count(*)::DOUBLE FROM hour_calendar AS own
     LEFT JOIN read_csv(${literal(file)}, auto_detect = false, header = false, columns = {${columns}}) AS theirs
       USING (starts_at)
     WHERE theirs.slot IS DISTINCT FROM own.slot OR theirs.tally IS DISTINCT FROM own.tally`,
  );
  return different > 0;
}
