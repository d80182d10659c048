import { z } from "zod";
import { offerPolicy } from "../../configs/offers.ts";
import { riskTiers } from "../../configs/risk.ts";
import { segments } from "../../configs/segments.ts";
import { type Campaign, type Offer, offers } from "./campaign-terms.ts";
import { type Offerable, offerableOf } from "./offerable.ts";
import { remembered } from "./remembered.ts";

/**
 * A campaign: to whom offers go under a save rate and a budget that the reader chooses (D27). The offers are those of
 * the tiers; only their worth is computed anew:
 *
 *     impact = probability x save rate x monthly margin x horizon months - cost
 *
 * Nobody in the control group gets one, and none that is not expected to pay. They are ranked by impact per euro, and a
 * budget is spent from the top until the next offer no longer fits.
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
});
export type CampaignTotals = Readonly<z.infer<typeof campaignTotalsSchema>>;

/** Offers of one kind. */
export interface CampaignAction {
  readonly action: Offer;
  readonly customers: number;
  readonly cost: number;
  readonly impact: number;
}

/** What a budget earns at most: cost and impact of the best offers. */
export interface CurvePoint {
  readonly cost: number;
  readonly impact: number;
}

/** A campaign, worked out. */
export interface WorkedOut {
  readonly totals: CampaignTotals;
  /** The largest offer first; kinds that nobody gets are left out. */
  readonly actions: readonly CampaignAction[];
  /** To whom offers are made, as indexes into the `Offerable`, the best offer first. */
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

/** Works a campaign out over the customers whom it could reach. */
export function workOut(among: Offerable, { budget, save_rate, segment, tier, action }: Campaign): WorkedOut {
  const ofSegment = wanted(segments, segment);
  const ofOffer = wanted(offers, action);
  const ofTier = wanted(
    riskTiers.map(({ id }) => id),
    tier,
  );
  const rate = save_rate / 100;
  const limit = budget ?? Number.POSITIVE_INFINITY;
  const chosen = new Int32Array(among.count);
  let made = 0;
  const along: CurvePoint[] = [];
  const groups = offers.map((offer) => ({ action: offer, customers: 0, cost: 0, impact: 0 }));
  const totals = { cost: 0, impact: 0, saved: 0, margin: 0, not_worth_it: 0, control: 0 };
  let spent = 0;
  let gained = 0;
  for (let index = 0; index < among.count; index++) {
    if (!ofSegment[among.segment[index] ?? 0] || !ofOffer[among.offer[index] ?? 0]) continue;
    if (!ofTier[among.tier[index] ?? 0]) continue;
    const cost = among.cost[index] ?? 0;
    const saved = (among.probability[index] ?? 0) * rate;
    const margin = saved * (among.margin[index] ?? 0) * offerPolicy.horizonMonths;
    const impact = margin - cost;
    const isControl = among.control[index] === 1;
    if (isControl) {
      if (impact > 0) totals.control += 1;
      continue;
    }
    if (!(impact > 0)) {
      totals.not_worth_it += 1;
      continue;
    }
    spent += cost;
    gained += impact;
    along.push({ cost: spent, impact: gained });
    if (spent > limit) continue;
    chosen[made] = index;
    made += 1;
    totals.cost += cost;
    totals.impact += impact;
    totals.saved += saved;
    totals.margin += margin;
    const group = groups[among.offer[index] ?? 0];
    if (group === undefined) continue;
    group.customers += 1;
    group.cost += cost;
    group.impact += impact;
  }
  return {
    chosen: chosen.slice(0, made),
    totals: { ...totals, offers: made, payable: along.length, payable_cost: spent },
    actions: groups.filter(({ customers }) => customers > 0).reverse(),
    curve: thinned(along),
  };
}

/** Evenly spaced places along a ranking; its end is always one of them. */
function thinned(along: readonly CurvePoint[]): readonly CurvePoint[] {
  const count = Math.min(CURVE_POINTS, along.length);
  return Array.from({ length: count }, (_, place) => {
    const at = Math.ceil(((place + 1) * along.length) / count) - 1;
    return along[at] ?? { cost: 0, impact: 0 };
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
