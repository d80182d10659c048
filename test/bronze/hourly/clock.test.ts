import { describe, expect, it } from "vitest";
import { clockHours, dayOf, HOUR_MS } from "../../../runtime/bronze/hourly/clock.ts";

/** Summer time in the EU: from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC. */
function lastSunday(year: number, month: number): number {
  const end = new Date(Date.UTC(year, month, 0));
  return Date.UTC(year, month - 1, end.getUTCDate() - end.getUTCDay(), 1);
}

describe("clockHours", () => {
  it("turns UTC into the wall clock by the EU's rule, over 31 years", () => {
    for (let year = 2000; year <= 2030; year += 1) {
      const [start, end] = [lastSunday(year, 3), lastSunday(year, 10)];
      for (const { startsAt, wall, occurs } of clockHours(
        "UTC",
        Date.UTC(year, 0, 1),
        Date.UTC(year, 11, 31, 23),
      )) {
        const summer = start <= startsAt && startsAt < end;
        if (wall !== startsAt + (summer ? 2 : 1) * HOUR_MS || occurs !== 1)
          expect.fail(`${year}: ${new Date(startsAt).toISOString()} became ${new Date(wall).toISOString()}`);
      }
    }
  });

  it("gives 23 and 25 hours to the days on which the clock changes, and 24 to all others", () => {
    const hours = clockHours("UTC", Date.UTC(2023, 11, 31, 23), Date.UTC(2024, 11, 31, 22));
    const days = Map.groupBy(hours, ({ wall }) => dayOf(wall));
    expect(days.size).toBe(366);
    expect(
      [...days].filter(([, day]) => day.length !== 24).map(([day, { length }]) => [day, length]),
    ).toEqual([
      ["2024-03-31", 23],
      ["2024-10-27", 25],
    ]);
    const october = days.get(dayOf(Date.UTC(2024, 9, 27))) ?? [];
    // 00:00 and 01:00 UTC both show 02:00: the first in summer time, the second in winter time.
    expect(october.slice(2, 5).map(({ wall }) => new Date(wall).getUTCHours())).toEqual([2, 2, 3]);
  });

  it("knows the hours that the wall clock skips and shows twice", () => {
    const hours = clockHours("Europe/Madrid", Date.UTC(2024, 0, 1), Date.UTC(2024, 11, 31, 23));
    expect(hours).toHaveLength(8_784);
    expect(
      hours
        .filter(({ occurs }) => occurs !== 1)
        .map(({ startsAt, occurs }) => [new Date(startsAt).toISOString(), occurs]),
    ).toEqual([
      ["2024-03-31T02:00:00.000Z", 0],
      ["2024-10-27T02:00:00.000Z", 2],
    ]);
  });
});
