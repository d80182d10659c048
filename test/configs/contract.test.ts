import { describe, expect, it } from "vitest";
import { type Contract, cellInWords, defineContract, rowSchema } from "../../configs/contract.ts";
import { isIsoDate, isIsoMonth, isoDate, isoMonth } from "../../configs/names.ts";

const label = {
  name: "label",
  version: 1,
  layer: "raw",
  description: "Labels",
  grain: "one customer",
  key: ["customer_id"],
  columns: [
    { name: "customer_id", type: "text", description: "Customer" },
    { name: "churn", type: "flag", description: "Has left", nullBudget: 1 },
  ],
} as const satisfies Contract;

describe("defineContract", () => {
  it("refuses a column that stands twice", () => {
    const [first] = label.columns;
    expect(() => defineContract({ ...label, columns: [first, first] })).toThrow(
      "column customer_id stands twice",
    );
  });

  it("refuses a key that is no column", () => {
    expect(() => defineContract({ ...label, key: ["id"] })).toThrow("key id is no column");
  });

  it("refuses a field that no contract has", () => {
    const typo = { ...label, colour: "red" };
    expect(() => defineContract(typo)).toThrow(/colour/);
  });
});

describe("rowSchema", () => {
  it("accepts a row and an empty cell where the column has a null budget", () => {
    const schema = rowSchema(defineContract(label));
    expect(schema.parse({ customer_id: "C1", churn: 1 })).toEqual({ customer_id: "C1", churn: 1 });
    expect(schema.parse({ customer_id: "C1", churn: null })).toEqual({ customer_id: "C1", churn: null });
  });

  it.each([
    [{ customer_id: null, churn: 1 }],
    [{ customer_id: "C1", churn: 2 }],
    [{ customer_id: "C1" }],
    [{ customer_id: "C1", churn: 1, extra: 1 }],
  ])("refuses %j", (row) => {
    expect(rowSchema(defineContract(label)).safeParse(row).success).toBe(false);
  });
});

describe("a row's rules", () => {
  const columns = [
    { name: "share", type: "number", description: "Share", min: 0, max: 1, nullBudget: 1 },
    { name: "level", type: "text", description: "Level", allowed: ["low", "high"] },
    { name: "code", type: "text", description: "Code", pattern: "[A-Z]+", patternInWords: "capitals only" },
    { name: "note", type: "text", description: "Note", maxLength: 3 },
    { name: "day", type: "date", description: "Day", min: "2024-01-01", max: "2024-12-31" },
    { name: "month", type: "month", description: "Month" },
    { name: "count", type: "integer", description: "Count", min: 1 },
  ] as const;
  const row = {
    share: 0.5,
    level: "low",
    code: "AB",
    note: "ñño",
    day: "2024-02-29",
    month: "2024-12",
    count: 1,
  };
  const faults = (changed: object) => {
    const judged = rowSchema({ columns }).safeParse({ ...row, ...changed });
    return judged.success
      ? []
      : judged.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  };

  it("hold at their very limits", () => {
    for (const changed of [
      {},
      { share: 0 },
      { share: 1 },
      { share: null },
      { day: "2024-12-31" },
      { note: "" },
    ])
      expect(faults(changed)).toEqual([]);
  });

  it.each([
    [{ share: -0.001 }, "share is below 0"],
    [{ share: 1.001 }, "share is above 1"],
    [{ share: Number.NaN }, "share is no number"],
    [{ share: Number.POSITIVE_INFINITY }, "share is no number"],
    [{ level: "Low" }, "level is none of the values allowed"],
    [{ code: "ABc" }, "code does not have capitals only"],
    [{ note: "four" }, "note has more than 3 characters"],
    [{ day: "2023-12-31" }, "day is below 2024-01-01"],
    [{ day: "2024-02-30" }, "day is no day of the form YYYY-MM-DD"],
    [{ month: "2024-13" }, "month is no month of the form YYYY-MM"],
    [{ count: 1.5 }, "count is no whole number"],
    [{ count: 0 }, "count is below 1"],
  ])("refuse %j", (changed, fault) => {
    expect(faults(changed)).toContain(fault);
  });

  it("are told in words", () => {
    expect(columns.map(cellInWords)).toEqual([
      "a number from 0 up to 1, or nothing",
      "one of: low; high",
      "a text",
      "a text",
      "a day of the form YYYY-MM-DD from 2024-01-01 up to 2024-12-31",
      "a month of the form YYYY-MM",
      "a whole number from 1",
    ]);
  });
});

describe("dates and months", () => {
  it.each(["2024-02-29", "2000-02-29", "2024-12-31"])("%s is a day", (text) => {
    expect(isIsoDate(text)).toBe(true);
    expect(isoDate(text)).toBe(text);
  });

  it.each(["2023-02-29", "1900-02-29", "2024-00-10", "2024-04-31", "24-01-01", "2024-1-1", ""])(
    "%s is none",
    (text) => {
      expect(isIsoDate(text)).toBe(false);
      expect(() => isoDate(text)).toThrow(RangeError);
    },
  );

  it("knows months", () => {
    expect(isIsoMonth("2024-12")).toBe(true);
    expect(isIsoMonth("2024-13")).toBe(false);
    expect(() => isoMonth("2024-1")).toThrow(RangeError);
  });
});
