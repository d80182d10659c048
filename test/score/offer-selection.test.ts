import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../runtime/demo/random.ts";
import type { RankedOffers } from "../../runtime/score/offer-core.ts";
import { selectOffers } from "../../runtime/score/offer-selection.ts";

/** Cost and impact of one offer, in EUR. */
type Offer = readonly [cost: number, impact: number];

const perEuro = ([cost, impact]: Offer) => impact / cost;

/** Offers as they are chosen from: the most impact per euro first, others in the order given. */
function ranked(offers: readonly Offer[]): RankedOffers {
  const sorted = offers.toSorted((one, other) => perEuro(other) - perEuro(one));
  return {
    cost: Float64Array.from(sorted, ([cost]) => cost),
    impact: Float64Array.from(sorted, ([, impact]) => impact),
  };
}

const sum = (values: Float64Array, places: Iterable<number>) =>
  Array.from(places, (place) => values[place] ?? Number.NaN).reduce((total, value) => total + value, 0);

/** The largest impact that any list within the budget has: every list is tried. */
function bruteForce({ cost, impact }: RankedOffers, budget: number): number {
  let best = 0;
  for (let list = 0; list < 2 ** cost.length; list += 1) {
    const places = Array.from(cost.keys()).filter((place) => (list >> place) & 1);
    // A budget is used up where it is, but for the last bits of a sum.
    if (sum(cost, places) <= budget * (1 + 1e-11)) best = Math.max(best, sum(impact, places));
  }
  return best;
}

/** By impact per euro, as long as the money lasts. */
function greedy({ cost, impact }: RankedOffers, budget: number): number {
  let [spent, earned] = [0, 0];
  for (const [place, costs] of cost.entries()) {
    if (spent + costs > budget) break;
    spent += costs;
    earned += impact[place] ?? 0;
  }
  return earned;
}

const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true });
const anyOffers = (offer: fc.Arbitrary<Offer>) => fc.array(offer, { maxLength: 13 });
const cents = fc.integer({ min: 1, max: 5_000 }).map((amount) => amount / 100);

/** Offers of the kinds that are hard to choose among. */
const offers: Readonly<Record<string, fc.Arbitrary<readonly Offer[]>>> = {
  "of any kind": anyOffers(fc.tuple(positive(500), positive(500))),
  "in cents": anyOffers(fc.tuple(cents, cents)),
  "that are all worth the same per euro": anyOffers(cents.map((cost) => [cost, cost / 2])),
  "that earn what they cost and a little": anyOffers(cents.map((cost) => [cost, cost + 1])),
  "that cost next to nothing": anyOffers(
    fc.tuple(fc.integer({ min: 1, max: 9 }), positive(1)).map(([cost, earns]) => [cost / 1e9, earns / 1e9]),
  ),
  "of which many are the same": anyOffers(fc.constantFrom([3, 2], [3, 2], [5, 3.5], [7, 4])),
  "with one beyond every budget": anyOffers(fc.tuple(cents, cents)).map((some) => [...some, [1e7, 1e9]]),
};

/** From nothing over parts of what all offers cost to more than all. */
const budgetOf = (all: RankedOffers, share: number) => {
  const costs = all.cost.filter((cost) => cost < 1e6);
  return share * costs.reduce((total, cost) => total + cost, 0);
};
const shares = fc.oneof(fc.constantFrom(0, 0.5, 1, 1.1), fc.double({ min: 0, max: 1.1, noNaN: true }));

describe("the offers that a budget buys", () => {
  it.each(Object.entries(offers))("earn as much as any list can: offers %s", (_, some) => {
    fc.assert(
      fc.property(some, shares, (given, share) => {
        const all = ranked(given);
        const budget = budgetOf(all, share);
        const { chosen, shortfallEur } = selectOffers(all, budget);
        const best = bruteForce(all, budget);
        expect(shortfallEur).toBe(0);
        expect(sum(all.impact, chosen)).toBeGreaterThanOrEqual(best * (1 - 1e-9));
        expect(sum(all.cost, chosen)).toBeLessThanOrEqual(budget * (1 + 2e-11));
        expect([...chosen]).toEqual([...new Set(chosen)].toSorted((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  it("are the best of fifteen", () => {
    const fifteen = fc.array(fc.tuple(cents, cents), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(fifteen, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const all = ranked(given);
        const budget = budgetOf(all, share);
        expect(sum(all.impact, selectOffers(all, budget).chosen)).toBeCloseTo(bruteForce(all, budget), 9);
      }),
      { numRuns: 8 },
    );
  });

  // Per euro: 2, 1.4, 0.5, 0.08.
  const four = ranked([
    [6, 12],
    [60, 84],
    [36, 18],
    [120, 9.6],
  ]);
  it.each([
    [Number.POSITIVE_INFINITY, [0, 1, 2, 3]],
    [222, [0, 1, 2, 3]],
    [221.99, [0, 1, 2]],
    [66, [0, 1]],
    // By impact per euro 6 would be spent on the first, and then 36 on the third: 30 instead of 84.
    [65.99, [1]],
    [59.99, [0, 2]],
    [5.99, []],
    [0, []],
  ])("of EUR %d are worked by hand", (budget, places) => {
    expect([...selectOffers(four, budget).chosen]).toEqual(places);
  });

  it("use up a budget whose sum has rounding in its last bits", () => {
    // 0.1 + 0.2 is more than 0.3 as computers add.
    const tenths = ranked([
      [0.1, 1],
      [0.2, 1],
    ]);
    expect([...selectOffers(tenths, 0.3).chosen]).toEqual([0, 1]);
  });

  it("are the same ones each time, also where several lists are worth the same", () => {
    const same = ranked(Array.from({ length: 9 }, () => [2, 3]));
    for (let times = 0; times < 3; times += 1) expect([...selectOffers(same, 7).chosen]).toEqual([0, 1, 2]);
  });

  it.each([
    ["one that costs nothing", [0], [1], "An offer must cost and earn something."],
    ["one that does not pay", [1], [0], "An offer must cost and earn something."],
    ["one whose worth nobody knows", [1], [Number.NaN], "An offer must cost and earn something."],
    ["the best one last", [1, 1], [1, 2], "Offers must be ranked by impact per euro."],
    ["a cost too many", [1, 1], [1], "There must be one impact for each cost."],
  ])("are not chosen among offers with %s", (_, cost, impact, fault) => {
    const wrong = { cost: Float64Array.from(cost), impact: Float64Array.from(impact) };
    expect(() => selectOffers(wrong, 10)).toThrow(new RangeError(fault));
  });
});

describe("among thousands of offers", () => {
  /** Margins as they are spread in a demo, and probabilities in steps where there are any: then many are worth the same. */
  const many = (count: number, steps?: number): RankedOffers => {
    const random = randomStream(11, `offers of ${count}`);
    return ranked(
      Array.from({ length: count }, (): Offer => {
        const drawn = random.uniform(0.4, 1);
        const probability = steps === undefined ? drawn : Math.round(drawn * steps) / steps;
        const share = probability < 0.6 ? 0.05 : probability < 0.8 ? 0.15 : 0.25;
        const yearly = Math.exp(random.normal(3, 1)) * 12;
        return [share * yearly, probability * 0.3 * yearly - share * yearly];
      }).filter(([, impact]) => impact > 0),
    );
  };

  it.each([
    [3_000, undefined],
    [3_000, 50],
    [40_000, undefined],
    [40_000, 100],
  ])("%d of them, probabilities in %s steps: the gap is within the certificate", (count, steps) => {
    const all = many(count, steps);
    const total = sum(all.cost, all.cost.keys());
    for (const share of [0.001, 0.02, 0.3, 0.7, 0.99]) {
      const budget = total * share;
      const { chosen, shortfallEur } = selectOffers(all, budget);
      const earned = sum(all.impact, chosen);
      expect(sum(all.cost, chosen)).toBeLessThanOrEqual(budget * (1 + 2e-11));
      expect(earned).toBeGreaterThanOrEqual(greedy(all, budget) - 1e-6);
      // With twenty times the work the best list, or a better bound: neither contradicts what was said.
      const longer = selectOffers(all, budget, 4_000_000);
      const better = sum(all.impact, longer.chosen);
      expect(better).toBeGreaterThanOrEqual(earned - 1e-6);
      expect(better).toBeLessThanOrEqual(earned + shortfallEur + 1e-6);
      // A cent in thousands of euros.
      expect(shortfallEur).toBeLessThan(0.05);
    }
  });

  it("says how far from the best the list may be, also where there is no time to look for it", () => {
    const all = many(3_000);
    for (const share of [0.01, 0.2, 0.8]) {
      const budget = sum(all.cost, all.cost.keys()) * share;
      const best = selectOffers(all, budget);
      expect(best.shortfallEur).toBe(0);
      const hasty = selectOffers(all, budget, 1);
      const lacking = sum(all.impact, best.chosen) - sum(all.impact, hasty.chosen);
      expect(hasty.shortfallEur).toBeGreaterThan(0);
      expect(hasty.shortfallEur).toBeGreaterThanOrEqual(lacking - 1e-9);
    }
  });

  it("leaves out no offer that would still fit", () => {
    const all = many(3_000);
    for (const share of [0.003, 0.1, 0.6]) {
      const budget = sum(all.cost, all.cost.keys()) * share;
      const taken = new Set(selectOffers(all, budget, 1).chosen);
      const room = budget - sum(all.cost, taken);
      const left = all.cost.filter((_, place) => !taken.has(place));
      expect(Math.min(...left)).toBeGreaterThan(room - 1e-6);
    }
  });
});
