import { describe, expect, it } from "vitest";
import { topDrivers } from "../../runtime/score/drivers.ts";

const columns = [
  { name: "tenure_months", feature: "tenure_months" },
  { name: "segment=SME", feature: "segment" },
  { name: "segment=Residential", feature: "segment" },
  { name: "is_urban", feature: "is_urban" },
  { name: "has_interaction", feature: "has_interaction" },
];

describe("drivers", () => {
  it("sum a category's columns, leave the bias out and keep what pushes towards churn (worked by hand)", () => {
    // Row 1: tenure 0.5, segment 0.5 + 0.25, urban -1, interaction 0.125; the bias of 9 is nobody's.
    // Row 2: segment 1 - 2 = -1 although one of its columns is positive; tenure 0 pushes nowhere.
    const values = Float32Array.of(0.5, 0.5, 0.25, -1, 0.125, 9, 0, 1, -2, 0.5, 0.25, -9);
    expect(topDrivers({ columns, values })).toEqual([
      [
        { feature: "segment", contribution: 0.75 },
        { feature: "tenure_months", contribution: 0.5 },
        { feature: "has_interaction", contribution: 0.125 },
      ],
      [
        { feature: "is_urban", contribution: 0.5 },
        { feature: "has_interaction", contribution: 0.25 },
      ],
    ]);
  });

  it("names at most as many as asked, equal ones in the model's order", () => {
    const values = Float32Array.of(0.5, 0.5, 0, 0.5, 0.5, 0);
    const named = topDrivers({ columns, values }, 2)[0]?.map(({ feature }) => feature);
    expect(named).toEqual(["tenure_months", "segment"]);
  });

  it("names nobody where nothing pushes towards churn", () => {
    expect(topDrivers({ columns, values: new Float32Array(6) })).toEqual([[]]);
  });
});
