import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offerPolicy } from "../../configs/offers.ts";
import { chooseProfitThreshold, realisedProfit } from "../../runtime/model/profit-threshold.ts";

describe("what an offer earns with a customer whose outcome is known", () => {
  it("is the saved margin less the cost (worked by hand: 0.3 x 12 x 10 - 0.15 x 12 x 10 = 36 - 18)", () => {
    expect(realisedProfit(true, 10, "offer_medium", offerPolicy)).toBeCloseTo(18, 12);
    expect(realisedProfit(false, 10, "offer_medium", offerPolicy)).toBeCloseTo(-18, 12);
  });

  it("is nothing where there is no offer", () => {
    for (const margin of [null, 0, -5])
      expect(realisedProfit(true, margin, "offer_large", offerPolicy)).toBe(0);
  });
});

describe("the threshold that earns most", () => {
  it("stops where the next customers cost more than they bring (worked by hand)", () => {
    // Alike margins of 10: +18, +18, -18, +18, -18, -18: the best sum is 36, after two or after four; two is fewer offers.
    const chosen = chooseProfitThreshold(
      {
        probabilities: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
        labels: [1, 1, 0, 1, 0, 0],
        monthlyMarginEur: [10, 10, 10, 10, 10, 10],
      },
      offerPolicy,
    );
    expect(chosen.threshold).toBe(0.8);
    expect(chosen.profitPerCustomerEur).toBeCloseTo(36 / 6, 12);
    expect(chosen).toMatchObject({ precision: 1, recall: 2 / 3, action: "offer_medium", costShare: 0.15 });
  });

  it("is none where nobody is worth an offer", () => {
    const chosen = chooseProfitThreshold(
      { probabilities: [0.9, 0.1], labels: [1, 0], monthlyMarginEur: [null, 5] },
      offerPolicy,
    );
    expect(chosen).toMatchObject({ threshold: null, profitPerCustomerEur: 0, precision: null, recall: 0 });
  });

  it("earns no less than any other", () => {
    const row = fc.record({
      probability: fc.integer({ min: 0, max: 20 }).map((value) => value / 20),
      churn: fc.boolean(),
      margin: fc.option(fc.integer({ min: -5, max: 20 })),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        fc.pre(rows.some(({ churn }) => churn));
        const given = {
          probabilities: rows.map(({ probability }) => probability),
          labels: rows.map(({ churn }) => (churn ? 1 : 0)),
          monthlyMarginEur: rows.map(({ margin }) => margin),
        };
        const { profitPerCustomerEur } = chooseProfitThreshold(given, offerPolicy);
        for (const threshold of [...given.probabilities, 2]) {
          const profit = rows
            .filter(({ probability }) => probability >= threshold)
            .reduce(
              (sum, { churn, margin }) => sum + realisedProfit(churn, margin, "offer_medium", offerPolicy),
              0,
            );
          expect(profitPerCustomerEur).toBeGreaterThanOrEqual(profit / rows.length - 1e-9);
        }
      }),
      { seed: 4 },
    );
  });
});
