import { describe, expect, it } from "vitest";
import { type Contract, defineContract, rowSchema } from "../../configs/contract.ts";
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
