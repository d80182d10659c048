import fc from "fast-check";
import { expect, it } from "vitest";
import { RELIABILITY_BINS, reliabilityBins } from "../../../dashboard/data/reliability.ts";
import { wilson } from "../../../runtime/statistics/wilson.ts";

// Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson without correction).
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("gives the interval of %d in %d that the literature prints", (successes, trials, low, high) => {
  expect(wilson(successes, trials).low).toBeCloseTo(low, 4);
  expect(wilson(successes, trials).high).toBeCloseTo(high, 4);
});

it("holds the share within its interval, and the interval within 0 and 1", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (trials, part) => {
        const successes = Math.floor(part * trials);
        const { low, high } = wilson(successes, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(successes / trials + 1e-12);
        expect(high).toBeGreaterThanOrEqual(successes / trials - 1e-12);
        expect(high).toBeLessThanOrEqual(1);
      },
    ),
  );
});

it("puts each customer into the tenth of its probability; the lower end belongs to it, and 1 to the last", () => {
  const bins = reliabilityBins({
    probabilities: [0, 0.05, 0.1, 0.25, 0.29, 0.95, 1],
    labels: [0, 1, 0, 1, 0, 1, 1],
  });
  expect(bins.map(({ from, to, rows, churners }) => [from, to, rows, churners])).toEqual([
    [0, 0.1, 2, 1],
    [0.1, 0.2, 1, 0],
    [0.2, 0.3, 2, 1],
    [0.9, 1, 2, 2],
  ]);
  expect(bins.map(({ meanProbability }) => meanProbability)).toEqual(
    [0.025, 0.1, 0.27, 0.975].map((mean) => expect.closeTo(mean, 12)),
  );
  expect(bins[0]).toMatchObject({ churnRate: 0.5, ...wilson(1, 2) });
});

it("loses nobody", () => {
  const rows = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1 })));
  fc.assert(
    fc.property(rows, (all) => {
      const bins = reliabilityBins({
        probabilities: all.map(([probability]) => probability),
        labels: all.map(([, label]) => label),
      });
      expect(bins.length).toBeLessThanOrEqual(RELIABILITY_BINS);
      expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(all.length);
      expect(bins.reduce((sum, bin) => sum + bin.churners, 0)).toBe(
        all.filter(([, label]) => label === 1).length,
      );
      for (const { meanProbability, from, to } of bins) {
        expect(meanProbability).toBeGreaterThanOrEqual(from - 1e-12);
        expect(meanProbability).toBeLessThanOrEqual(to + 1e-12);
      }
    }),
  );
});
