import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OfferPolicy, offerPolicy } from "../../configs/offers.ts";
import { offerValue } from "../../runtime/score/offer.ts";
import { breakEven, breakEvenProbability, breakEvenSaveRate } from "../../runtime/score/offer-break-even.ts";
import { recommend } from "../../runtime/score/recommend.ts";

const policy = (changes: Partial<OfferPolicy>): OfferPolicy => ({ ...offerPolicy, ...changes });

describe("the probability from which an offer pays", () => {
  it.each([
    // share x 12 / (0.3 x 12)
    ["offer_small", policy({}), 0.05 / 0.3],
    ["offer_medium", policy({}), 0.5],
    ["offer_large", policy({}), 0.25 / 0.3],
    ["no_offer", policy({}), 0],
    // Granted for half a year: half.
    ["offer_large", policy({ offerMonths: 6 }), 0.125 / 0.3],
    // A longer horizon pays sooner: 0.25 x 12 / (0.3 x 24).
    ["offer_large", policy({ horizonMonths: 24 }), 3 / 7.2],
    // Exactly certain: 0.25 x 12 / (0.25 x 12).
    ["offer_large", policy({ saveRate: 0.25 }), 1],
  ] as const)("of %s is worked by hand", (action, given, probability) => {
    expect(breakEvenProbability(action, given)).toBeCloseTo(probability, 12);
  });

  it.each([
    ["more than certain", policy({ saveRate: 0.2 })],
    ["nobody is kept", policy({ saveRate: 0 })],
  ] as const)("is none where %s", (_, given) => {
    expect(breakEvenProbability("offer_large", given)).toBeUndefined();
  });
});

describe("the save rate from which an offer pays", () => {
  it.each([
    // share x 12 / (probability x 12)
    ["offer_small", 0.5, policy({}), 0.1],
    ["offer_medium", 0.75, policy({}), 0.2],
    ["offer_large", 0.8, policy({}), 0.3125],
    ["no_offer", 0.5, policy({}), 0],
    // 0.25 x 12 / (0.5 x 24)
    ["offer_large", 0.5, policy({ horizonMonths: 24 }), 0.25],
    // It does not depend on the rate that is assumed.
    ["offer_large", 0.8, policy({ saveRate: 0.01 }), 0.3125],
    ["offer_large", 0.25, policy({}), 1],
  ] as const)("of %s at %d is worked by hand", (action, probability, given, rate) => {
    expect(breakEvenSaveRate(action, probability, given)).toBeCloseTo(rate, 12);
  });

  it.each([0, 0.2])("is none at %d: all customers kept would not be enough", (probability) => {
    expect(breakEvenSaveRate("offer_large", probability)).toBeUndefined();
  });
});

describe("the break-even point of a customer", () => {
  it("is worked by hand: at 81 % a large offer lacks 2.3 points, or 0.9 points of the save rate", () => {
    const point = breakEven("offer_large", { probability: 0.81, monthlyMarginEur: 40 });
    // 0.25 / 0.3 and 0.25 / 0.81
    expect(point?.probability).toBeCloseTo(0.8333, 4);
    expect(point?.saveRate).toBeCloseTo(0.3086, 4);
  });

  it.each([null, -0.01, 0])("is none with a margin of %s", (monthlyMarginEur) => {
    expect(breakEven("offer_small", { probability: 0.9, monthlyMarginEur })).toBeNull();
  });

  const anyPolicy = fc
    .record({
      saveRate: fc.double({ min: 0, max: 1, noNaN: true }),
      horizonMonths: fc.integer({ min: 1, max: 36 }),
      offerMonths: fc.integer({ min: 1, max: 36 }),
    })
    .map(policy);
  const action = fc.constantFrom("offer_small", "offer_medium", "offer_large");
  const customer = fc.record({
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    monthlyMarginEur: fc.option(fc.double({ min: -500, max: 500, noNaN: true })),
  });

  it("says when an offer pays, for every customer and policy", () => {
    fc.assert(
      fc.property(action, customer, anyPolicy, (offer, who, given) => {
        const value = offerValue(offer, who, given);
        const point = breakEven(offer, who, given);
        const pays = value !== null && value.impactEur > 0;
        // Impact over margin; where it is nothing but rounding, either answer is right.
        const isRounding = Math.abs((value?.impactEur ?? 0) / (who.monthlyMarginEur ?? 1)) < 1e-9;
        if (point === null) expect(pays).toBe(false);
        else if (!isRounding) {
          expect(pays).toBe(who.probability > (point.probability ?? 1));
          expect(pays).toBe(given.saveRate > (point.saveRate ?? 1));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is where the recommendation changes", () => {
    const recommended = (probability: number) =>
      recommend(
        { customerId: "C00001", probability, segment: "SME", monthlyMarginEur: 40, drivers: [] },
        policy({ controlGroup: { share: 0, seed: 1 } }),
      );
    const point = breakEvenProbability("offer_large") ?? Number.NaN;
    expect(recommended(point - 1e-6).withheld).toBe("no_offer_not_worth_it");
    expect(recommended(point + 1e-6).action).toBe("offer_large");
  });
});
