import { DuckDBTimestampValue } from "@duckdb/node-api";
import type { Engine } from "../../table/engine.ts";
import type { CalendarHour } from "./calendar.ts";

/**
 * Fills a table with hours: that which the readings are joined to, unless it is told another. `occurs` is how often the
 * clock shows the hour; `hour_bit` is its bit in the word.
 */
export async function loadCalendar(
  engine: Engine,
  calendar: readonly CalendarHour[],
  table = "hour_calendar",
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${table}
       (starts_at TIMESTAMP, slot INTEGER, tally DOUBLE, occurs INTEGER, word INTEGER, hour_bit UBIGINT)`,
  );
  await engine.append(table, (appender) => {
    for (const { startsAt, slot, tally, occurs, word, bit } of calendar) {
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(startsAt) * 1000n));
      appender.appendInteger(slot);
      appender.appendDouble(tally);
      appender.appendInteger(occurs);
      appender.appendInteger(word);
      appender.appendUBigInt(1n << BigInt(bit));
      appender.endRow();
    }
  });
}
