import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseThreshold } from "../../runtime/model/threshold.ts";

describe("the recall rule", () => {
  it("takes the most precise threshold that catches enough (worked by hand)", () => {
    // From the top: .9 R 1/4, .8 R 2/4, .7 P 2/3, .6 P 3/4 R 3/4, .5 P 3/5, .4 P 4/6 R 1. At R >= .7 the best P is 3/4.
    const scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
    const labels = [1, 1, 0, 1, 0, 1];
    expect(chooseThreshold(scores, labels, 0.7)).toEqual({ threshold: 0.6, precision: 0.75, recall: 0.75 });
  });

  it("takes the lowest of equally precise thresholds", () => {
    // P is 1/2 at .8 (R 1/2) and at .4 (R 1): both reach 50 %.
    expect(chooseThreshold([0.9, 0.8, 0.5, 0.4], [0, 1, 0, 1], 0.5)).toEqual({
      threshold: 0.4,
      precision: 0.5,
      recall: 1,
    });
  });

  it("keeps equal scores on one side", () => {
    expect(chooseThreshold([0.6, 0.6, 0.6, 0.1], [1, 0, 1, 0], 0.5)).toEqual({
      threshold: 0.6,
      precision: 2 / 3,
      recall: 1,
    });
  });

  it("accepts a recall of exactly the target, 7 of 10", () => {
    const labels = [...Array<number>(7).fill(1), ...Array<number>(5).fill(0), ...Array<number>(3).fill(1)];
    const scores = labels.map((_, row) => 1 - row / 100);
    expect(chooseThreshold(scores, labels, 0.7)).toEqual({ threshold: 0.94, precision: 1, recall: 0.7 });
  });

  it("agrees with trying every score", () => {
    const row = fc.record({ score: fc.integer({ min: 0, max: 15 }), label: fc.constantFrom(0, 1) });
    const rows = fc
      .array(row, { minLength: 1, maxLength: 40 })
      .filter((all) => all.some(({ label }) => label === 1));
    fc.assert(
      fc.property(rows, fc.double({ min: 0.05, max: 1, noNaN: true }), (all, target) => {
        const churners = all.filter(({ label }) => label === 1).length;
        const candidates = [...new Set(all.map(({ score }) => score))].map((threshold) => {
          const called = all.filter(({ score }) => score >= threshold);
          const caught = called.filter(({ label }) => label === 1).length;
          return { threshold, precision: caught / called.length, recall: caught / churners };
        });
        const best = candidates
          .filter(({ recall }) => recall >= target)
          .sort((a, b) => b.precision - a.precision || a.threshold - b.threshold)[0];
        const found = chooseThreshold(
          all.map(({ score }) => score),
          all.map(({ label }) => label),
          target,
        );
        expect(found).toEqual(best);
      }),
    );
  });

  it("needs churners", () => {
    expect(() => chooseThreshold([0.1], [0], 0.7)).toThrow("needs churners");
  });
});
