import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  largestShareShift,
  levelCounts,
  missingShare,
  unseenLevels,
} from "../../runtime/statistics/levels.ts";
import {
  alignedPopulationStability,
  countInBins,
  decileCuts,
  populationStability,
} from "../../runtime/statistics/population-stability.ts";
import { populationDeviation, sortedPresent } from "../../runtime/statistics/sample.ts";
import { standardisedWasserstein, wasserstein } from "../../runtime/statistics/wasserstein.ts";

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 });
const sorted = values.map((numbers) => Float64Array.from(numbers).sort());

describe("population stability index", () => {
  it("sums the differences times the log ratios (worked by hand)", () => {
    // (0.6 - 0.5) ln 1.2 + (0.4 - 0.5) ln 0.8
    expect(populationStability([50, 50], [60, 40])).toBeCloseTo(
      0.1 * Math.log(1.2) - 0.1 * Math.log(0.8),
      12,
    );
    expect(populationStability([50, 50], [60, 40])).toBeCloseTo(0.040546510810816, 12);
  });

  it("lifts an empty bin to one in ten thousand (worked by hand)", () => {
    // (0.9 - 1) ln 0.9 + (0.1 - 0.0001) ln 1000
    expect(populationStability([100, 0], [9, 1])).toBeCloseTo(
      0.0105360515657826 + 0.0999 * 6.90775527898214,
      12,
    );
  });

  it("says nothing about an empty sample, and refuses other bins", () => {
    expect(populationStability([1, 2], [0, 0])).toBe(0);
    expect(populationStability([], [])).toBe(0);
    expect(() => populationStability([1, 2], [1])).toThrow(RangeError);
  });

  it("counts rare bins as what it is told (worked by hand)", () => {
    // 2 points that come to an empty level: 0.02 ln 200 + 0.02 ln (1 / 0.98), or 0.015 ln 4 + the same.
    const back = 0.02 * Math.log(1 / 0.98);
    expect(populationStability([100, 0], [98, 2])).toBeCloseTo(0.0199 * Math.log(200) + back, 12);
    expect(populationStability([100, 0], [98, 2], 0.005)).toBeCloseTo(0.015 * Math.log(4) + back, 12);
  });

  it("is never negative, symmetric, and 0 for equal spreads", () => {
    const pairs = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pairs, (bins) => {
        const [a, b] = [bins.map(([x]) => x), bins.map(([, y]) => y)];
        const psi = populationStability(a, b);
        expect(psi).toBeGreaterThanOrEqual(0);
        expect(populationStability(b, a)).toBeCloseTo(psi, 12);
        expect(
          populationStability(
            a,
            a.map((x) => 3 * x),
          ),
        ).toBeCloseTo(0, 12);
      }),
    );
  });
});

describe("population stability index without a common shift", () => {
  const aligned = (reference: Float64Array, current: Float64Array, largestShift: number) =>
    alignedPopulationStability(reference, current, decileCuts(reference), {
      largestShift,
      smallestShare: 0.005,
    });
  const plain = (reference: Float64Array, current: Float64Array) => {
    const cuts = decileCuts(reference);
    return populationStability(countInBins(reference, cuts), countInBins(current, cuts), 0.005);
  };
  const zeros = (customers: number, by = 0) =>
    Float64Array.from({ length: customers }, (_, row) => (row < 0.8 * customers ? 0 : row) + by);

  it("makes nothing of one more for everybody, where most have nothing (worked by hand)", () => {
    // 80 of 100 leave the bin of the zeros for the one above it, which holds 2 more: 0.8 to 0.005, and 0.02 to 0.82.
    expect(plain(zeros(100), zeros(100, 1))).toBeGreaterThan(4);
    expect(aligned(zeros(100), zeros(100, 1), 2)).toBe(0);
  });

  it("is the plain index where the shift is out of reach, or no shift", () => {
    expect(aligned(zeros(100), zeros(100, 3), 2)).toBe(plain(zeros(100), zeros(100, 3)));
    expect(aligned(zeros(100), zeros(100, 1), 0)).toBe(plain(zeros(100), zeros(100, 1)));
  });

  it("still sees that half of a narrow bulk is gone, however wide the tail", () => {
    const bulk = Float64Array.from({ length: 1000 }, (_, row) => (row < 990 ? row / 10 : 1e5)).sort();
    const halved = bulk.map((value) => (value < 1e5 ? value / 2 : value));
    expect(aligned(bulk, halved, 0.1 * populationDeviation(bulk))).toBeGreaterThan(0.25);
    expect(
      aligned(
        bulk,
        bulk.map((value) => value + 0.05 * 1e4),
        0.1 * 1e4,
      ),
    ).toBe(0);
  });

  it("says nothing about an empty sample", () => {
    expect(aligned(new Float64Array(), zeros(10), 1)).toBe(0);
    expect(aligned(zeros(10), new Float64Array(), 1)).toBe(0);
  });

  it("is never more than the plain index, and 0 for whatever a constant within reach explains", () => {
    fc.assert(
      fc.property(sorted, sorted, fc.integer({ min: 0, max: 20 }), (a, b, reach) => {
        expect(aligned(a, b, reach)).toBeLessThanOrEqual(plain(a, b));
        expect(aligned(a, b, reach)).toBeGreaterThanOrEqual(0);
      }),
    );
    // Sums such as 0.1 + 0.2 are not exact: ties must stay ties.
    const tenths = fc
      .array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 })
      .map((numbers) => Float64Array.from(numbers, (number) => number / 10).sort());
    fc.assert(
      fc.property(tenths, fc.integer({ min: -99, max: 99 }), (a, hundredths) => {
        const by = hundredths / 100;
        expect(
          aligned(
            a,
            a.map((value) => value + by),
            Math.abs(by) + 1e-9,
          ),
        ).toBe(0);
      }),
    );
  });
});

describe("decile bins", () => {
  it("cuts after each decile of the reference (worked by hand)", () => {
    const reference = Float64Array.from({ length: 20 }, (_, index) => index + 1);
    const cuts = decileCuts(reference);
    expect(cuts.map(({ at }) => at)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(countInBins(reference, cuts)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
    expect(countInBins(Float64Array.of(-9, 2, 2.5, 18, 18.1, 99), cuts)).toEqual([
      2, 1, 0, 0, 0, 0, 0, 0, 1, 2,
    ]);
  });

  it("gives a value that several deciles share a bin of its own (worked by hand)", () => {
    const cuts = decileCuts(Float64Array.of(0, 0, 0, 0, 0, 0, 1, 2, 3, 4));
    expect(cuts).toEqual([
      { at: 0, inclusive: false },
      { at: 0, inclusive: true },
      { at: 1, inclusive: true },
      { at: 2, inclusive: true },
      { at: 3, inclusive: true },
    ]);
    expect(countInBins(Float64Array.of(-1, 0, 0.5, 3.5), cuts)).toEqual([1, 1, 1, 0, 0, 1]);
  });

  it("does so from two deciles on, and not for one", () => {
    expect(decileCuts(Float64Array.of(0, 0, 1, 2, 3, 4, 5, 6, 7, 8)).slice(0, 3)).toEqual([
      { at: 0, inclusive: false },
      { at: 0, inclusive: true },
      { at: 1, inclusive: true },
    ]);
  });

  it("tells below, equal and above of a constant", () => {
    const cuts = decileCuts(new Float64Array(50).fill(12));
    expect(countInBins(Float64Array.of(11, 11, 12, 13), cuts)).toEqual([2, 1, 1]);
  });

  it("has one bin where there is no reference", () => {
    expect(countInBins(Float64Array.of(1, 2), decileCuts(new Float64Array()))).toEqual([2]);
  });

  it("puts every value in one bin, and the reference's bins hold about a tenth or a value of their own", () => {
    fc.assert(
      fc.property(sorted, sorted, (reference, current) => {
        const cuts = decileCuts(reference);
        const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
        expect(total(countInBins(reference, cuts))).toBe(reference.length);
        expect(total(countInBins(current, cuts))).toBe(current.length);
        const distinct = new Set(reference).size === reference.length;
        if (distinct) {
          for (const count of countInBins(reference, cuts))
            expect(count).toBeLessThanOrEqual(Math.ceil(reference.length / 10));
        }
      }),
    );
  });
});

describe("Wasserstein distance", () => {
  it("is the area between the distribution functions (worked by hand)", () => {
    expect(wasserstein(Float64Array.of(0, 1, 3), Float64Array.of(5, 6, 8))).toBeCloseTo(5, 12);
    // From 0 to 3 the functions are 1 and 1/4.
    expect(wasserstein(Float64Array.of(0, 0), Float64Array.of(0, 3, 3, 3))).toBeCloseTo(2.25, 12);
    expect(wasserstein(new Float64Array(), Float64Array.of(1))).toBe(0);
  });

  it("is measured in standard deviations of the reference (worked by hand)", () => {
    // Deviation of -1 and 1 is 1 in the population form; both values move by 3.
    expect(standardisedWasserstein(Float64Array.of(-1, 1), Float64Array.of(2, 4))).toBeCloseTo(3, 12);
    expect(standardisedWasserstein(Float64Array.of(7, 7), Float64Array.of(8))).toBeNull();
  });

  it("is a symmetric distance that knows shifts and scales and is at least the difference of means", () => {
    const mean = (numbers: Float64Array) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
    fc.assert(
      fc.property(sorted, sorted, fc.integer({ min: -9, max: 9 }), (a, b, shift) => {
        const distance = wasserstein(a, b);
        expect(wasserstein(b, a)).toBeCloseTo(distance, 9);
        expect(wasserstein(a, a)).toBe(0);
        expect(
          wasserstein(
            a,
            a.map((x) => x + shift),
          ),
        ).toBeCloseTo(Math.abs(shift), 9);
        expect(
          wasserstein(
            a.map((x) => 2 * x + shift),
            b.map((x) => 2 * x + shift),
          ),
        ).toBeCloseTo(2 * distance, 9);
        expect(distance).toBeGreaterThanOrEqual(Math.abs(mean(a) - mean(b)) - 1e-9);
      }),
    );
  });
});

describe("samples", () => {
  it("leaves missing values out and sorts by value", () => {
    expect([...sortedPresent([10, null, 9, Number.NaN, -1])]).toEqual([-1, 9, 10]);
  });

  it("takes the population deviation (worked by hand)", () => {
    expect(populationDeviation(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9))).toBe(2);
    expect(populationDeviation(new Float64Array())).toBe(0);
    expect(populationDeviation(new Float64Array(3).fill(0.1))).toBe(0);
  });
});

describe("levels", () => {
  const counts = levelCounts(["a", "a", "b", null], ["a", "c", "c", null]);

  it("counts both samples over the levels of either", () => {
    expect(counts).toEqual({
      levels: ["a", "b", "c", "missing"],
      reference: [2, 1, 0, 1],
      current: [1, 0, 2, 1],
    });
  });

  it("names the level that moved most, by the sign of its move (worked by hand)", () => {
    expect(largestShareShift(counts)).toEqual({ level: "c", shift: 0.5 });
    expect(largestShareShift(levelCounts(["a", "b"], ["b", "b"]))).toEqual({ level: "a", shift: -0.5 });
    expect(largestShareShift(levelCounts([], ["b"]))).toBeNull();
  });

  it("lists the levels that the reference never had (worked by hand)", () => {
    expect(unseenLevels(counts)).toEqual({ levels: ["c"], share: 0.5 });
    expect(unseenLevels(levelCounts(["a"], ["a"]))).toEqual({ levels: [], share: 0 });
  });

  it("counts flags by their value", () => {
    expect(levelCounts([0, 1], [1, 1]).levels).toEqual(["0", "1"]);
  });

  it("gives the share of empty cells", () => {
    expect(missingShare([1, null, "a", null])).toBe(0.5);
    expect(missingShare([])).toBe(0);
  });
});
