import { describe, expect, it } from "vitest";
import { profileOf } from "../support/quality-of.ts";

describe("texts", () => {
  const repeat = (level: string, count: number) => Array.from({ length: count }, () => level);

  it("name the twelve most frequent levels, equals by name, and count the others", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"];
    const values = [...names.flatMap((name) => repeat(name, name === "n" ? 3 : 2)), null, null];
    expect(await profileOf({ type: "text" }, values)).toEqual({
      kind: "levels",
      levels: [{ level: "n", rows: 3 }, ...names.slice(0, 11).map((level) => ({ level, rows: 2 }))],
      others: 4,
      distinct: 14,
    });
    expect(await profileOf({ type: "text" }, [null])).toEqual({
      kind: "levels",
      levels: [],
      others: 0,
      distinct: 0,
    });
  });

  it("in lists count the rows that hold them", async () => {
    expect(await profileOf({ type: "texts" }, [["x", "y", "x"], ["x"], [], null])).toEqual({
      kind: "levels",
      levels: [
        { level: "x", rows: 2 },
        { level: "y", rows: 1 },
      ],
      others: 0,
      distinct: 2,
    });
  });
});

it("flags are levels", async () => {
  const flags = { kind: "levels", others: 0 };
  expect(await profileOf({ type: "flag" }, [0, 1, 1, null])).toEqual({
    ...flags,
    levels: [
      { level: "1", rows: 2 },
      { level: "0", rows: 1 },
    ],
    distinct: 2,
  });
  expect(await profileOf({ type: "flag" }, [0])).toEqual({
    ...flags,
    levels: [{ level: "0", rows: 1 }],
    distinct: 1,
  });
});

describe("days, months and times", () => {
  const month = (index: number) =>
    `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  const months = (count: number) => Array.from({ length: count }, (_, index) => month(index));

  it("are counted by month, in order", async () => {
    expect(await profileOf({ type: "month" }, ["2024-02", "2023-12", "2024-02", null])).toEqual({
      kind: "periods",
      unit: "month",
      periods: [
        { period: "2023-12", rows: 1 },
        { period: "2024-02", rows: 2 },
      ],
      earlier: 0,
    });
    expect(
      await profileOf({ type: "timestamp" }, ["2024-02-01 00:00:00", "2024-01-31 23:59:59"]),
    ).toMatchObject({
      periods: [
        { period: "2024-01", rows: 1 },
        { period: "2024-02", rows: 1 },
      ],
    });
    expect(await profileOf({ type: "date" }, [])).toMatchObject({ periods: [], earlier: 0 });
  });

  it("are counted by year from the 25th month on", async () => {
    const days = (count: number) => months(count).map((each) => `${each}-15`);
    expect(await profileOf({ type: "date" }, days(24))).toMatchObject({ unit: "month" });
    expect(await profileOf({ type: "date" }, days(25))).toEqual({
      kind: "periods",
      unit: "year",
      periods: [
        { period: "2020", rows: 12 },
        { period: "2021", rows: 12 },
        { period: "2022", rows: 1 },
      ],
      earlier: 0,
    });
  });

  it("name the last 24 years, and count those before", async () => {
    const years = Array.from({ length: 30 }, (_, index) => `${1990 + index}-06-01`);
    const profile = await profileOf({ type: "date" }, years);
    expect(profile).toMatchObject({ unit: "year", earlier: 6 });
    expect(profile.kind === "periods" ? profile.periods.map(({ period }) => Number(period)) : []).toEqual(
      Array.from({ length: 24 }, (_, index) => 1996 + index),
    );
  });
});
