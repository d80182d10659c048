import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "../../runtime/statistics/benjamini-hochberg.ts";

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

describe("Benjamini-Hochberg", () => {
  // Benjamini and Hochberg 1995, section 3.2: fifteen hypotheses of a study of thrombolysis.
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];

  it("rejects the four that the paper rejects at 0.05", () => {
    expect(benjaminiHochberg(published).filter((p) => p <= 0.05)).toHaveLength(4);
  });

  it("adjusts them by p x 15 / rank, the smallest from behind (worked by hand)", () => {
    const expected = [
      0.0015,
      0.003,
      0.0095,
      0.035625,
      0.0603,
      (0.0298 * 15) / 7,
      (0.0298 * 15) / 7,
      0.0645,
      0.0765,
      0.486,
      (0.4262 * 15) / 11,
      0.714875,
      (0.6528 * 15) / 13,
      (0.759 * 15) / 14,
      1,
    ];
    benjaminiHochberg(published).forEach((p, index) => {
      expect(p).toBeCloseTo(expected[index] ?? -1, 12);
    });
  });

  it("keeps the order given, and takes no test or one", () => {
    expect(benjaminiHochberg([0.04, 0.01, 0.03])).toEqual([0.04, 0.03, 0.04]);
    expect(benjaminiHochberg([])).toEqual([]);
    expect(benjaminiHochberg([0.2])).toEqual([0.2]);
  });

  it("never lowers a p-value, never passes 1, and keeps their order", () => {
    fc.assert(
      fc.property(pValues, (values) => {
        const adjusted = benjaminiHochberg(values);
        values.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          values.forEach((other, j) => {
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? -1);
          });
        });
      }),
    );
  });

  it("rejects what the step-up rule of the paper rejects", () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.01, max: 0.3, noNaN: true }), (values, q) => {
        const ascending = values.toSorted((a, b) => a - b);
        const adjusted = benjaminiHochberg(values);
        // Largest k with p_(k) <= q k / m; the comparison is written as in the function to round alike.
        const k = ascending.findLastIndex((p, i) => p * (values.length / (i + 1)) <= q);
        const cut = ascending[k] ?? -1;
        values.forEach((p, i) => {
          expect((adjusted[i] ?? 2) <= q).toBe(p <= cut);
        });
      }),
    );
  });
});
