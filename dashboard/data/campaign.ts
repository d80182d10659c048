import { z } from "zod";
import { offerPolicy } from "../../configs/offers.ts";
import { riskTiers } from "../../configs/risk.ts";
import { segments } from "../../configs/segments.ts";
import { selectOffers } from "../../runtime/score/offer-selection.ts";
import { type Campaign, type Offer, offers } from "./campaign-terms.ts";
import { type Offerable, offerableOf } from "./offerable.ts";
import { remembered } from "./remembered.ts";

/**
 * A campaign: to whom offers go under a save rate and a budget that the reader chooses (D27). The offers are those of
 * the tiers; only their worth is computed anew:
 *
 *     impact = probability x save rate x monthly margin x horizon months - cost
 *
 * Nobody in the control group gets one, and none that is not expected to pay. Of the others a budget buys those that earn
 * the most together (`selectOffers`); they are listed by impact per euro.
 */

/** Sums over a campaign, in customers and EUR. */
export const campaignTotalsSchema = z.object({
  offers: z.number().describe("Offers that are made"),
  cost: z.number().describe("What they cost"),
  impact: z.number().describe("What they are expected to earn, their cost taken off"),
  saved: z.number().describe("Customers who are expected to stay because of them"),
  margin: z.number().describe("Margin that is expected to be kept by them"),
  payable: z.number().describe("Offers that would pay, whatever the budget"),
  payable_cost: z.number().describe("What those would cost"),
  not_worth_it: z.number().describe("Customers of a tier with offers to whom one would not pay"),
  control: z.number().describe("Customers of the control group to whom an offer would pay"),
  shortfall: z
    .number()
    .describe(
      "What the best possible list within the budget earns more at the most; 0: this one is the best",
    ),
});
export type CampaignTotals = Readonly<z.infer<typeof campaignTotalsSchema>>;

/** Offers of one kind. */
export interface CampaignAction {
  readonly action: Offer;
  readonly customers: number;
  readonly cost: number;
  readonly impact: number;
}

/** A budget that the offers with the most impact per euro use up to the cent: nothing else earns as much with it. */
export interface CurvePoint {
  readonly cost: number;
  readonly impact: number;
}

/** A campaign, worked out. */
export interface WorkedOut {
  readonly totals: CampaignTotals;
  /** The largest offer first; kinds that nobody gets are left out. */
  readonly actions: readonly CampaignAction[];
  /** To whom offers are made, as indexes into the `Offerable`: the most impact per euro first. */
  readonly chosen: Int32Array;
  /** As if there were no budget: at most `CURVE_POINTS` places along the ranking, its end among them. */
  readonly curve: readonly CurvePoint[];
}

/** Places along the ranking that are drawn. */
const CURVE_POINTS = 40;

/** Which values of a list are wanted, by their index; none named: all. */
function wanted(list: readonly string[], named: readonly string[]): readonly boolean[] {
  return list.map((value) => named.length === 0 || named.includes(value));
}

/** Offers that would pay, by column, in the order of the `Offerable`. */
interface Payable {
  readonly count: number;
  /** Indexes into the `Offerable`. */
  readonly index: Int32Array;
  readonly cost: Float64Array;
  readonly impact: Float64Array;
  readonly notWorthIt: number;
  readonly control: number;
}

/** Whom the terms reach, and what an offer to each is worth. */
function payableOf(
  among: Offerable,
  { save_rate, segment, tier, action }: Campaign,
  horizonMonths: number,
): Payable {
  const ofSegment = wanted(segments, segment);
  const ofOffer = wanted(offers, action);
  const ofTier = wanted(
    riskTiers.map(({ id }) => id),
    tier,
  );
  const rate = save_rate / 100;
  const index = new Int32Array(among.count);
  const cost = new Float64Array(among.count);
  const impact = new Float64Array(among.count);
  let [count, notWorthIt, control] = [0, 0, 0];
  for (let at = 0; at < among.count; at += 1) {
    if (!ofSegment[among.segment[at] ?? 0] || !ofOffer[among.offer[at] ?? 0]) continue;
    if (!ofTier[among.tier[at] ?? 0]) continue;
    const costs = among.cost[at] ?? 0;
    const earns = (among.probability[at] ?? 0) * rate * (among.margin[at] ?? 0) * horizonMonths - costs;
    if (among.control[at] === 1) {
      if (earns > 0) control += 1;
    } else if (earns > 0) {
      index[count] = at;
      cost[count] = costs;
      impact[count] = earns;
      count += 1;
    } else {
      notWorthIt += 1;
    }
  }
  return {
    count,
    index: index.subarray(0, count),
    cost: cost.subarray(0, count),
    impact: impact.subarray(0, count),
    notWorthIt,
    control,
  };
}

/**
 * Works a campaign out over the customers whom it could reach.
 * @param horizonMonths months over which a kept customer's margin counts
 */
export function workOut(
  among: Offerable,
  terms: Campaign,
  horizonMonths: number = offerPolicy.horizonMonths,
): WorkedOut {
  const payable = payableOf(among, terms, horizonMonths);
  const rate = terms.save_rate / 100;
  const { chosen: places, shortfallEur } = selectOffers(payable, terms.budget ?? Number.POSITIVE_INFINITY);
  const chosen = new Int32Array(places.length);
  const groups = offers.map((offer) => ({ action: offer, customers: 0, cost: 0, impact: 0 }));
  const sums = { cost: 0, impact: 0, saved: 0, margin: 0 };
  for (let made = 0; made < places.length; made += 1) {
    const place = places[made] ?? 0;
    const at = payable.index[place] ?? 0;
    const [costs, earns] = [payable.cost[place] ?? 0, payable.impact[place] ?? 0];
    chosen[made] = at;
    sums.cost += costs;
    sums.impact += earns;
    sums.saved += (among.probability[at] ?? 0) * rate;
    sums.margin += earns + costs;
    const group = groups[among.offer[at] ?? 0];
    if (group === undefined) continue;
    group.customers += 1;
    group.cost += costs;
    group.impact += earns;
  }
  return {
    chosen,
    totals: {
      ...sums,
      offers: places.length,
      payable: payable.count,
      payable_cost: payable.cost.reduce((sum, costs) => sum + costs, 0),
      not_worth_it: payable.notWorthIt,
      control: payable.control,
      shortfall: shortfallEur,
    },
    actions: groups.filter(({ customers }) => customers > 0).reverse(),
    curve: curveOf(payable),
  };
}

/** Evenly spaced places along the ranking; its end is always one of them. */
function curveOf({ count, cost, impact }: Payable): readonly CurvePoint[] {
  const drawn = Math.min(CURVE_POINTS, count);
  const ends = Array.from({ length: drawn }, (_, place) => Math.ceil(((place + 1) * count) / drawn));
  let [at, spent, gained] = [0, 0, 0];
  return ends.map((end) => {
    for (; at < end; at += 1) {
      spent += cost[at] ?? 0;
      gained += impact[at] ?? 0;
    }
    return { cost: spent, impact: gained };
  });
}

/** Campaigns that are kept: a reader turns pages and takes the list out under the same terms. */
const MOST_KEPT = 16;

/** A campaign over the customers of a run. */
export const campaignOf = remembered(
  MOST_KEPT,
  ({ budget, save_rate, segment, tier, action }: Campaign) => [budget, save_rate, segment, tier, action],
  async (database, terms) => workOut(await offerableOf(database), terms),
);
