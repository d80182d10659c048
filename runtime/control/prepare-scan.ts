import { type Scanner, scanFiles } from "../../configs/hourly-scan.ts";
import type { IsoDate } from "../../configs/names.ts";
import { allowedSpan, type CalendarHour, hourCalendar } from "../bronze/hourly/calendar.ts";
import { readingsDataset } from "../bronze/hourly/readings.ts";
import type { LakeTexts } from "../lake/lake.ts";
import { placePrefix } from "../lake/places.ts";
import type { DeliveredFile, RunRecord } from "../manifest/manifest.ts";
import { holds } from "../pipeline/delivered-files.ts";
import { deliveryPrefix } from "../pipeline/freeze.ts";

/** Files that a table of Parquet files can stand for, and whose names need no quoting in a list of addresses. */
const SCANNABLE = /^[\w./-]+\.(?:parquet|pq)$/i;

/** What the run's query reads, or why there will be none. */
export interface ScanRequest {
  readonly run: Pick<RunRecord, "id" | "delivery" | "request">;
  readonly files: readonly DeliveredFile[];
  readonly today: IsoDate;
}

/**
 * Writes down what the query over a run's readings reads: the list of their files, and the calendar of all hours that
 * the contract allows, since nobody has looked into the files yet. Readings that are no Parquet files are left to the
 * bronze step, which reads every format.
 *
 * @returns who is to scan the readings
 */
export async function prepareScan(
  lake: Pick<LakeTexts, "location" | "write">,
  { run, files, today }: ScanRequest,
): Promise<Scanner> {
  const dataset = readingsDataset();
  const folder = placePrefix("consumption", { run: run.id, delivery: run.delivery });
  const names = files.map(({ name }) => name).filter((name) => holds(dataset, name));
  const other = names.find((name) => !SCANNABLE.test(name));
  if (names.length === 0 || other !== undefined) {
    const reason =
      other === undefined ? "The delivery has no readings." : `${other} is no Parquet file by its name.`;
    await lake.write(`${folder}${scanFiles.reason}`, `${reason}\n`);
    return "bronze";
  }
  const frozen = `${lake.location}/${deliveryPrefix(run.delivery)}`;
  const hours = hourCalendar(allowedSpan(today), dataset.timezone ?? "Europe/Madrid", run.request.asOf);
  await lake.write(`${folder}${scanFiles.files}`, names.map((name) => `${frozen}${name}\n`).join(""));
  await lake.write(`${folder}${scanFiles.calendar}`, hours.map(lineOf).join(""));
  return "athena";
}

function lineOf({ startsAt, slot, tally }: CalendarHour): string {
  return `${new Date(startsAt).toISOString().slice(0, 19).replace("T", " ")},${slot},${tally}\n`;
}
