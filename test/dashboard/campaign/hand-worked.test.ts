import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { campaignOf as workedOut } from "../../../dashboard/data/campaign.ts";
import { campaignSchema } from "../../../dashboard/data/campaign-terms.ts";
import { FolderSource } from "../../../dashboard/lake/folder-source.ts";
import { OpenRun } from "../../../dashboard/lake/open-run.ts";
import { currentRun } from "../../../runtime/pipeline/current-run.ts";
import { decisionOf, lakeOf, type MadeUpCustomer, madeUpCustomers } from "../scored-lake.ts";
import { serve, visibleText } from "../serve.ts";
import { askedCampaign } from "./asked-campaign.ts";
import { campaignOf, nearly } from "./expected-campaign.ts";

const customer = (id: string, probability: number, margin: number | null): MadeUpCustomer => ({
  id,
  probability,
  margin,
  segment: "SME",
  channel: "Office",
  part: "unseen",
  drivers: [],
});

/**
 * Worked with a pencil, at a save rate of 0.3 over 12 months. None of the ids falls into the control group.
 *
 *     id  tier      p     margin  cost                    kept                      impact   per euro
 *     A1  medium    0.50   10     0.05 x 10 x 12 =   6    0.5 x 0.3 x 10 x 12 = 18    12      2.00
 *     A2  medium    0.40  100     0.05 x 100 x 12 = 60    0.4 x 0.3 x 1200 = 144      84      1.40
 *     A3  high      0.75   20     0.15 x 20 x 12 =  36    0.75 x 0.3 x 240 = 54       18      0.50
 *     A4  critical  0.90   40     0.25 x 40 x 12 = 120    0.9 x 0.3 x 480 = 129.60     9.60   0.08
 *     A5  critical  0.80   40     0.25 x 40 x 12 = 120    0.8 x 0.3 x 480 = 115.20    -4.80   not worth it
 *     A6  low       0.39  500     no offer goes with the tier
 *     A7  critical  0.95   -5     brings a loss
 *     A8  critical  0.95    -     nobody knows
 *     A9  high      0.70    0     costs nothing, earns nothing
 */
const customers = [
  customer("A1", 0.5, 10),
  customer("A2", 0.4, 100),
  customer("A3", 0.75, 20),
  customer("A4", 0.9, 40),
  customer("A5", 0.8, 40),
  customer("A6", 0.39, 500),
  customer("A7", 0.95, -5),
  customer("A8", 0.95, null),
  customer("A9", 0.7, 0),
];

describe("a campaign worked by hand", () => {
  const decisions = customers.map(decisionOf);

  it("nobody of it is in the control group", () => {
    expect(decisions.some(({ recommendation }) => recommendation.controlGroup)).toBe(false);
  });

  it.each([
    [undefined, ["A1", "A2", "A3", "A4"], 222, 123.6, 0.765, 345.6],
    [222, ["A1", "A2", "A3", "A4"], 222, 123.6, 0.765, 345.6],
    // The last offer does not fit by a cent.
    [221.99, ["A1", "A2", "A3"], 102, 114, 0.495, 216],
    [102, ["A1", "A2", "A3"], 102, 114, 0.495, 216],
    // A1 and A2 do not fit together. A1 has the most impact per euro, but with A3 it earns 30, and A2 alone 84.
    [65.99, ["A2"], 60, 84, 0.12, 144],
    [59.99, ["A1", "A3"], 42, 30, 0.375, 72],
    [6, ["A1"], 6, 12, 0.15, 18],
    [5.99, [], 0, 0, 0, 0],
    [0, [], 0, 0, 0, 0],
  ])("with a budget of %s EUR makes the offers %j", async (budget, ids, cost, impact, saved, margin) => {
    const served = await serve((await lakeOf(decisions)).root);
    const { totals, items } = await askedCampaign(served, budget === undefined ? {} : { budget });
    expect(items.map(({ customer_id }) => customer_id)).toEqual(ids);
    expect(totals).toEqual(
      nearly({
        offers: ids.length,
        cost,
        impact,
        saved,
        margin,
        payable: 4,
        payable_cost: 222,
        not_worth_it: 1,
        control: 0,
        shortfall: 0,
      }),
    );
  });

  it("with a save rate of 50 % makes the offer that was not worth it: 0.8 x 0.5 x 480 - 120 = 72", async () => {
    const served = await serve((await lakeOf(decisions)).root);
    const { totals, items } = await askedCampaign(served, { saveRate: 0.5 });
    expect(items.at(-1)).toMatchObject({
      customer_id: "A5",
      impact: expect.closeTo(72, 9),
      impact_per_euro: expect.closeTo(0.6, 9),
      timing_window: "immediate",
      reason_codes: ["critical_churn_risk", "churn_probability_above_80pct", "segment_sme"],
    });
    expect(totals).toMatchObject({ offers: 5, not_worth_it: 0, cost: expect.closeTo(342, 9) });
  });
});

describe("the campaign that is not narrowed", () => {
  // Probabilities repeat, as calibrated ones do.
  const decisions = madeUpCustomers(2_000)
    .map((made) => ({ ...made, probability: Math.round(made.probability * 50) / 50 }))
    .map(decisionOf);
  const inForce = decisions.filter(({ recommendation }) => recommendation.action !== "no_offer");
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

  it("makes exactly the offers that the recommendations in force make, at their cost and worth", async () => {
    const served = await serve((await lakeOf(decisions)).root);
    const { totals, items } = await askedCampaign(served, {});
    expect(inForce.length).toBeGreaterThan(300);
    expect(totals).toMatchObject({
      offers: inForce.length,
      cost: expect.closeTo(sum(inForce.map(({ recommendation }) => recommendation.value.costEur)), 6),
      impact: expect.closeTo(sum(inForce.map(({ recommendation }) => recommendation.value.impactEur)), 6),
    });
    const second = await served.get("/api/v1/recommendations?size=500&page=2");
    const rest = z.object({ items: z.array(z.unknown()) }).parse(JSON.parse(second.text)).items;
    const offers = z
      .array(
        z.object({
          customer_id: z.string(),
          action: z.string(),
          offer_cost: z.number(),
          impact: z.number(),
          timing_window: z.string(),
        }),
      )
      .parse([...items, ...rest]);
    const byId = new Map(offers.map((offer) => [offer.customer_id, offer]));
    expect(byId.size).toBe(inForce.length);
    for (const { score, recommendation } of inForce)
      expect(byId.get(score.customerId)).toEqual({
        customer_id: score.customerId,
        action: recommendation.action,
        timing_window: recommendation.timing,
        offer_cost: expect.closeTo(recommendation.value.costEur, 9),
        impact: expect.closeTo(recommendation.value.impactEur, 9),
      });
    const page = visibleText((await served.get("/recommendations")).text);
    expect(page).toContain(`The recommendations in force: ${inForce.length} offers`);
    expect(page).toContain(`Offers ${inForce.length} of ${inForce.length} that would pay`);
  });

  it("has a curve from the best offer to the last, and sums by kind of offer that add up", async () => {
    const lake = await lakeOf(decisions);
    const source = new FolderSource(lake.root);
    const current = await currentRun(source);
    if (current === undefined) throw new Error("There is no run.");
    const run = await OpenRun.open(source, current);
    onTestFinished(() => run.retire());
    const asked = { budget: 500, save_rate: 40, segment: ["SME"] };
    const { curve, actions, totals } = await workedOut(run.database, campaignSchema.parse(asked));
    const { payable, chosen } = campaignOf(decisions, { saveRate: 0.4, budget: 500, segments: ["SME"] });

    // Every point lies on the way along the ranking, the last at its end.
    const way = new Map<number, number>();
    let [cost, impact] = [0, 0];
    for (const row of payable) {
      cost += row.offer_cost;
      impact += row.impact;
      way.set(Math.round(cost * 1e6), impact);
    }
    expect(curve.length).toBeGreaterThan(10);
    expect(curve.length).toBeLessThanOrEqual(40);
    for (const point of curve) expect(way.get(Math.round(point.cost * 1e6))).toBeCloseTo(point.impact, 6);
    expect(curve.at(-1)).toEqual({ cost: expect.closeTo(cost, 6), impact: expect.closeTo(impact, 6) });
    const costs = curve.map((point) => point.cost);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    // Impact per euro never rises along the way.
    const slopes = curve.map((point, place) => {
      const before = curve[place - 1] ?? { cost: 0, impact: 0 };
      return (point.impact - before.impact) / (point.cost - before.cost);
    });
    for (const [place, slope] of slopes.entries())
      expect(slope).toBeLessThanOrEqual((slopes[place - 1] ?? Number.POSITIVE_INFINITY) + 1e-9);

    expect(actions).toEqual(
      ["offer_large", "offer_medium", "offer_small"]
        .map((action) => ({ action, rows: chosen.filter((row) => row.action === action) }))
        .filter(({ rows }) => rows.length > 0)
        .map(({ action, rows }) => ({
          action,
          customers: rows.length,
          cost: expect.closeTo(sum(rows.map((row) => row.offer_cost)), 6),
          impact: expect.closeTo(sum(rows.map((row) => row.impact)), 6),
        })),
    );
    expect(sum(actions.map(({ customers: count }) => count))).toBe(totals.offers);
  });
});
