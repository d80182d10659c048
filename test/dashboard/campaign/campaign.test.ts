import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { segments } from "../../../configs/segments.ts";
import { sharedFolder } from "../../support/folders.ts";
import { decisionOf, lakeOf, madeUpCustomers } from "../scored-lake.ts";
import { serve } from "../serve.ts";
import { askedCampaign } from "./asked-campaign.ts";
import { campaignOf, nearly, type Terms } from "./expected-campaign.ts";

const decisions = madeUpCustomers(700).map(decisionOf);
const served = await serve((await lakeOf(decisions, sharedFolder())).root, { atEnd: afterAll });
const control = new Set(
  decisions.filter(({ recommendation }) => recommendation.controlGroup).map(({ score }) => score.customerId),
);

/** In steps of a tenth of a percent: as many as people type, and all of them exact in an address. */
const saveRate = fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 1000);
const everyBudget = campaignOf(decisions, { saveRate: 1 }).totals.payable_cost;
const budget = fc.oneof(
  fc.integer({ min: 0, max: Math.ceil(everyBudget * 1.1) }),
  fc.double({ min: 0, max: everyBudget, noNaN: true }).map((euros) => Math.round(euros * 100) / 100),
);
const narrowing = fc.record({
  segments: fc.subarray([...segments]),
  actions: fc.subarray(["offer_small", "offer_medium", "offer_large"]),
  tiers: fc.subarray(["medium", "high", "critical"] as const),
});
const terms: fc.Arbitrary<Terms> = fc
  .tuple(narrowing, fc.option(budget), fc.option(saveRate))
  .map(([narrow, euros, rate]) => ({
    ...narrow,
    ...(euros === null ? {} : { budget: euros }),
    ...(rate === null ? {} : { saveRate: rate }),
  }));

describe("a campaign", () => {
  it("is what the formula says, on any terms: the same offers in the same order, the same sums", async () => {
    await fc.assert(
      fc.asyncProperty(terms, async (asked) => {
        const { totals, items } = await askedCampaign(served, asked);
        const expected = campaignOf(decisions, asked);
        expect(totals).toEqual(nearly(expected.totals));
        expect(items).toEqual(expected.chosen.map((row) => nearly(row)));
      }),
      { numRuns: 100 },
    );
  });

  it("costs no more than its budget, and no offer that it leaves out would fit", async () => {
    await fc.assert(
      fc.asyncProperty(budget, saveRate, async (euros, rate) => {
        const { totals, items } = await askedCampaign(served, { budget: euros, saveRate: rate });
        expect(totals.cost).toBeLessThanOrEqual(euros + 1e-6);
        const made = new Set(items.map(({ customer_id }) => customer_id));
        const left = campaignOf(decisions, { saveRate: rate }).payable.filter(
          ({ customer_id }) => !made.has(customer_id),
        );
        for (const { offer_cost } of left) expect(totals.cost + offer_cost).toBeGreaterThan(euros - 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it("holds no offer that does not pay, nobody of the control group, and the best first", async () => {
    await fc.assert(
      fc.asyncProperty(terms, async (asked) => {
        const { items } = await askedCampaign(served, asked);
        for (const [place, row] of items.entries()) {
          expect(row.impact).toBeGreaterThan(0);
          expect(row.offer_cost).toBeGreaterThan(0);
          expect(control).not.toContain(row.customer_id);
          expect(row.rank).toBe(place + 1);
          const before = items[place - 1]?.impact_per_euro ?? Number.POSITIVE_INFINITY;
          expect(row.impact_per_euro).toBeLessThanOrEqual(before + 1e-9);
        }
        expect(new Set(items.map(({ customer_id }) => customer_id)).size).toBe(items.length);
      }),
      { numRuns: 60 },
    );
  });

  it("earns no less with a larger budget, and no less than offers made by impact per euro alone", async () => {
    await fc.assert(
      fc.asyncProperty(budget, budget, saveRate, async (one, other, rate) => {
        const [less, more] = await Promise.all(
          [Math.min(one, other), Math.max(one, other)].map((euros) =>
            askedCampaign(served, { budget: euros, saveRate: rate }),
          ),
        );
        const { payable } = campaignOf(decisions, { saveRate: rate });
        const byEuro: (typeof payable)[number][] = [];
        let room = Math.min(one, other);
        for (const offer of payable) {
          room -= offer.offer_cost;
          if (room < 0) break;
          byEuro.push(offer);
        }
        const earned = byEuro.reduce((total, { impact }) => total + impact, 0);
        expect(less?.totals.impact).toBeGreaterThanOrEqual(earned - 1e-9);
        expect(more?.totals.impact).toBeGreaterThanOrEqual((less?.totals.impact ?? 0) - 1e-9);
        expect(more?.totals.payable).toBe(less?.totals.payable);
      }),
      { numRuns: 40 },
    );
  });

  it("pays for no fewer customers where offers keep more of them", async () => {
    await fc.assert(
      fc.asyncProperty(saveRate, saveRate, async (one, other) => {
        const [less, more] = await Promise.all(
          [Math.min(one, other), Math.max(one, other)].map((rate) =>
            askedCampaign(served, { saveRate: rate }),
          ),
        );
        expect(more?.totals.offers).toBeGreaterThanOrEqual(less?.totals.offers ?? Number.NaN);
        expect(more?.totals.impact).toBeGreaterThanOrEqual((less?.totals.impact ?? Number.NaN) - 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it("counts everybody whom it could reach once: offers that pay, that do not, and the control group", async () => {
    const reachable = campaignOf(decisions, { saveRate: 1 });
    const all = reachable.totals.payable + reachable.totals.not_worth_it + reachable.totals.control;
    await fc.assert(
      fc.asyncProperty(saveRate, async (rate) => {
        const { totals } = await askedCampaign(served, { saveRate: rate });
        const { payable, not_worth_it, control: kept } = totals;
        // Whoever is in the control group and would get no offer is neither.
        expect(payable + not_worth_it + kept).toBeLessThanOrEqual(all);
        expect(payable + not_worth_it).toBe(reachable.totals.payable + reachable.totals.not_worth_it);
      }),
      { numRuns: 30 },
    );
  });
});
