import { describe, expect, it } from "vitest";
import { constantFeatures } from "../../runtime/model/constant-features.ts";

describe("constant features", () => {
  it("are those with one value in all rows; a missing cell is a value", () => {
    const columns = new Map<string, readonly (number | string | null)[]>([
      ["active_months_count", [12, 12, 12]],
      ["tenure_months", [12, 12, 13]],
      ["segment", ["SME", "SME", "SME"]],
      ["gas_price_trend_12m", [null, null, null]],
      ["is_price_increase", [1, null, 1]],
    ]);
    expect(constantFeatures({ customerId: ["A", "B", "C"], churn: [0, 1, 0], columns })).toEqual([
      "active_months_count",
      "segment",
      "gas_price_trend_12m",
    ]);
  });

  it("are none where there are no rows", () => {
    expect(constantFeatures({ customerId: [], churn: [], columns: new Map([["segment", []]]) })).toEqual([]);
  });
});
