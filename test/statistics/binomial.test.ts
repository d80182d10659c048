import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactInterval } from "../../runtime/statistics/binomial.ts";
import { normalHalfWidth } from "../../runtime/statistics/normal.ts";

/** P(X <= successes) of so many trials with this chance. */
function binomialTail(successes: number, trials: number, chance: number): number {
  let [term, sum] = [(1 - chance) ** trials, 0];
  for (let hits = 0; hits <= successes; hits += 1) {
    sum += term;
    term *= ((trials - hits) / (hits + 1)) * (chance / (1 - chance));
  }
  return sum;
}

describe("the exact interval of a share", () => {
  it("of none and of all (worked by hand)", () => {
    // The chance under which none of ten succeeds in 2.5 % of cases: (1 - p)^10 = 0.025.
    expect(exactInterval(0, 10, 0.95).low).toBe(0);
    expect(exactInterval(0, 10, 0.95).high).toBeCloseTo(1 - 0.025 ** 0.1, 12);
    expect(exactInterval(10, 10, 0.95).low).toBeCloseTo(0.025 ** 0.1, 12);
    expect(exactInterval(10, 10, 0.95).high).toBe(1);
  });

  it("of one of two (worked by hand)", () => {
    // Two hits or one: 1 - (1 - p)^2 = 0.025; one or none: 1 - p^2 = 0.025.
    expect(exactInterval(1, 2, 0.95).low).toBeCloseTo(1 - Math.sqrt(0.975), 12);
    expect(exactInterval(1, 2, 0.95).high).toBeCloseTo(Math.sqrt(0.975), 12);
  });

  it("ends where counts as far off are as rare as told", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), fc.constantFrom(0.9, 0.95, 0.99), (n, k, c) => {
        const hits = 1 + (k % (n - 1));
        const { low, high } = exactInterval(hits, n, c);
        expect(1 - binomialTail(hits - 1, n, low)).toBeCloseTo((1 - c) / 2, 9);
        expect(binomialTail(hits, n, high)).toBeCloseTo((1 - c) / 2, 9);
      }),
    );
  });

  it("knows nothing of no trial, and refuses more successes than trials", () => {
    expect(exactInterval(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
    expect(() => exactInterval(3, 2, 0.95)).toThrow(RangeError);
    expect(() => exactInterval(-1, 2, 0.95)).toThrow(RangeError);
  });
});

// The usual table of the normal distribution.
it.each([
  [0.9, 1.644854],
  [0.95, 1.959964],
  [0.99, 2.575829],
])("a share of %d of a normal distribution lies within %d deviations", (share, expected) => {
  expect(normalHalfWidth(share)).toBeCloseTo(expected, 6);
});
