import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquareHomogeneity } from "../../runtime/statistics/chi-square.ts";
import { kolmogorovSmirnov } from "../../runtime/statistics/kolmogorov-smirnov.ts";
import { sortedPresent } from "../../runtime/statistics/sample.ts";
import { chiSquareTail, kolmogorovTail } from "../../runtime/statistics/tail-probability.ts";

/** Small whole numbers, so that ties are common. */
const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 });
const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 8 });

describe("tail probabilities", () => {
  // Smirnov, "Table for estimating the goodness of fit", 1948: the usual critical values.
  it.each([
    [1.2238, 0.1],
    [1.3581, 0.05],
    [1.6276, 0.01],
    [1.9495, 0.001],
  ])("Kolmogorov's tail beyond %d is %d", (x, expected) => {
    expect(kolmogorovTail(x)).toBeCloseTo(expected, 4);
  });

  it("is 1 at and near 0, and falls", () => {
    expect(kolmogorovTail(0)).toBe(1);
    expect(kolmogorovTail(0.05)).toBe(1);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (x, d) => {
          expect(kolmogorovTail(x + d)).toBeLessThanOrEqual(kolmogorovTail(x));
        },
      ),
    );
  });

  // Abramowitz and Stegun, table 26.8: percentage points of the chi-square distribution.
  it.each([
    [3.84146, 1, 0.05],
    [6.6349, 1, 0.01],
    [10.828, 1, 0.001],
    [11.0705, 5, 0.05],
    [18.307, 10, 0.05],
    [29.588, 10, 0.001],
    [43.7729, 30, 0.05],
  ])("the chi-square tail beyond %d with %d degrees of freedom is %d", (x, degrees, expected) => {
    expect(chiSquareTail(x, degrees)).toBeCloseTo(expected, 5);
  });

  it("are 0 and not an error beyond the range of doubles, and small but not 0 within it", () => {
    for (const degrees of [1, 2, 5, 30, 200]) {
      for (let x = degrees; x < 4000; x += 7) {
        const tail = chiSquareTail(x, degrees);
        expect(tail).toBeGreaterThanOrEqual(0);
        expect(tail).toBeLessThanOrEqual(1);
      }
      expect(chiSquareTail(1e6, degrees)).toBe(0);
    }
    expect(chiSquareTail(1300, 1)).toBeGreaterThan(0);
    for (const x of [15, 20, 30, 100, 1e6]) expect(kolmogorovTail(x)).toBeLessThan(1e-150);
  });

  it("is exp(-x / 2) with two degrees of freedom, far into the tail", () => {
    for (const x of [0.1, 1, 10, 100, 700]) {
      expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 12);
    }
  });
});

describe("Kolmogorov-Smirnov", () => {
  it("finds the largest gap of the distribution functions (worked by hand)", () => {
    // Up to 2: half of the first, none of the second. 4 x 4 / 8 = 2, so the tail is taken at 0.5 x sqrt(2).
    const { statistic, pValue } = kolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 4, 5, 6));
    expect(statistic).toBe(0.5);
    expect(pValue).toBe(kolmogorovTail(0.5 * Math.SQRT2));
  });

  it("counts a tie as one step (worked by hand)", () => {
    // Up to 1: 3/4 and 1/4; nothing in between counts, though the ones come one after another.
    const { statistic } = kolmogorovSmirnov(Float64Array.of(1, 1, 1, 2), Float64Array.of(1, 2, 2, 2));
    expect(statistic).toBe(0.5);
  });

  it("takes unequal sizes (worked by hand)", () => {
    // Up to 0: 1/2 and 0; up to 1: 1/2 and 2/3; up to 3: 1 and 2/3.
    expect(kolmogorovSmirnov(Float64Array.of(0, 3), Float64Array.of(1, 1, 5)).statistic).toBe(0.5);
  });

  it("says nothing about an empty sample", () => {
    expect(kolmogorovSmirnov(new Float64Array(), Float64Array.of(1))).toEqual({ statistic: 0, pValue: 1 });
  });

  it("is symmetric, bounded, and blind to order and to monotone transforms", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const test = (f: (x: number) => number, x = a, y = b) =>
          kolmogorovSmirnov(sortedPresent(x.map(f)), sortedPresent(y.map(f)));
        const result = test((x) => x);
        expect(result.statistic).toBeGreaterThanOrEqual(0);
        expect(result.statistic).toBeLessThanOrEqual(1);
        expect(result.pValue).toBeLessThanOrEqual(1);
        expect(test((x) => x, b, a).statistic).toBeCloseTo(result.statistic, 12);
        expect(test((x) => x ** 3 + x)).toEqual(result);
        expect(test((x) => x, a.toReversed(), b.toSorted())).toEqual(result);
        expect(test((x) => x, a, a)).toEqual({ statistic: 0, pValue: 1 });
      }),
    );
  });

  it("is the largest gap over all values, counted plainly", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const upTo = (values: readonly number[], at: number) =>
          values.filter((value) => value <= at).length / values.length;
        const gaps = [...a, ...b].map((at) => Math.abs(upTo(a, at) - upTo(b, at)));
        const { statistic } = kolmogorovSmirnov(sortedPresent(a), sortedPresent(b));
        expect(statistic).toBeCloseTo(Math.max(...gaps), 12);
      }),
    );
  });
});

describe("chi-square test of homogeneity", () => {
  it("compares counts with their expectations (worked by hand)", () => {
    // Expected 25, 30, 45 in both rows: 2 x (5^2 / 25 + 0 + 5^2 / 45) = 28/9; two degrees: p = exp(-14/9).
    const { statistic, pValue, degreesOfFreedom } = chiSquareHomogeneity([20, 30, 50], [30, 30, 40]);
    expect(degreesOfFreedom).toBe(2);
    expect(statistic).toBeCloseTo(28 / 9, 12);
    expect(pValue).toBeCloseTo(Math.exp(-14 / 9), 12);
  });

  it("leaves out levels that neither sample has", () => {
    expect(chiSquareHomogeneity([20, 0, 80], [30, 0, 70])).toEqual(chiSquareHomogeneity([20, 80], [30, 70]));
  });

  it.each([
    ["one level", [5], [7]],
    ["no level", [], []],
    ["an empty sample", [0, 0], [3, 4]],
  ])("says nothing about %s", (_name, a, b) => {
    expect(chiSquareHomogeneity(a, b)).toMatchObject({ statistic: 0, pValue: 1 });
  });

  it("refuses counts of different levels", () => {
    expect(() => chiSquareHomogeneity([1, 2], [1])).toThrow(RangeError);
  });

  it("is symmetric, blind to the order of levels, and 0 for equal spreads", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 5 }), (pairs, factor) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const result = chiSquareHomogeneity(a, b);
        expect(chiSquareHomogeneity(b, a).statistic).toBeCloseTo(result.statistic, 9);
        expect(chiSquareHomogeneity(a.toReversed(), b.toReversed()).pValue).toBeCloseTo(result.pValue, 9);
        expect(
          chiSquareHomogeneity(
            a,
            a.map((x) => x * factor),
          ).statistic,
        ).toBeCloseTo(0, 9);
      }),
    );
  });
});
