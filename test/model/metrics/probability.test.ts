import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calibrationError,
  logLosses,
  meanOf,
  reliability,
  squaredErrors,
} from "../../../runtime/model/metrics/probability.ts";
import { rankScores } from "../../../runtime/model/metrics/ranking.ts";

const binsOf = (probabilities: number[], labels: number[], bins: number) =>
  reliability(probabilities, rankScores(probabilities, labels), bins);

describe("Brier score", () => {
  it("gives the example in scikit-learn's documentation of brier_score_loss", () => {
    expect(meanOf(squaredErrors([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]))).toBeCloseTo(0.0375, 12);
  });
});

describe("log loss", () => {
  it("gives the example in scikit-learn's documentation of log_loss", () => {
    expect(meanOf(logLosses([0.9, 0.1, 0.2, 0.65], [1, 0, 0, 1]))).toBeCloseTo(0.21616, 5);
  });

  it("stays finite for a sure mistake", () => {
    expect(meanOf(logLosses([0, 1], [1, 0]))).toBeCloseTo(-Math.log(1e-15), 1);
  });
});

describe("expected calibration error", () => {
  it("averages the distance of probability and churn rate over bins of equal mass (worked by hand)", () => {
    // Bins {.1, .2} with rate 0 and {.6, .9} with rate 1/2: 1/2 x |.15 - 0| + 1/2 x |.75 - .5| = .2.
    const bins = binsOf([0.9, 0.1, 0.6, 0.2], [1, 0, 0, 0], 2);
    expect(bins.map(({ rows, churnRate }) => ({ rows, churnRate }))).toEqual([
      { rows: 2, churnRate: 0 },
      { rows: 2, churnRate: 0.5 },
    ]);
    expect(calibrationError(bins)).toBeCloseTo(0.2, 12);
  });

  it("weights bins by their rows: equal probabilities stay together in the bin of their first", () => {
    // Three times .1 fill the first bin though it is meant for two: 3/4 x |.1 - 1/3| + 1/4 x |.9 - 1| = .2.
    const bins = binsOf([0.1, 0.1, 0.1, 0.9], [1, 0, 0, 1], 2);
    expect(bins.map(({ rows }) => rows)).toEqual([3, 1]);
    expect(calibrationError(bins)).toBeCloseTo(0.2, 12);
  });

  it("does not depend on the order of the rows", () => {
    const row = fc.record({ p: fc.integer({ min: 0, max: 10 }), y: fc.constantFrom(0, 1) });
    const pair = fc
      .array(row, { minLength: 1, maxLength: 50 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    const error = (all: { p: number; y: number }[]) =>
      calibrationError(
        binsOf(
          all.map(({ p }) => p / 10),
          all.map(({ y }) => y),
          5,
        ),
      );
    fc.assert(
      fc.property(pair, ([all, shuffled]) => {
        expect(error(shuffled)).toBeCloseTo(error(all), 12);
      }),
    );
  });

  it("fills the bins within one row of each other when no two probabilities are equal", () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 300 }), fc.integer({ min: 2, max: 10 }), (rows, bins) => {
        const probabilities = Array.from({ length: rows }, (_, row) => (row + 0.5) / rows);
        const sizes = binsOf(
          probabilities,
          probabilities.map(() => 0),
          bins,
        ).map((bin) => bin.rows);
        expect(sizes.length).toBe(bins);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
