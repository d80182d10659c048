import type { Timezone } from "../../../configs/datasets.ts";
import { type IsoDate, isoDate } from "../../../configs/names.ts";
import type { LocalHour } from "../../../configs/tariff.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * A time as the readings' file writes it, in milliseconds since 1970 as if it were UTC. In a file of wall-clock times
 * this is no instant: the clock shows some hours twice, and skips others.
 */
export type FileTime = number;

const madridFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Madrid",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
});

/** What the clock in Madrid is ahead of UTC at an instant, in milliseconds. */
function madridOffset(instant: number): number {
  const parts = new Map(madridFormat.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return wall - Math.floor(instant / 60_000) * 60_000;
}

/** The offsets of a span's hours. Asks twice a day, and hour by hour only on the days when the clock changes. */
function* offsets(first: number, last: number): Generator<{ instant: number; offset: number }> {
  for (let day = Math.floor(first / DAY_MS) * DAY_MS; day <= last; day += DAY_MS) {
    const before = madridOffset(day);
    const steady = before === madridOffset(day + DAY_MS);
    for (let instant = Math.max(day, first); instant < day + DAY_MS && instant <= last; instant += HOUR_MS)
      yield { instant, offset: steady ? before : madridOffset(instant) };
  }
}

/** One hour of a file's clock. */
export interface ClockHour {
  readonly startsAt: FileTime;
  /** The same hour on the wall clock in Madrid, in the same form. */
  readonly wall: FileTime;
  /** How often the hour occurs: 0 and 2 only on a wall clock, on the days when it changes. */
  readonly occurs: 0 | 1 | 2;
}

/** Every full hour from `first` to `last`, both full hours, of a file's clock (D2). */
export function clockHours(timezone: Timezone, first: FileTime, last: FileTime): ClockHour[] {
  switch (timezone) {
    case "UTC":
      return [...offsets(first, last)].map(({ instant, offset }) => ({
        startsAt: instant,
        wall: instant + offset,
        occurs: 1,
      }));
    case "Europe/Madrid":
      return wallClockHours(first, last);
  }
}

function wallClockHours(first: FileTime, last: FileTime): ClockHour[] {
  const shown = new Map<FileTime, number>();
  for (const { instant, offset } of offsets(first - DAY_MS, last + DAY_MS))
    shown.set(instant + offset, (shown.get(instant + offset) ?? 0) + 1);
  const hours: ClockHour[] = [];
  for (let hour = first; hour <= last; hour += HOUR_MS) {
    const times = shown.get(hour) ?? 0;
    hours.push({ startsAt: hour, wall: hour, occurs: times === 0 ? 0 : times === 1 ? 1 : 2 });
  }
  return hours;
}

/** Year, month, day, hour and weekday of a wall-clock time. */
export function localHour(wall: FileTime): LocalHour {
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    weekday: date.getUTCDay(),
  };
}

/** The day of a wall-clock time. */
export function dayOf(wall: FileTime): IsoDate {
  return isoDate(new Date(wall).toISOString().slice(0, 10));
}

/** A file time as an SQL literal. */
export function timestampLiteral(time: FileTime): string {
  return `TIMESTAMP '${new Date(time).toISOString().slice(0, 19).replace("T", " ")}'`;
}
