import fc from "fast-check";
import { expect, it } from "vitest";
import { workOut } from "../../../dashboard/data/campaign.ts";
import { campaignSchema } from "../../../dashboard/data/campaign-terms.ts";
import type { Offerable } from "../../../dashboard/data/offerable.ts";

/** A campaign over any customers whatever, without a lake. */

interface Reachable {
  readonly probability: number;
  readonly margin: number;
  /** Share of the margin that the offer costs. */
  readonly share: number;
  readonly segment: number;
  readonly control: number;
}

/** As the table `offerable` keeps them: by what the margin at risk is to the cost of the offer. */
function offerable(customers: readonly Reachable[]): Offerable {
  const cost = ({ share, margin }: Reachable) => share * margin * 12;
  const worth = (each: Reachable) => (each.probability * each.margin) / cost(each);
  const sorted = customers.toSorted((one, other) => worth(other) - worth(one));
  return {
    count: sorted.length,
    place: Int32Array.from(sorted.keys()),
    probability: Float64Array.from(sorted, ({ probability }) => probability),
    margin: Float64Array.from(sorted, ({ margin }) => margin),
    cost: Float64Array.from(sorted, cost),
    offer: Uint8Array.from(sorted, ({ share }) => (share > 0.2 ? 2 : share > 0.1 ? 1 : 0)),
    segment: Uint8Array.from(sorted, ({ segment }) => segment),
    tier: Uint8Array.from(sorted, ({ share }) => (share > 0.2 ? 3 : share > 0.1 ? 2 : 1)),
    control: Uint8Array.from(sorted, ({ control }) => control),
  };
}

const someone: fc.Arbitrary<Reachable> = fc.record({
  probability: fc.double({ min: 0.4, max: 1, noNaN: true }),
  margin: fc.double({ min: 0.01, max: 1_000, noNaN: true }),
  share: fc.oneof(fc.constantFrom(0.05, 0.15, 0.25), fc.double({ min: 0.001, max: 1, noNaN: true })),
  segment: fc.nat(2),
  control: fc.constantFrom(0, 0, 0, 1),
});

it("makes no offer that is not expected to pay, and none to the control group, on any terms", () => {
  fc.assert(
    fc.property(
      fc.array(someone, { maxLength: 60 }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.integer({ min: 1, max: 48 }),
      fc.option(fc.double({ min: 0, max: 20_000, noNaN: true })),
      (customers, saveRate, horizon, budget) => {
        const among = offerable(customers);
        const terms = campaignSchema.parse({
          save_rate: saveRate,
          ...(budget === null ? {} : { budget }),
        });
        const { chosen, totals } = workOut(among, terms, horizon);
        let [cost, impact] = [0, 0];
        for (const index of chosen) {
          const [probability = 0, margin = 0, costs = 0] = [
            among.probability[index],
            among.margin[index],
            among.cost[index],
          ];
          const earns = probability * (saveRate / 100) * margin * horizon - costs;
          expect(earns).toBeGreaterThan(0);
          expect(among.control[index]).toBe(0);
          cost += costs;
          impact += earns;
        }
        expect(totals.offers).toBe(chosen.length);
        expect(totals.cost).toBeCloseTo(cost, 6);
        expect(totals.impact).toBeCloseTo(impact, 6);
        expect(cost).toBeLessThanOrEqual((budget ?? Number.POSITIVE_INFINITY) * (1 + 1e-9));
        expect(totals.payable + totals.not_worth_it).toBe(among.control.filter((is) => is === 0).length);
        expect(totals.shortfall).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 500 },
  );
});

it("counts a kept customer's margin over the horizon asked for", () => {
  const one = offerable([{ probability: 0.5, margin: 10, share: 0.05, segment: 0, control: 0 }]);
  // 0.5 x 0.3 x 10 EUR x months - 0.05 x 10 EUR x 12 months.
  expect(workOut(one, campaignSchema.parse({}), 24).totals.impact).toBeCloseTo(30, 9);
  expect(workOut(one, campaignSchema.parse({})).totals.impact).toBeCloseTo(12, 9);
  expect(workOut(one, campaignSchema.parse({}), 4).totals.offers).toBe(0);
});
