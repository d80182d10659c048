import type { IsoDate } from "../../../configs/names.ts";
import { monthNumber, monthOfSlot, slotKinds } from "../../../configs/tariff.ts";
import { InputError } from "../../errors.ts";
import type { Engine } from "../../table/engine.ts";
import { refuseFuture } from "../today.ts";
import { type CalendarHour, SLOT_AFTER_AS_OF, type Span } from "./calendar.ts";
import { dayOf, type FileTime, HOUR_MS, localHour } from "./clock.ts";
import type { Origin } from "./origin.ts";

/** A month at the edge of the data with fewer hours than this is dropped (D2). */
const HOURS_OF_A_DAY = 24;

/** The stretch of time that the tables cover. */
export interface ReadingPeriod {
  readonly asOf: IsoDate;
  /** Numbers of the first and last month that stay (`configs/tariff.ts`). */
  readonly firstMonth: number;
  readonly lastMonth: number;
  /** Every hour from the first reading to the last one that counts. */
  readonly hours: readonly CalendarHour[];
  /** Months at the edges with less than a day of data. */
  readonly droppedMonths: readonly number[];
}

/** SQL of a slot's month, by its number. */
export const SLOT_MONTH = `(slot // ${slotKinds.length})`;

/** SQL that is true for the slots of a period. */
export function inPeriod({ firstMonth, lastMonth }: Pick<ReadingPeriod, "firstMonth" | "lastMonth">): string {
  return `slot <> ${SLOT_AFTER_AS_OF} AND ${SLOT_MONTH} BETWEEN ${firstMonth} AND ${lastMonth}`;
}

/** `YYYY-MM` of a month's number. */
export function monthText(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** The last day of a month, by its number. */
function lastDayOf(month: number): IsoDate {
  return dayOf(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0));
}

/**
 * Refuses an as-of date that does not fit the data (D1).
 * @throws InputError when it lies in the future, after the last reading or before the first.
 */
export function refuseUnfitAsOf(asOf: IsoDate, calendar: readonly CalendarHour[], today: IsoDate): void {
  const [first, last] = [calendar[0], calendar.at(-1)];
  refuseFuture(asOf, today);
  if (first === undefined || last === undefined) return;
  if (asOf > dayOf(last.wall))
    throw new InputError(
      `The as-of date ${asOf} lies after the last reading (${dayOf(last.wall)}); give a day up to that.`,
    );
  if (asOf < dayOf(first.wall))
    throw new InputError(
      `The as-of date ${asOf} lies before the first reading (${dayOf(first.wall)}); give a later day.`,
    );
}

/**
 * Decides on as-of date and months, from the sums in `slot_consumption`. Without a date given, the last complete month
 * decides: the last one whose last hour the data reach.
 *
 * @throws InputError when no month is left, or none is complete.
 */
export async function readingPeriod(
  engine: Engine,
  calendar: readonly CalendarHour[],
  givenAsOf: IsoDate | null,
  extremes: Origin["extremes"],
): Promise<ReadingPeriod> {
  const { kept, dropped } = await monthsOfData(engine);
  const [firstMonth, lastDataMonth] = [kept[0], kept.at(-1)];
  if (firstMonth === undefined || lastDataMonth === undefined)
    throw new InputError("No customer has a whole day of readings; deliver at least one complete month.");
  const reach = await reachOf(calendar, firstMonth, lastDataMonth, extremes);
  const hours = calendar.filter(({ startsAt }) => reach.first <= startsAt && startsAt <= reach.last);
  if (givenAsOf !== null)
    return { asOf: givenAsOf, firstMonth, lastMonth: lastDataMonth, hours, droppedMonths: dropped };
  const complete = reachesEndOfMonth(hours.at(-1));
  const lastMonth = complete ? lastDataMonth : lastDataMonth - 1;
  if (lastMonth < firstMonth)
    throw new InputError(
      `No month of readings is complete (they run from ${spoken(hours[0])} to ${spoken(hours.at(-1))}); deliver a ` +
        "complete month, or give an as-of date.",
    );
  return {
    asOf: lastDayOf(lastMonth),
    firstMonth,
    lastMonth,
    hours: hours.filter(({ wall }) => monthNumber(localHour(wall)) <= lastMonth),
    droppedMonths: dropped,
  };
}

function spoken(hour: CalendarHour | undefined): string {
  return hour === undefined ? "?" : new Date(hour.wall).toISOString().slice(0, 16).replace("T", " ");
}

/** The months with readings in order, those at the edges dropped in which no customer has a day of readings. */
async function monthsOfData(engine: Engine): Promise<{ kept: number[]; dropped: number[] }> {
  const rows = await engine.rows(
    `SELECT month, max(hours)::INTEGER AS most FROM (
       SELECT customer_id, ${SLOT_MONTH} AS month, sum(hours) AS hours FROM slot_consumption
       WHERE slot <> ${SLOT_AFTER_AS_OF} GROUP BY customer_id, month)
     GROUP BY month ORDER BY month`,
  );
  const months = rows.map((row) => ({ month: Number(row["month"]), most: Number(row["most"]) }));
  const isFull = ({ most }: { most: number }) => most >= HOURS_OF_A_DAY;
  const from = months.findIndex(isFull);
  const to = months.findLastIndex(isFull);
  const kept = from < 0 ? [] : months.slice(from, to + 1);
  return {
    kept: kept.map(({ month }) => month),
    dropped: months.filter((month) => !kept.includes(month)).map(({ month }) => month),
  };
}

/** First and last hour with a reading in the months that stay. */
async function reachOf(
  calendar: readonly CalendarHour[],
  firstMonth: number,
  lastMonth: number,
  extremes: Origin["extremes"],
): Promise<Span> {
  const inside = calendar.filter(
    ({ slot }) =>
      slot !== SLOT_AFTER_AS_OF && monthOfSlot(slot) >= firstMonth && monthOfSlot(slot) <= lastMonth,
  );
  const first = inside[0]?.startsAt ?? 0;
  const last = inside.at(-1)?.startsAt ?? 0;
  // The calendar spans the readings: where it ends with these months, so do the readings.
  const afterEnd = calendar.at(-1)?.startsAt !== last && calendar.at(-1)?.slot !== SLOT_AFTER_AS_OF;
  if (calendar[0]?.startsAt === first && !afterEnd) return { first, last };
  const found = await extremes({ first, last });
  const hour = (time: FileTime) => Math.floor(time / HOUR_MS) * HOUR_MS;
  return { first: hour(found.first), last: hour(found.last) };
}

/** Is the hour after this one in another month? Clocks change in the small hours, never at the end of a day. */
function reachesEndOfMonth(hour: CalendarHour | undefined): boolean {
  return (
    hour !== undefined && monthNumber(localHour(hour.wall + HOUR_MS)) !== monthNumber(localHour(hour.wall))
  );
}
