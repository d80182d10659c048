import { type Exchanges, type RankedOffers, searchCore } from "./offer-core.ts";

/**
 * Which offers a budget buys: a 0/1 knapsack, for an offer is made whole or not at all. Buying by impact per euro until
 * the money ends leaves a remainder that other offers might have used better; here that list is only the beginning.
 * Between it and the best possible list lies at most the remainder times the impact per euro of the first offer that does
 * not fit (Dantzig 1957), and only offers near that place, the core, need to change sides.
 */

/** The offers that a budget buys. */
export interface OfferSelection {
  /** Their places in the ranking, rising. */
  readonly chosen: Int32Array;
  /** EUR by which the best possible list earns more at the most. 0: this one is proven to be the best. */
  readonly shortfallEur: number;
}

/** Lists that are looked at before the best so far is taken: some milliseconds. */
export const MOST_STEPS = 200_000;

/** Share of the budget by which sums of many costs may be wrong in their last bits: a full budget is no excess. */
const COST_ROUNDING = 1e-11;
/** The same for impacts: what is better by less is not better. */
const IMPACT_ROUNDING = 1e-12;

/** @throws RangeError when an offer earns more per euro than one before it, or costs or earns nothing */
function checkRanking({ cost, impact }: RankedOffers): void {
  if (cost.length !== impact.length) throw new RangeError("There must be one impact for each cost.");
  let before = Number.POSITIVE_INFINITY;
  for (let place = 0; place < cost.length; place += 1) {
    const [costs, earns] = [cost[place] ?? 0, impact[place] ?? 0];
    if (!(costs > 0 && earns > 0)) throw new RangeError("An offer must cost and earn something.");
    const perEuro = earns / costs;
    // Rankings by another formula may differ in the last bits.
    if (perEuro > before + IMPACT_ROUNDING * (1 + perEuro))
      throw new RangeError("Offers must be ranked by impact per euro.");
    before = perEuro;
  }
}

/** Places of the offers that fit into a budget at all; the others tell nothing of how much of it can be used. */
function fitting({ cost }: RankedOffers, capacity: number): Int32Array {
  const places = new Int32Array(cost.length);
  let count = 0;
  for (let place = 0; place < cost.length; place += 1) {
    if ((cost[place] ?? 0) > capacity) continue;
    places[count] = place;
    count += 1;
  }
  return places.slice(0, count);
}

function picked(values: Float64Array, places: Int32Array): Float64Array {
  const result = new Float64Array(places.length);
  for (let at = 0; at < places.length; at += 1) result[at] = values[places[at] ?? 0] ?? 0;
  return result;
}

/** Takes whatever still fits behind the first offer that did not. */
function fillUp({ cost, impact }: RankedOffers, from: number, capacity: number): Exchanges {
  const places: number[] = [];
  let gainEur = 0;
  let room = capacity;
  for (let place = from; place < cost.length; place += 1) {
    const costs = cost[place] ?? 0;
    if (costs > room) continue;
    room -= costs;
    gainEur += impact[place] ?? 0;
    places.push(place);
  }
  return { places, gainEur };
}

/** The places of a list: those before `from`, but for the exchanges. */
function listOf(places: Int32Array, from: number, exchanged: readonly number[]): Int32Array {
  const taken = new Uint8Array(places.length).fill(1, 0, from);
  for (const place of exchanged) taken[place] = 1 - (taken[place] ?? 0);
  return places.filter((_, place) => taken[place] === 1);
}

/**
 * The offers within a budget whose impacts add up to the most, and how far below the best possible list they are at the
 * most. The same offers in the same order give the same list, also among lists that are worth the same.
 *
 * @param budgetEur infinite where there is none
 * @param mostSteps after how many lists that were looked at to stop
 * @throws RangeError when the offers are not ranked, or one costs or earns nothing
 * @example
 * // EUR 10 buy the second offer (4.50), and not the first (4.00), after which nothing else would fit.
 * selectOffers({ cost: Float64Array.of(2, 10), impact: Float64Array.of(4, 4.5) }, 10);
 */
export function selectOffers(
  offers: RankedOffers,
  budgetEur: number,
  mostSteps = MOST_STEPS,
): OfferSelection {
  checkRanking(offers);
  const capacity = budgetEur * (1 + COST_ROUNDING);
  const places = fitting(offers, capacity);
  const among: RankedOffers = { cost: picked(offers.cost, places), impact: picked(offers.impact, places) };
  let [from, spent, earned] = [0, 0, 0];
  while (from < places.length && spent + (among.cost[from] ?? 0) <= capacity) {
    spent += among.cost[from] ?? 0;
    earned += among.impact[from] ?? 0;
    from += 1;
  }
  if (from === places.length) return { chosen: places, shortfallEur: 0 };
  const room = capacity - spent;
  const found = searchCore(among, {
    from,
    room,
    known: fillUp(among, from, room),
    grain: earned * IMPACT_ROUNDING,
    mostSteps,
  });
  return {
    chosen: listOf(places, from, found.places),
    shortfallEur: found.boundEur - found.gainEur,
  };
}
