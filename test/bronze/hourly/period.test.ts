import { describe, expect, it } from "vitest";
import { grid, type RunOptions, Workbench } from "./readings-fixture.ts";

async function run(from: string, to: string, options: RunOptions = {}) {
  const bench = new Workbench();
  const file = await bench.parquet("readings.parquet", grid({ customers: ["A"], from, to }));
  return bench.run([file], { customers: ["A"], ...options });
}

describe("the as-of date", () => {
  it("is the last day of the last complete month", async () => {
    const { report, months } = await run("2024-01-01 00:00:00", "2024-02-29 23:00:00");
    expect(report).toMatchObject({ asOf: "2024-02-29", firstMonth: "2024-01", lastMonth: "2024-02" });
    expect(months).toHaveLength(2);
  });

  it("leaves out a last month that lacks its last hour", async () => {
    const { report, months } = await run("2024-01-01 00:00:00", "2024-02-29 22:00:00");
    expect(report).toMatchObject({
      asOf: "2024-01-31",
      lastMonth: "2024-01",
      readingsUsed: 744,
      readingsAfterAsOf: 695,
      missingHours: 0,
    });
    expect(months.map((row) => row["month"])).toEqual(["2024-01"]);
  });

  it("may be given: no reading after it counts", async () => {
    const { report, months } = await run("2024-01-01 00:00:00", "2024-02-29 23:00:00", {
      asOf: "2024-02-10",
    });
    expect(report).toMatchObject({
      asOf: "2024-02-10",
      readingsUsed: 744 + 240,
      readingsAfterAsOf: 456,
      missingHours: 0,
      customersChecked: 0,
    });
    expect(months.map((row) => row["hours"])).toEqual([744, 240]);
  });

  it.each([
    [
      "2024-03-01",
      "The as-of date 2024-03-01 lies after the last reading (2024-02-29); give a day up to that.",
    ],
    ["2023-12-31", "The as-of date 2023-12-31 lies before the first reading (2024-01-01); give a later day."],
    ["2025-11-25", "The as-of date 2025-11-25 lies in the future; give a day up to 2025-11-24."],
  ])("is refused when it does not fit the data: %s", async (asOf, message) => {
    await expect(run("2024-01-01 00:00:00", "2024-02-29 23:00:00", { asOf })).rejects.toMatchObject({
      name: "InputError",
      message,
    });
  });

  it("must be given when no month is complete", async () => {
    await expect(run("2024-01-10 00:00:00", "2024-01-20 23:00:00")).rejects.toThrow(
      "No month of readings is complete (they run from 2024-01-10 00:00 to 2024-01-20 23:00); deliver a complete month, " +
        "or give an as-of date.",
    );
    const { report } = await run("2024-01-10 00:00:00", "2024-01-20 23:00:00", { asOf: "2024-01-20" });
    expect(report).toMatchObject({ asOf: "2024-01-20", readingsUsed: 264 });
  });

  it("may lie in any year", async () => {
    const { report, months } = await run("2022-11-01 00:00:00", "2023-02-28 23:00:00");
    expect(report.asOf).toBe("2023-02-28");
    expect(months.map((row) => row["month"])).toEqual(["2022-11", "2022-12", "2023-01", "2023-02"]);
  });
});

describe("months at the edges of the data", () => {
  it("with less than a day of readings are dropped and counted", async () => {
    // The calendar year in UTC: its last hour is the first of 2025 in Madrid, its first the second of 2024.
    const { report, months } = await run("2024-01-01 00:00:00", "2024-12-31 23:00:00", { timezone: "UTC" });
    expect(report).toMatchObject({
      asOf: "2024-12-31",
      droppedMonths: ["2025-01"],
      readingsInDroppedMonths: 1,
      readingsUsed: 8_783,
      missingHours: 0,
    });
    expect(months.map((row) => row["hours"])).toEqual([
      743, 696, 743, 720, 744, 720, 744, 744, 720, 745, 720, 744,
    ]);
  });

  it("with a day or more stay", async () => {
    const { months } = await run("2023-12-31 00:00:00", "2024-01-31 23:00:00");
    expect(months.map((row) => [row["month"], row["hours"]])).toEqual([
      ["2023-12", 24],
      ["2024-01", 744],
    ]);
    const { report } = await run("2023-12-31 01:00:00", "2024-01-31 23:00:00");
    expect(report).toMatchObject({
      droppedMonths: ["2023-12"],
      readingsInDroppedMonths: 23,
      missingHours: 0,
    });
  });

  it("are dropped when they hold a stray reading: it moves neither the as-of date nor the grid", async () => {
    const bench = new Workbench();
    const file = await bench.parquet(
      "readings.parquet",
      `FROM (${grid({})}) UNION ALL VALUES ('A', TIMESTAMP '2021-06-01 00:00', 1.0, 1.0), ('B', TIMESTAMP '2024-07-01 05:00', 1.0, 1.0)`,
    );
    const { report, months, rejected } = await bench.run([file]);
    expect(report).toMatchObject({
      asOf: "2024-02-29",
      droppedMonths: ["2021-06", "2024-07"],
      readingsInDroppedMonths: 2,
      missingHours: 0,
      customersChecked: 0,
    });
    expect(rejected).toEqual([]);
    expect(months).toHaveLength(4);
  });

  it("are all that there is in a file of a few hours", async () => {
    await expect(run("2024-01-10 00:00:00", "2024-01-10 05:00:00")).rejects.toThrow(
      "No customer has a whole day of readings; deliver at least one complete month.",
    );
  });
});
