import { createHash } from "node:crypto";
import { DuckDBTimestampValue } from "@duckdb/node-api";
import type { Timezone } from "../../../configs/datasets.ts";
import type { IsoDate } from "../../../configs/names.ts";
import { slotOf } from "../../../configs/tariff.ts";
import type { Engine } from "../../table/engine.ts";
import { type ClockHour, clockHours, dayOf, type FileTime, HOUR_MS, localHour } from "./clock.ts";

/** Slot of the hours that lie after the as-of date: nothing reads them. */
export const SLOT_AFTER_AS_OF = -1;

/** One hour of the calendar that the readings are joined to. */
export interface CalendarHour extends ClockHour {
  /** Month and tariff period in one number (`configs/tariff.ts`), or `SLOT_AFTER_AS_OF`. */
  readonly slot: number;
  /** A random whole number, distinct for each hour: the sum over a customer's readings shows which hours they have. */
  readonly fingerprint: number;
}

/**
 * The hours from the first to the last reading.
 * @param span first and last time in the readings; the hours that hold them are included
 * @param asOf hours of later days get the slot `SLOT_AFTER_AS_OF`
 */
export function hourCalendar(
  span: { readonly first: FileTime; readonly last: FileTime },
  timezone: Timezone,
  asOf: IsoDate | null,
): CalendarHour[] {
  const fullHour = (time: FileTime) => Math.floor(time / HOUR_MS) * HOUR_MS;
  return clockHours(timezone, fullHour(span.first), fullHour(span.last)).map((hour) => ({
    ...hour,
    slot: asOf !== null && dayOf(hour.wall) > asOf ? SLOT_AFTER_AS_OF : slotOf(localHour(hour.wall)),
    fingerprint: fingerprintOf(hour.startsAt),
  }));
}

/** 40 bits of a digest: sums over a month stay below 2^53, and two sets of hours agree once in 10^12 times. */
function fingerprintOf(hour: FileTime): number {
  return createHash("sha256").update(String(hour)).digest().readUIntBE(0, 5);
}

/**
 * Fills the table `hour_calendar` that the readings are joined to. `hour_number` counts its rows from 0; `occurs` is
 * how often the clock shows the hour.
 */
export async function loadCalendar(engine: Engine, calendar: readonly CalendarHour[]): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE hour_calendar
       (starts_at TIMESTAMP, slot INTEGER, fingerprint DOUBLE, hour_number INTEGER, occurs INTEGER)`,
  );
  const appender = await engine.connection.createAppender("hour_calendar");
  for (const [index, { startsAt, slot, fingerprint, occurs }] of calendar.entries()) {
    appender.appendTimestamp(new DuckDBTimestampValue(BigInt(startsAt) * 1000n));
    appender.appendInteger(slot);
    appender.appendDouble(fingerprint);
    appender.appendInteger(index);
    appender.appendInteger(occurs);
    appender.endRow();
  }
  appender.closeSync();
}

/** What a customer's sums over a slot must be when each hour is there as often as the clock shows it. */
export interface SlotProfile {
  readonly slot: number;
  readonly hours: number;
  readonly fingerprint: number;
}

/**
 * The sums of a complete slot. A wall clock shows an hour twice in autumn and skips one in spring; files that hold
 * each hour of the day once are common all the same, so that both are complete.
 */
export function completeSlots(calendar: readonly CalendarHour[]): SlotProfile[] {
  const bySlot = Map.groupBy(calendar, ({ slot }) => slot);
  return [...bySlot].flatMap(([slot, hours]) => {
    const certain = hours.filter(({ occurs }) => occurs > 0);
    const profiles = [
      {
        slot,
        hours: certain.length,
        fingerprint: certain.reduce((sum, { fingerprint }) => sum + fingerprint, 0),
      },
    ];
    for (const { fingerprint } of hours.filter(({ occurs }) => occurs !== 1))
      profiles.push(
        ...profiles.map((one) => ({
          slot,
          hours: one.hours + 1,
          fingerprint: one.fingerprint + fingerprint,
        })),
      );
    return profiles;
  });
}
