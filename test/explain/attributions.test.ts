import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributionsIn, attributionsOf } from "../../runtime/explain/attributions.ts";

const columns = [
  { name: "tenure_months", feature: "tenure_months" },
  { name: "segment=SME", feature: "segment" },
  { name: "segment=Residential", feature: "segment" },
  { name: "is_urban", feature: "is_urban" },
];

describe("attributions", () => {
  it("sum a category's columns and keep the base apart (worked by hand)", () => {
    // Row 1: tenure 0.5, segment 0.5 + 0.25, urban -1, base -2. Row 2: segment 1 - 2, though one column is positive.
    const values = Float32Array.of(0.5, 0.5, 0.25, -1, -2, 0, 1, -2, 0.5, -2);
    const attributions = attributionsOf({ columns, values }, [-1.75, -2.5]);
    expect(attributions).toEqual({
      features: ["tenure_months", "segment", "is_urban"],
      values: Float64Array.of(0.5, 0.75, -1, 0, -1, 0.5),
      base: -2,
    });
    expect([...attributionsIn(attributions, 1)]).toEqual([0, -1, 0.5]);
  });

  it("give back what rounding took, in proportion, so that base and features sum to the margin (by hand)", () => {
    // 8 millionths are missing; the sizes 1, 3 and 4 make an eighth of it one millionth.
    const values = Float32Array.of(1, 2, 1, -4, 0);
    const { values: given } = attributionsOf({ columns, values }, [0.000008]);
    expect(given[0]).toBeCloseTo(1.000001, 12);
    expect(given[1]).toBeCloseTo(3.000003, 12);
    expect(given[2]).toBeCloseTo(-3.999996, 12);
  });

  it("never turn a sign or an order when they give back", () => {
    const numbers = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(numbers, fc.double({ min: -9e-6, max: 9e-6, noNaN: true }), (given, lost) => {
        const values = Float32Array.of(...given, -1);
        const exact = [values[0], (values[1] ?? 0) + (values[2] ?? 0), values[3]].map((value) => value ?? 0);
        const margin = exact.reduce((sum, value) => sum + value, -1) + lost;
        const got = [...attributionsOf({ columns, values }, [margin]).values];
        // Effects that are smaller than what was lost are left as they are.
        if (exact.reduce((sum, value) => sum + Math.abs(value), 0) > 1e-5)
          expect(got.reduce((sum, value) => sum + value, -1)).toBeCloseTo(margin, 11);
        const signOf = (value: number) => (value > 0 ? 1 : value < 0 ? -1 : 0);
        expect(got.map(signOf)).toEqual(exact.map(signOf));
        for (const [one, value] of exact.entries())
          for (const [other, than] of exact.entries())
            if (value > than) expect(got[one]).toBeGreaterThanOrEqual(got[other] ?? Number.NaN);
      }),
    );
  });

  it.each([
    ["an effect that is missing", [1, 2, 1, -4, 0], [0.01]],
    ["a margin that is no number", [1, 2, 1, -4, 0], [Number.NaN]],
    ["a contribution that is no number", [1, Number.NaN, 1, -4, 0], [0]],
  ])("are refused for %s", (_, values, margins) => {
    expect(() => attributionsOf({ columns, values: Float32Array.from(values) }, margins)).toThrow(
      /does not sum to it/,
    );
  });

  it("are refused where they are of other rows than the margins", () => {
    expect(() => attributionsOf({ columns, values: new Float32Array(10) }, [0])).toThrow(
      "contributions of 2 rows, and margins of 1",
    );
  });
});
