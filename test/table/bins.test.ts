import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binsOf, roundEdges } from "../../runtime/table/bins.ts";

const edges = (low: number, high: number, more: { bins?: number; whole?: boolean } = {}) =>
  roundEdges(low, high, { bins: 18, whole: false, ...more });

describe("round ends", () => {
  it.each([
    // 8.9 / 10 asks for 0.89: the next round width is 1.
    ["of width 1", 0.3, 9.2, 12, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ["of width 20", -5, 95, 8, [-20, 0, 20, 40, 60, 80, 100]],
    ["written without rounding errors", 0.12, 0.71, 8, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]],
    ["below a value that is an end itself", 1, 3, 4, [1, 2, 3, 4]],
    ["across many powers of ten", 0, 1e9, 4, [0, 5e8, 1e9, 1.5e9]],
    ["below zero", -0.04, -0.01, 5, [-0.04, -0.03, -0.02, -0.01, 0]],
  ] as const)("are %s", (_name, low, high, bins, expected) => {
    expect(edges(low, high, { bins })).toEqual(expected);
  });

  it("hold a single value", () => {
    expect(edges(7, 7, { whole: true })).toEqual([7, 8]);
    expect(edges(0, 0)).toEqual([0, 1]);
    expect(edges(0.25, 0.25, { bins: 10 })).toEqual([0.25, 0.3]);
    expect(edges(-3, -3, { whole: true })).toEqual([-3, -2]);
  });

  it("of whole numbers are whole numbers", () => {
    expect(edges(1, 3, { whole: true })).toEqual([1, 2, 3, 4]);
    expect(edges(1, 52, { whole: true })).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]);
  });

  it("stay finite at the ends of what a number can be", () => {
    expect(edges(Number.MAX_VALUE, Number.MAX_VALUE)).toEqual([1.7e308]);
    const widest = edges(-Number.MAX_VALUE, Number.MAX_VALUE);
    expect(widest[0]).toBe(-1.5e308);
    expect(widest.at(-1)).toBe(1.5e308);
    expect(edges(0, Number.MIN_VALUE)).toEqual([0, 1e-300]);
    expect(edges(1e15, 1e15 + 0.125)).toEqual([1e15, 1.000000000002e15]);
  });

  it("ascend evenly, are few, and hold the values between them", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 3, max: 30 }), fc.boolean(), (a, b, bins, whole) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const found = edges(low, high, { bins, whole });
        expect(found.length - 1).toBeLessThanOrEqual(bins);
        for (const [index, edge] of found.entries()) {
          if (index > 0) expect(edge).toBeGreaterThan(found[index - 1] ?? Number.NaN);
          if (whole) expect(Number.isInteger(edge)).toBe(true);
        }
        const slack = Math.max(Math.abs(low), Math.abs(high)) * 1e-15;
        expect(found[0]).toBeLessThanOrEqual(low + slack);
        expect(found.at(-1)).toBeGreaterThanOrEqual(high - slack);
      }),
    );
  });
});

describe("bins", () => {
  it("are open only where something lies beyond", () => {
    expect(binsOf([0, 10, 20], [0, 3, 0, 0])).toEqual([
      { from: 0, to: 10, rows: 3 },
      { from: 10, to: 20, rows: 0 },
    ]);
    expect(binsOf([0, 10], [2, 3, 4])).toEqual([
      { from: null, to: 0, rows: 2 },
      { from: 0, to: 10, rows: 3 },
      { from: 10, to: null, rows: 4 },
    ]);
  });
});
