import { DuckDBTimestampValue } from "@duckdb/node-api";
import type { Engine } from "../../table/engine.ts";
import type { CalendarHour } from "./calendar.ts";

/**
 * Fills the table `hour_calendar` that the readings are joined to. `hour_number` counts its rows from 0; `occurs` is
 * how often the clock shows the hour.
 */
export async function loadCalendar(engine: Engine, calendar: readonly CalendarHour[]): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE hour_calendar
       (starts_at TIMESTAMP, slot INTEGER, tally DOUBLE, hour_number INTEGER, occurs INTEGER)`,
  );
  await engine.append("hour_calendar", (appender) => {
    for (const [index, { startsAt, slot, tally, occurs }] of calendar.entries()) {
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(startsAt) * 1000n));
      appender.appendInteger(slot);
      appender.appendDouble(tally);
      appender.appendInteger(index);
      appender.appendInteger(occurs);
      appender.endRow();
    }
  });
}
