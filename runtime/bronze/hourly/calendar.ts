import { createHash } from "node:crypto";
import type { Column } from "../../../configs/contract.ts";
import { consumptionHourly, type Timezone } from "../../../configs/datasets.ts";
import type { IsoDate } from "../../../configs/names.ts";
import { monthNumber, slotOf } from "../../../configs/tariff.ts";
import { type ClockHour, clockHours, DAY_MS, dayOf, type FileTime, HOUR_MS, localHour } from "./clock.ts";

/** Slot of the hours that lie after the as-of date: nothing reads them. */
export const SLOT_AFTER_AS_OF = -1;

/** One hour of the calendar that the readings are joined to. */
export interface CalendarHour extends ClockHour {
  /** Month and tariff period in one number (`configs/tariff.ts`), or `SLOT_AFTER_AS_OF`. */
  readonly slot: number;
  /** 2^40 plus the hour's random number below 2^30: the sum over readings counts them and shows which hours they are. */
  readonly tally: number;
  /** Number of the word that keeps the hour: hours are noted as bits of whole numbers, twelve of which make a month. */
  readonly word: number;
  /** Number of the hour's bit in that word. */
  readonly bit: number;
}

/** A stretch of time, both ends included. */
export interface Span {
  readonly first: FileTime;
  readonly last: FileTime;
}

/** The hours that the contract of the readings allows: from its first time to the end of today. */
export function allowedSpan(today: IsoDate): Span {
  const columns: readonly Column[] = consumptionHourly.columns;
  const time = columns.find(({ type }) => type === "timestamp");
  return {
    first: Date.parse(`${String(time?.min).replace(" ", "T")}Z`),
    last: Date.parse(`${today}T00:00:00Z`) + DAY_MS - HOUR_MS,
  };
}

/**
 * The hours from the first to the last reading.
 * @param span first and last time in the readings; the hours that hold them are included
 * @param asOf hours of later days get the slot `SLOT_AFTER_AS_OF`
 */
export function hourCalendar(span: Span, timezone: Timezone, asOf: IsoDate | null): CalendarHour[] {
  const fullHour = (time: FileTime) => Math.floor(time / HOUR_MS) * HOUR_MS;
  return clockHours(timezone, fullHour(span.first), fullHour(span.last)).map((hour) => {
    const local = localHour(hour.wall);
    return {
      ...hour,
      slot: asOf !== null && dayOf(hour.wall) > asOf ? SLOT_AFTER_AS_OF : slotOf(local),
      tally: tallyOf(hour.startsAt),
      ...bitOf(hour.startsAt, monthNumber(local)),
    };
  });
}

/** The hours of a month, by its number, from the first to the last. */
export function wholeMonth(month: number, timezone: Timezone, asOf: IsoDate | null): CalendarHour[] {
  const around = { first: firstOfMonth(month) - DAY_MS, last: firstOfMonth(month + 1) + DAY_MS };
  return hourCalendar(around, timezone, asOf).filter(({ wall }) => monthNumber(localHour(wall)) === month);
}

function firstOfMonth(month: number): FileTime {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}

/** Words that keep the hours of a month: a word's number divided by it is the month's. */
export const WORDS_OF_MONTH = 12;
const BITS = 64;
/** A clock that runs behind the one in Madrid shows up to two hours of the month before at the start of a month. */
const HOURS_BEHIND = 2;

/** No word holds hours of two months, and no two hours share a bit: a month has 745 hours at most. */
function bitOf(startsAt: FileTime, month: number): Pick<CalendarHour, "word" | "bit"> {
  const place = (startsAt - firstOfMonth(month)) / HOUR_MS + HOURS_BEHIND;
  return { word: month * WORDS_OF_MONTH + Math.floor(place / BITS), bit: place % BITS };
}

const COUNT_UNIT = 2 ** 40;
const RANDOM_RANGE = 2 ** 30;

/**
 * The random part is a digest, so that it is the same in every run. A thousand of them stay below the unit that counts,
 * and all sums below 2^53, where they are exact; two different sets of as many hours agree once in 10^9 times.
 */
function tallyOf(hour: FileTime): number {
  return COUNT_UNIT + (createHash("sha256").update(String(hour)).digest().readUInt32BE(0) % RANDOM_RANGE);
}

/** What the sum of tallies of a customer who has every hour of a slot may be. */
export interface SlotProfile {
  readonly slot: number;
  readonly tally: number;
}

/**
 * The tallies of complete slots. A wall clock shows an hour twice in autumn and skips one in spring; files that hold
 * each hour of the day once are common all the same, so that both are complete.
 */
export function completeSlots(calendar: readonly CalendarHour[]): SlotProfile[] {
  const bySlot = Map.groupBy(calendar, ({ slot }) => slot);
  return [...bySlot].flatMap(([slot, hours]) => {
    const certain = hours.filter(({ occurs }) => occurs > 0);
    const profiles = [{ slot, tally: certain.reduce((sum, { tally }) => sum + tally, 0) }];
    for (const { tally } of hours.filter(({ occurs }) => occurs !== 1))
      profiles.push(...profiles.map((one) => ({ slot, tally: one.tally + tally })));
    return profiles;
  });
}
