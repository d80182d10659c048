import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OfferPolicy, offerPolicy } from "../../configs/offers.ts";
import { actions, riskTiers } from "../../configs/risk.ts";
import { offerValue } from "../../runtime/score/offer.ts";
import {
  checkRecommendation,
  type Recommendation,
  recommend,
  type ScoredCustomer,
} from "../../runtime/score/recommend.ts";
import { riskTierOf } from "../../runtime/score/risk-tier.ts";
import { expectedMonthlyLoss } from "../../runtime/score/score-customers.ts";

/** A policy of round numbers, with nobody in the control group. */
const policy: OfferPolicy = {
  saveRate: 0.5,
  horizonMonths: 10,
  offerMonths: 4,
  costShares: { no_offer: 0, offer_small: 0.05, offer_medium: 0.15, offer_large: 0.25 },
  controlGroup: { share: 0, seed: 1 },
};
const everybodyControl: OfferPolicy = { ...policy, controlGroup: { share: 1, seed: 1 } };
/** An offer costs more than it can save. */
const dear: OfferPolicy = { ...policy, saveRate: 0.01 };

const customer = (changed: Partial<ScoredCustomer> = {}): ScoredCustomer => ({
  customerId: "C00001",
  probability: 0.9,
  segment: "Residential",
  monthlyMarginEur: 8,
  drivers: [],
  ...changed,
});

describe("risk tiers", () => {
  // The cuts belong to the higher tier, and nothing is rounded before the cut.
  it.each([
    [0, "Low (<40%)"],
    [0.39999999, "Low (<40%)"],
    [0.4, "Medium (40-60%)"],
    [0.59999999, "Medium (40-60%)"],
    [0.6, "High (60-80%)"],
    [0.79999999, "High (60-80%)"],
    [0.8, "Critical (>80%)"],
    [1, "Critical (>80%)"],
  ])("%d is %s", (probability, label) => {
    expect(riskTierOf(probability).label).toBe(label);
  });

  it.each([-0.01, 1.01, Number.NaN])("refuses %d", (probability) => {
    expect(() => riskTierOf(probability)).toThrow(RangeError);
  });

  it("keep the original's actions and timing windows (D25)", () => {
    expect(riskTiers.map(({ action, timing }) => [action, timing])).toEqual([
      ["no_offer", "60_90_days"],
      ["offer_small", "30_60_days"],
      ["offer_medium", "immediate"],
      ["offer_large", "immediate"],
    ]);
  });
});

describe("expected monthly loss", () => {
  it("is probability x margin, nothing for a loss-maker, unknown for an unknown margin (D26)", () => {
    expect(expectedMonthlyLoss(0.12345, 8)).toBeCloseTo(0.9876, 12);
    expect(expectedMonthlyLoss(0.9, -5)).toBe(0);
    expect(expectedMonthlyLoss(0.9, null)).toBeNull();
  });
});

describe("the value of an offer", () => {
  // Cost: share x 8 EUR x 4 months. Impact: probability x 0.5 x 8 EUR x 10 months - cost.
  it.each([
    ["offer_small", 0.5, 1.6, 20 - 1.6],
    ["offer_medium", 0.7, 4.8, 28 - 4.8],
    ["offer_large", 0.9, 8, 36 - 8],
    ["no_offer", 0.1, 0, 0],
  ] as const)(
    "%s at %d costs %d EUR and earns %d EUR (worked by hand)",
    (action, probability, cost, impact) => {
      const value = offerValue(action, { probability, monthlyMarginEur: 8 }, policy);
      expect(value?.costEur).toBeCloseTo(cost, 12);
      expect(value?.impactEur).toBeCloseTo(impact, 12);
    },
  );

  it("is unknown with an unknown margin, and costs nothing with a loss-maker", () => {
    expect(offerValue("offer_large", { probability: 0.9, monthlyMarginEur: null }, policy)).toBeNull();
    // 0.9 x 0.5 x -8 x 10
    expect(offerValue("offer_large", { probability: 0.9, monthlyMarginEur: -8 }, policy)).toEqual({
      costEur: 0,
      impactEur: -36,
    });
  });

  it("breaks even where probability x save rate x horizon = share x offer months (worked by hand)", () => {
    // 0.25 x 4 / (0.5 x 10) = 0.2
    const at = (probability: number) =>
      offerValue("offer_large", { probability, monthlyMarginEur: 8 }, policy)?.impactEur ?? Number.NaN;
    expect(at(0.19)).toBeLessThan(0);
    expect(at(0.2)).toBeCloseTo(0, 12);
    expect(at(0.21)).toBeGreaterThan(0);
  });

  it("in force: share 25 % needs a probability over 0.25 / 0.3", () => {
    const at = (probability: number) =>
      offerValue("offer_large", { probability, monthlyMarginEur: 8 }, offerPolicy)?.impactEur ?? Number.NaN;
    expect(at(0.83)).toBeLessThan(0);
    expect(at(0.84)).toBeGreaterThan(0);
  });
});

describe("recommendations", () => {
  it("take the tier's action, timing, value and reasons where nothing speaks against it", () => {
    const drivers = [
      { feature: "months_to_renewal", contribution: 2 },
      { feature: "segment", contribution: 1 },
    ];
    const recommendation = recommend(customer({ drivers }), policy);
    expect(recommendation).toMatchObject({ action: "offer_large", timing: "immediate", withheld: null });
    expect(recommendation.value).toEqual(recommendation.tierValue);
    expect(recommendation.value.impactEur).toBeCloseTo(28, 12);
    expect(recommendation.reasons).toEqual([
      "critical_churn_risk",
      "churn_probability_above_80pct",
      "segment_residential",
      "driver_months_to_renewal",
      "driver_segment",
    ]);
  });

  it.each([
    [0.7, ["high_churn_risk", "churn_probability_above_60pct", "segment_sme"]],
    [0.5, ["moderate_churn_risk", "segment_sme"]],
    [0.1, ["low_risk_monitoring", "segment_sme"]],
  ])("name the tier and the segment at %d", (probability, reasons) => {
    expect(recommend(customer({ probability, segment: "SME" }), policy).reasons).toEqual(reasons);
  });

  it("leave low-risk customers to be watched", () => {
    const { action, timing, value, withheld } = recommend(customer({ probability: 0.1 }), policy);
    expect({ action, timing, value, withheld }).toEqual({
      action: "no_offer",
      timing: "60_90_days",
      value: { costEur: 0, impactEur: 0 },
      withheld: null,
    });
  });

  it.each([
    ["an unknown margin", customer({ monthlyMarginEur: null }), policy, "no_offer_margin_unknown"],
    ["a negative margin", customer({ monthlyMarginEur: -0.01 }), policy, "no_offer_negative_margin"],
    ["a margin of zero", customer({ monthlyMarginEur: 0 }), policy, "no_offer_not_worth_it"],
    ["an offer that costs more than it saves", customer(), dear, "no_offer_not_worth_it"],
    ["the control group", customer(), everybodyControl, "control_group"],
  ])("make no offer for %s, and say so in timing and reasons", (_name, who, rules, reason) => {
    const recommendation = recommend(who, rules);
    expect(recommendation).toMatchObject({
      action: "no_offer",
      timing: "none",
      value: { costEur: 0, impactEur: 0 },
      withheld: reason,
      tierAction: "offer_large",
    });
    expect(recommendation.reasons).toContain(reason);
    expect(recommendation.reasons[0]).toBe("critical_churn_risk");
  });

  it("keep what the tier's offer would have earned of a customer in the control group", () => {
    expect(recommend(customer(), everybodyControl).tierValue?.impactEur).toBeCloseTo(28, 12);
  });

  it("name the guardrail and not the control group where both hold", () => {
    expect(recommend(customer({ monthlyMarginEur: -1 }), everybodyControl)).toMatchObject({
      withheld: "no_offer_negative_margin",
      controlGroup: true,
    });
  });

  it("never make an offer that does not pay or that goes to the control group", () => {
    const someone = fc.record({
      customerId: fc.string({ minLength: 1, maxLength: 8 }),
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
      segment: fc.constantFrom("Residential", "SME", "Corporate", "Unknown"),
      monthlyMarginEur: fc.option(fc.double({ min: -500, max: 500, noNaN: true })),
      drivers: fc.constant([]),
    });
    const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    const rules = fc.record({
      saveRate: fc.double({ min: 0, max: 1, noNaN: true }),
      horizonMonths: fc.integer({ min: 1, max: 36 }),
      offerMonths: fc.integer({ min: 1, max: 36 }),
      costShares: fc.record({
        no_offer: fc.constant(0),
        offer_small: share,
        offer_medium: share,
        offer_large: share,
      }),
      controlGroup: fc.record({ share: fc.constantFrom(0, 0.5), seed: fc.nat(9) }),
    });
    fc.assert(
      fc.property(someone, rules, (who, given) => {
        const recommendation = recommend(who, given);
        expect(() => checkRecommendation(who.probability, recommendation)).not.toThrow();
        const { action, value } = recommendation;
        if (action === "no_offer") expect(value).toEqual({ costEur: 0, impactEur: 0 });
        else {
          // Worked out anew, as D27 has it.
          const granted = (who.monthlyMarginEur ?? Number.NaN) * given.offerMonths;
          const costs = given.costShares[action] * granted;
          const kept = who.probability * given.saveRate * (who.monthlyMarginEur ?? Number.NaN);
          expect(kept * given.horizonMonths - costs).toBeGreaterThan(0);
          expect(value.impactEur).toBeGreaterThan(0);
          expect(value.costEur).toBeCloseTo(costs, 9);
        }
        expect(recommendation.timing === "none").toBe(recommendation.withheld !== null);
        expect(actions).toContain(recommendation.action);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the last guard", () => {
  const sound: Recommendation = recommend(customer(), policy);
  it.each([
    ["has no reason", 0.9, { ...sound, reasons: [] }],
    ["has the risk score 1.2", 1.2, sound],
    ["has the risk score NaN", Number.NaN, sound],
    ["makes an offer that does not pay", 0.9, { ...sound, value: { costEur: 1, impactEur: 0 } }],
    ["makes an offer to the control group", 0.9, { ...sound, controlGroup: true }],
  ])("stops a row that %s", (fault, riskScore, recommendation) => {
    expect(() => checkRecommendation(riskScore, recommendation)).toThrow(
      `Table recommendations: a row ${fault}.`,
    );
  });
});
