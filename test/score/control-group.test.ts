import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelPolicy } from "../../configs/model-policy.ts";
import { type OfferPolicy, offerPolicy } from "../../configs/offers.ts";
import { makeWorld } from "../../runtime/demo/world.ts";
import { splitCustomers } from "../../runtime/model/folds.ts";
import { inControlGroup } from "../../runtime/score/control-group.ts";
import { recommend } from "../../runtime/score/recommend.ts";
import { chiSquareHomogeneity } from "../../runtime/statistics/chi-square.ts";

/** As the demo writes them. */
const demoIds = Array.from({ length: 20_099 }, (_, index) => `C${String(index + 1).padStart(5, "0")}`);
const membersOf = (ids: readonly string[], seed: number, share = 0.1) =>
  ids.filter((id) => inControlGroup(id, { share, seed }));
/** From Python's hashlib. */
const firstMembers = ["C00075", "C00079", "C00093", "C00095", "C00096"];

describe("the control group", () => {
  const kindsOfIds: Readonly<Record<string, readonly string[]>> = {
    "of the demo": demoIds,
    "that are numbers": demoIds.map((_, index) => String(9_000_000 + 7 * index)),
    "that are long and begin alike": demoIds.map((id) => `ES-customer-of-long-standing-${id}`),
  };

  it.each(Object.entries(kindsOfIds))("holds its share of customers with ids %s", (_, ids) => {
    // Of 60 draws one in 160 would lie outside by chance: a binomial count within four standard deviations.
    for (const share of [0.02, 0.1, 0.5, 0.9])
      for (const seed of [1, 42, 43, 2024, -7]) {
        const expected = ids.length * share;
        const deviation = Math.sqrt(expected * (1 - share));
        expect(Math.abs(membersOf(ids, seed, share).length - expected)).toBeLessThan(4 * deviation);
      }
  });

  it("is empty at a share of 0, and everybody at 1", () => {
    expect(membersOf(demoIds, 42, 0)).toEqual([]);
    expect(membersOf(demoIds, 42, 1)).toEqual(demoIds);
  });

  it("is the one that earlier runs drew: another would break every comparison with them", () => {
    expect(offerPolicy.controlGroup).toEqual({ share: 0.1, seed: 42 });
    expect(membersOf(demoIds, 42).slice(0, 5)).toEqual(firstMembers);
  });

  it("is the same for a customer whoever else there is and in whatever order, and grows with its share", () => {
    const whole = new Set(membersOf(demoIds, 42));
    const others = fc.tuple(fc.nat(demoIds.length - 50), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(others, ([from, count]) => {
        const some = demoIds.slice(from, from + count);
        expect(membersOf(some, 42)).toEqual(some.filter((id) => whole.has(id)));
        expect(membersOf(some.toReversed(), 42)).toEqual(membersOf(some, 42).toReversed());
      }),
    );
    const larger = new Set(membersOf(demoIds, 42, 0.2));
    expect([...whole].every((id) => larger.has(id))).toBe(true);
  });

  it("is another one for another seed: the two share about a tenth of themselves", () => {
    const other = new Set(membersOf(demoIds, 43));
    expect(Math.abs(membersOf(demoIds, 42).filter((id) => other.has(id)).length - 200)).toBeLessThan(60);
  });

  it("depends on no run and no model: whatever they say of customers, the same ones are in it", () => {
    const someone = fc.record({
      customerId: fc.constantFrom(...demoIds.slice(0, 400)),
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
      segment: fc.constantFrom("Residential", "SME", "Corporate", "Unknown"),
      monthlyMarginEur: fc.option(fc.double({ min: -50, max: 500, noNaN: true })),
      drivers: fc.constantFrom([], [{ feature: "segment", contribution: 1 }]),
    });
    const changed = fc.record({
      saveRate: fc.double({ min: 0, max: 1, noNaN: true }),
      horizonMonths: fc.integer({ min: 1, max: 36 }),
    });
    fc.assert(
      fc.property(someone, changed, (who, terms) => {
        const policy: OfferPolicy = { ...offerPolicy, ...terms };
        const { controlGroup } = recommend(who, policy);
        expect(controlGroup).toBe(inControlGroup(who.customerId, offerPolicy.controlGroup));
      }),
    );
  });
});

describe("the control group is a fair sample", () => {
  const { customers, churn } = makeWorld(42, demoIds.length);
  const labelled = customers.map(({ id }, index) => ({
    customerId: id,
    churn: churn[index] === true ? (1 as const) : (0 as const),
    inControl: inControlGroup(id, offerPolicy.controlGroup),
  }));
  /** How the members and the others spread over some levels. */
  const spread = (levelOf: (customer: (typeof labelled)[number], index: number) => number, levels: number) =>
    [true, false].map((inControl) => {
      const counts = Array.from({ length: levels }, () => 0);
      for (const [index, customer] of labelled.entries())
        if (customer.inControl === inControl) {
          const level = levelOf(customer, index);
          counts[level] = (counts[level] ?? 0) + 1;
        }
      return counts;
    });
  /** The chance that two samples of the same customers differ as much. */
  const chance = ([members = [], others = []]: readonly (readonly number[])[]) =>
    chiSquareHomogeneity(members, others).pValue;

  it("would be found out if it took one churner in eight instead of one in ten", () => {
    const members = [250, 1760];
    const others = [1752, 16_337];
    expect(chance([members, others])).toBeLessThan(0.001);
  });

  it("holds churners as all customers do", () => {
    expect(chance(spread(({ churn: left }) => left, 2))).toBeGreaterThan(0.001);
  });

  it("holds segments as all customers do", () => {
    const names = ["Residential", "SME", "Corporate"];
    expect(
      chance(spread((_, index) => names.indexOf(customers[index]?.segment ?? ""), names.length)),
    ).toBeGreaterThan(0.001);
  });

  // The model's own seed, by default the same number, and others.
  it.each([42, 1, 7])("is spread over holdout and folds as the others are, with seed %d", (seed) => {
    const { holdoutShare, folds } = modelPolicy.split;
    const parts = new Map(
      splitCustomers(labelled, { seed, holdoutShare, folds }).map(({ customerId, fold }) => [
        customerId,
        fold ?? folds,
      ]),
    );
    expect(
      chance(spread(({ customerId }) => parts.get(customerId) ?? Number.NaN, folds + 1)),
    ).toBeGreaterThan(0.001);
  });
});
