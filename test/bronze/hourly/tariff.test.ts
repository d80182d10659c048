import { describe, expect, it } from "vitest";
import {
  isHoliday,
  monthNumber,
  monthOfSlot,
  slotKinds,
  slotOf,
  tariffPeriod,
} from "../../../configs/tariff.ts";
import { hourCalendar } from "../../../runtime/bronze/hourly/calendar.ts";
import { localHour } from "../../../runtime/bronze/hourly/clock.ts";

/** The bands of a working day, hour by hour, written down from the tariff (features.md section 3): P, S, O. */
const workingDay = "OOOOOOOOSSPPPPSSSSPPPPSS";
const holidays2024 = "01-01 01-06 05-01 08-15 10-12 11-01 12-06 12-08 12-25".split(" ");
/** 2024 began on a Monday. */
const weekdayOf = (dayOfYear: number) => (dayOfYear % 7) + 1;

describe("tariff periods", () => {
  const hours = Array.from({ length: 8_784 }, (_, index) => Date.UTC(2024, 0, 1, index));

  it("agree with the bands in all 8,784 hours of 2024", () => {
    for (const [index, time] of hours.entries()) {
      const day = Math.floor(index / 24);
      const monthDay = new Date(time).toISOString().slice(5, 10);
      const free = weekdayOf(day) > 5 || holidays2024.includes(monthDay);
      const letter = free ? "O" : workingDay[index % 24];
      const expected = { P: "tier_1_peak", S: "tier_2_standard", O: "tier_3_offpeak" }[letter ?? ""];
      expect([monthDay, index % 24, tariffPeriod(localHour(time))]).toEqual([monthDay, index % 24, expected]);
    }
  });

  it("number 2,048, 2,048 and 4,688 hours in 2024, 216 of them on holidays", () => {
    const periods = hours.map((time) => tariffPeriod(localHour(time)));
    const count = (period: string) => periods.filter((one) => one === period).length;
    expect([count("tier_1_peak"), count("tier_2_standard"), count("tier_3_offpeak")]).toEqual([
      2_048, 2_048, 4_688,
    ]);
    expect(hours.filter((time) => isHoliday(localHour(time)))).toHaveLength(216);
  });

  it("hold in other years, whose weekdays differ", () => {
    // 1 May 2025 is a Thursday and a holiday, 2 May a Friday, 3 May a Saturday.
    const at = (day: number, hour: number) => tariffPeriod(localHour(Date.UTC(2025, 4, day, hour)));
    expect([at(1, 11), at(2, 11), at(2, 9), at(2, 7), at(3, 11)]).toEqual([
      "tier_3_offpeak",
      "tier_1_peak",
      "tier_2_standard",
      "tier_3_offpeak",
      "tier_3_offpeak",
    ]);
  });

  it("make slots: a month and a period in one number, holidays apart", () => {
    const calendar = hourCalendar(
      { first: Date.UTC(2023, 11, 31), last: Date.UTC(2025, 0, 1, 5) },
      "Europe/Madrid",
      null,
    );
    for (const { wall, slot } of calendar) {
      const local = localHour(wall);
      const kind = slotKinds[slot % slotKinds.length];
      expect(monthOfSlot(slot)).toBe(monthNumber(local));
      expect(kind).toBe(isHoliday(local) ? "holiday" : tariffPeriod(local));
      expect(slot).toBe(slotOf(local));
    }
  });
});
