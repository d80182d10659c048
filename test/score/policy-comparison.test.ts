import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparedAssumptions, type OfferPolicy, offerPolicy } from "../../configs/offers.ts";
import { comparePolicies, policyComparisonSchema } from "../../runtime/score/policy-comparison.ts";
import {
  type JudgedCustomer,
  offersUnder,
  offerUnder,
  type PolicyName,
  policyNames,
} from "../../runtime/score/policy-comparison-rules.ts";

const judged = (probability: number, churned: boolean, monthlyMarginEur: number | null): JudgedCustomer => ({
  probability,
  churned,
  monthlyMarginEur,
});

/**
 * Worked with a pencil at a save rate of 0.3, over 12 and 12 months, called from 0.25 on.
 *
 *     row  p     left  margin  tier's offer: cost, promised, realised   medium offer: cost, realised
 *     0    0.90  yes    40     120   129.60 - 120 =   9.60   144 - 120 =  24       72    72
 *     1    0.81  no     40     120   116.64 - 120 =  -3.36         0 - 120 = -120  72   -72
 *     2    0.70  yes    20      36    50.40 -  36 =  14.40    72 -  36 =  36       36    36
 *     3    0.50  no     10       6    18.00 -   6 =  12.00     0 -   6 =  -6       18   -18
 *     4    0.30  yes   100     none                                               180   180
 *     5    0.95  yes    -5     none: brings a loss                                  0   -18
 *     6    0.95  yes     -     nobody knows
 *     7    0.10  no     50     none                                               none
 *     8    0.70  no      0       0     0                      0                     0     0
 */
const customers = [
  judged(0.9, true, 40),
  judged(0.81, false, 40),
  judged(0.7, true, 20),
  judged(0.5, false, 10),
  judged(0.3, true, 100),
  judged(0.95, true, -5),
  judged(0.95, true, null),
  judged(0.1, false, 50),
  judged(0.7, false, 0),
];
const terms = { policy: offerPolicy, threshold: 0.25 };
const options = { resamples: 200, confidence: 0.95, seed: 5 };

describe("the offers of a policy", () => {
  it.each([
    ["no_offers", ["-", "-", "-", "-", "-", "-", "-", "-", "-"]],
    ["tier_rule", ["large", "large", "medium", "small", "-", "-", "-", "-", "medium"]],
    ["threshold", ["medium", "medium", "medium", "medium", "medium", "medium", "-", "-", "medium"]],
    ["impact", ["large", "-", "medium", "small", "-", "-", "-", "-", "-"]],
  ] as const)("%s are worked by hand", (name, offers) => {
    expect(
      customers.map((each) =>
        offerUnder(name, each, terms)
          .replace(/^offer_/, "")
          .replace("no_offer", "-"),
      ),
    ).toEqual(offers);
  });

  it("are called at exactly the threshold", () => {
    expect(offerUnder("threshold", judged(0.25, true, 1), terms)).toBe("offer_medium");
    expect(offerUnder("threshold", judged(0.2499, true, 1), terms)).toBe("no_offer");
  });

  it("are judged one by one", () => {
    expect(offersUnder("tier_rule", customers, terms)).toEqual([
      { row: 0, costEur: 120, expectedEur: expect.closeTo(9.6, 9), realisedEur: expect.closeTo(24, 9) },
      { row: 1, costEur: 120, expectedEur: expect.closeTo(-3.36, 9), realisedEur: -120 },
      { row: 2, costEur: 36, expectedEur: expect.closeTo(14.4, 9), realisedEur: expect.closeTo(36, 9) },
      { row: 3, costEur: 6, expectedEur: expect.closeTo(12, 9), realisedEur: -6 },
      { row: 8, costEur: 0, expectedEur: 0, realisedEur: 0 },
    ]);
    const medium = offersUnder("threshold", customers, terms);
    expect(medium.map(({ row, realisedEur }) => [row, Math.round(realisedEur * 1e6) / 1e6])).toEqual([
      [0, 72],
      [1, -72],
      [2, 36],
      [3, -18],
      [4, 180],
      [5, -18],
      [8, 0],
    ]);
  });
});

describe("the comparison of policies", () => {
  const compared = comparePolicies(customers, terms, options);
  const result = (name: PolicyName) => compared.policies.find(({ policy }) => policy === name);

  it.each([
    // offers, of them to leavers, cost, promised, realised, against the tier rule
    ["no_offers", 0, 0, 0, 0, 0, 66],
    // 24 - 120 + 36 - 6 + 0
    ["tier_rule", 5, 2, 282, 32.64, -66, null],
    ["threshold", 7, 4, 378, Number.NaN, 180, 246],
    // 24 + 36 - 6
    ["impact", 3, 2, 162, 36, 54, 120],
  ] as const)("is worked by hand: %s", (name, offers, churners, cost, promised, value, ahead) => {
    const found = result(name);
    expect(found).toMatchObject({ offers, churners });
    expect(found?.costEur).toBeCloseTo(cost, 9);
    if (!Number.isNaN(promised)) expect(found?.expectedEur).toBeCloseTo(promised, 9);
    expect(found?.valueEur.value).toBeCloseTo(value, 9);
    if (ahead === null) expect(found?.toTierRuleEur).toBeNull();
    else expect(found?.toTierRuleEur?.value).toBeCloseTo(ahead, 9);
  });

  it("says under what it was made", () => {
    expect(compared).toMatchObject({
      assumptions: { saveRate: 0.3, horizonMonths: 12, offerMonths: 12, threshold: 0.25 },
      customers: 9,
      marginUnknown: 1,
    });
    expect(policyComparisonSchema.parse(JSON.parse(JSON.stringify(compared)))).toEqual(compared);
  });

  it("tries every save rate with every horizon, and decides anew under each", () => {
    const { saveRates, horizonsMonths } = comparedAssumptions;
    expect(compared.sensitivity.map(({ saveRate, horizonMonths }) => [horizonMonths, saveRate])).toEqual(
      horizonsMonths.flatMap((months) => saveRates.map((rate) => [months, rate])),
    );
    const at = (rate: number, months: number, name: PolicyName) =>
      compared.sensitivity
        .find(({ saveRate, horizonMonths }) => saveRate === rate && horizonMonths === months)
        ?.policies.find(({ policy }) => policy === name);
    // At 5 % over 12 months no offer pays: 0.05 x p is less than every share. The tier rule makes them all the same:
    // 0.05 x 12 x (40 + 20) - 282.
    expect(at(0.05, 12, "impact")).toMatchObject({ offers: 0, valueEur: { value: 0, low: 0, high: 0 } });
    expect(at(0.05, 12, "tier_rule")?.offers).toBe(5);
    expect(at(0.05, 12, "tier_rule")?.valueEur.value).toBeCloseTo(-246, 9);
    expect(at(0.05, 12, "impact")?.toTierRuleEur?.value).toBeCloseTo(246, 9);
    // At 50 % over two years all offers of the tiers pay but the one that is nothing: 0.5 x 24 x 60 - 282.
    expect(at(0.5, 24, "impact")?.offers).toBe(4);
    expect(at(0.5, 24, "impact")?.valueEur.value).toBeCloseTo(438, 9);
    expect(at(0.5, 24, "impact")?.toTierRuleEur).toEqual({ value: 0, low: 0, high: 0 });
    // The cell of the assumptions in force is the result in force.
    expect(at(0.3, 12, "impact")?.valueEur).toEqual(result("impact")?.valueEur);
  });

  it("holds policies against each other on the same draws: where they make the same offers nothing is left", () => {
    const many = Array.from({ length: 400 }, (_, row) => judged((row % 100) / 100, row % 3 === 0, row % 23));
    const { policies } = comparePolicies(
      many,
      { policy: { ...offerPolicy, saveRate: 1 }, threshold: 0.4 },
      options,
    );
    const [, tierRule, , impact] = policies;
    expect(tierRule?.valueEur.low).toBeLessThan(tierRule?.valueEur.high ?? Number.NaN);
    expect(impact?.toTierRuleEur).toEqual({ value: 0, low: 0, high: 0 });
  });

  it("has intervals as wide as the sum's standard error says, the number of churners being uncertain, too", () => {
    // All alike but for the outcome: each gets the large offer. A leaver earns 0.3 x 40 x 12 - 120 = 24, who stays costs 120.
    const [rows, churners] = [1000, 300];
    const alike = Array.from({ length: rows }, (_, row) => judged(0.9, row < churners, 40));
    const { policies } = comparePolicies(alike, terms, { resamples: 2000, confidence: 0.95, seed: 5 });
    const { valueEur } = policies.find(({ policy }) => policy === "tier_rule") ?? {};
    expect(valueEur?.value).toBeCloseTo(churners * 24 - (rows - churners) * 120, 6);
    const share = churners / rows;
    const standardError = (24 + 120) * Math.sqrt(rows * share * (1 - share));
    const width = (valueEur?.high ?? 0) - (valueEur?.low ?? 0);
    // Of 2,000 resamples a quantile at 2.5 % is some 5 % off.
    expect(width / (2 * 1.96 * standardError)).toBeGreaterThan(0.9);
    expect(width / (2 * 1.96 * standardError)).toBeLessThan(1.1);
  });

  it("is the same each time", () => {
    expect(comparePolicies(customers, terms, options)).toEqual(compared);
  });
});

describe("offers by expected gain", () => {
  const someone = fc.record({
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    churned: fc.boolean(),
    monthlyMarginEur: fc.option(fc.double({ min: -50, max: 500, noNaN: true })),
  });
  const assumed = fc.record({
    saveRate: fc.double({ min: 0, max: 1, noNaN: true }),
    horizonMonths: fc.integer({ min: 1, max: 36 }),
  });

  it("promise no less than any other policy that makes offers by tier, whoever the customers are", () => {
    fc.assert(
      fc.property(fc.array(someone, { maxLength: 40 }), assumed, (some, changes) => {
        const policy: OfferPolicy = { ...offerPolicy, ...changes };
        const promised = (name: PolicyName) =>
          offersUnder(name, some, { policy, threshold: 0.3 }).reduce(
            (total, { expectedEur }) => total + expectedEur,
            0,
          );
        expect(promised("impact")).toBeGreaterThanOrEqual(0);
        expect(promised("impact")).toBeGreaterThanOrEqual(promised("tier_rule") - 1e-6);
        for (const { expectedEur } of offersUnder("impact", some, { policy, threshold: 0.3 }))
          expect(expectedEur).toBeGreaterThan(0);
      }),
    );
  });

  it("earn what they promise where probabilities are true, and no less than the tier rule at any save rate", () => {
    // At each probability p, in steps of 1 %, p of 100 customers leave.
    const calibrated = Array.from({ length: 101 }, (_, percent) =>
      Array.from({ length: 100 }, (__, place) => judged(percent / 100, place < percent, 10 + (percent % 7))),
    ).flat();
    const { policies, sensitivity } = comparePolicies(calibrated, terms, { ...options, resamples: 100 });
    for (const { valueEur, expectedEur } of policies) expect(valueEur.value).toBeCloseTo(expectedEur, 6);
    for (const { saveRate, horizonMonths, policies: tried } of sensitivity) {
      const impact = tried.find(({ policy }) => policy === "impact");
      expect(impact?.toTierRuleEur?.value, `${saveRate}, ${horizonMonths}`).toBeGreaterThanOrEqual(-1e-6);
      expect(impact?.valueEur.value, `${saveRate}, ${horizonMonths}`).toBeGreaterThanOrEqual(-1e-6);
    }
    expect(policyNames).toHaveLength(policies.length);
  });
});
