import { type IsoDate, isoDate } from "../../configs/names.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The demo's customers are seen at the end of this day. */
const AS_OF = isoDate("2024-12-31");
/** The year of the readings, prices and costs. */
export const YEAR = 2024;
export const HOURS_IN_YEAR = 8784;
export const MONTHS_IN_YEAR = 12;

/**
 * Days on which nobody works, beside weekends: what is true in Spain. The tariff's list is a setting of the pipeline;
 * changing it must not change the demo.
 */
const HOLIDAYS = new Set(["01-01", "01-06", "05-01", "08-15", "10-12", "11-01", "12-06", "12-08", "12-25"]);

/** The day that lies `days` after the as-of date. */
export function daysAfterAsOf(days: number): IsoDate {
  return isoDate(new Date(Date.parse(AS_OF) + days * DAY_MS).toISOString().slice(0, 10));
}

/** Days from the as-of date to `date`; negative for a date before it. */
export function daysFromAsOf(date: IsoDate): number {
  return Math.round((Date.parse(date) - Date.parse(AS_OF)) / DAY_MS);
}

/** `2024-01` for month 0. */
export function monthText(month: number): string {
  return `${YEAR}-${String(month + 1).padStart(2, "0")}`;
}

/** What the hours of the year are: month 0-11, hour of the day 0-23, working day or not. */
export interface HourCalendar {
  readonly month: Uint8Array;
  readonly hourOfDay: Uint8Array;
  readonly isWorkingDay: Uint8Array;
  /** First hour of each month, and at the end the number of hours in the year. */
  readonly monthStart: readonly number[];
}

/** Start of an hour of the year on the wall clock, in milliseconds as if it were UTC. */
export function hourStartMs(hour: number): number {
  return Date.UTC(YEAR, 0, 1) + hour * HOUR_MS;
}

/** The calendar of the year: every day has 24 hours on the wall clock, as in the real file. */
export function hourCalendar(): HourCalendar {
  const month = new Uint8Array(HOURS_IN_YEAR);
  const hourOfDay = new Uint8Array(HOURS_IN_YEAR);
  const isWorkingDay = new Uint8Array(HOURS_IN_YEAR);
  const monthStart: number[] = [];
  for (let hour = 0; hour < HOURS_IN_YEAR; hour += 1) {
    const time = new Date(hourStartMs(hour));
    const weekday = time.getUTCDay();
    const isWeekend = weekday === 0 || weekday === 6;
    month[hour] = time.getUTCMonth();
    hourOfDay[hour] = time.getUTCHours();
    isWorkingDay[hour] = isWeekend || HOLIDAYS.has(time.toISOString().slice(5, 10)) ? 0 : 1;
    if (time.getUTCMonth() === monthStart.length) monthStart.push(hour);
  }
  return { month, hourOfDay, isWorkingDay, monthStart: [...monthStart, HOURS_IN_YEAR] };
}
