/** Offers by column, the one with the most impact per euro first. */
export interface RankedOffers {
  /** EUR, positive. */
  readonly cost: Float64Array;
  /** EUR, positive: offers that do not pay are nobody's choice. */
  readonly impact: Float64Array;
}

/** Offers that change sides against the list that is bought by impact per euro alone. */
export interface Exchanges {
  /** Their places in the ranking. */
  readonly places: readonly number[];
  /** EUR that the list earns more by them. */
  readonly gainEur: number;
}

/** Where the search begins, and how far it goes. */
export interface CoreSearch {
  /** The first offer that is not bought by impact per euro alone. */
  readonly from: number;
  /** EUR left of the budget there. */
  readonly room: number;
  /** The best exchanges known so far. */
  readonly known: Exchanges;
  /** EUR: what is better by no more is not better. */
  readonly grain: number;
  /** Lists that are looked at before the best so far is taken. */
  readonly mostSteps: number;
}

/** Lists that may still become the best, the one with the most room first: each earns more than all before it. */
interface Candidates {
  readonly count: number;
  /** EUR left of the budget; negative while the list is too dear. */
  readonly room: Float64Array;
  /** EUR that the list earns more than the one bought by impact per euro. */
  readonly gain: Float64Array;
  /** The list's last exchange in the history; -1 where it has none. */
  readonly last: Int32Array;
}

function emptyCandidates(size: number) {
  return { room: new Float64Array(size), gain: new Float64Array(size), last: new Int32Array(size) };
}

/**
 * Looks for the best exchanges around the place where the money ends, by dynamic programming over a core that grows to
 * both sides (Pisinger 1997, "A minimal algorithm for the 0-1 knapsack problem"): the next offer behind is added to all
 * candidates, the next one before is taken off them, in turn. A candidate is forgotten when another has more room and
 * earns more, and when not even fractions of the next offers (Dantzig's bound) would make it better than the best one.
 * When none is left, the best one is proven.
 */
class GrowingCore {
  readonly #offers: RankedOffers;
  readonly #search: CoreSearch;
  readonly #history: { readonly place: number[]; readonly before: number[] } = { place: [], before: [] };
  #candidates: Candidates;
  #left: number;
  #right: number;
  #gainEur: number;
  /** The last exchange of the best list in the history; undefined while that is the one known from before. */
  #best: number | undefined;
  #steps = 0;

  constructor(offers: RankedOffers, search: CoreSearch) {
    this.#offers = offers;
    this.#search = search;
    this.#left = search.from - 1;
    this.#right = search.from;
    this.#gainEur = search.known.gainEur;
    this.#candidates = {
      count: 1,
      room: Float64Array.of(search.room),
      gain: Float64Array.of(0),
      last: Int32Array.of(-1),
    };
  }

  /** Impact per euro of the next offer that would be added: nothing where there is none. */
  get #added(): number {
    const { cost, impact } = this.#offers;
    return this.#right < cost.length ? (impact[this.#right] ?? 0) / (cost[this.#right] ?? 1) : 0;
  }

  /** Impact per euro of the next offer that would be taken off: without end where there is none. */
  get #takenOff(): number {
    const { cost, impact } = this.#offers;
    return this.#left < 0 ? Number.POSITIVE_INFINITY : (impact[this.#left] ?? 0) / (cost[this.#left] ?? 1);
  }

  search(): Exchanges & { readonly boundEur: number } {
    const { cost, impact } = this.#offers;
    const { from, room, grain, mostSteps } = this.#search;
    const perEuro = (impact[from] ?? 0) / (cost[from] ?? 1);
    for (let turn = 0; this.#candidates.count > 0 && this.#steps < mostSteps; turn += 1) {
      const [hasLeft, hasRight] = [this.#left >= 0, this.#right < cost.length];
      if (!hasLeft && !hasRight) return { ...this.#found(), boundEur: this.#gainEur };
      const adds = hasRight && (!hasLeft || turn % 2 === 0);
      const place = adds ? this.#right : this.#left;
      if (adds) this.#right += 1;
      else this.#left -= 1;
      const [costs, earns] = [cost[place] ?? 0, impact[place] ?? 0];
      this.#steps += 1;
      // What any list loses at least by having this offer on the other side.
      const lost = Math.abs(earns - costs * perEuro);
      if (room * perEuro - lost <= this.#gainEur + grain) continue;
      this.#exchange(place, adds ? -costs : costs, adds ? earns : -earns);
    }
    return { ...this.#found(), boundEur: this.#bound() };
  }

  /** Every candidate as it is, and with this offer on the other side, as far as they may still become the best. */
  #exchange(place: number, moreRoom: number, moreGain: number): void {
    const { grain } = this.#search;
    const { count, room, gain, last } = this.#candidates;
    for (let at = 0; at < count && (room[at] ?? 0) + moreRoom >= 0; at += 1) {
      const gained = (gain[at] ?? 0) + moreGain;
      if (gained <= this.#gainEur + grain) continue;
      this.#gainEur = gained;
      this.#best = this.#remember(place, last[at] ?? -1);
    }
    const [added, takenOff] = [this.#added, this.#takenOff];
    const next = emptyCandidates(2 * count);
    let kept = 0;
    let bestBefore = Number.NEGATIVE_INFINITY;
    for (let [asIs, changed] = [0, 0]; asIs < count || changed < count; ) {
      const roomAsIs = asIs < count ? (room[asIs] ?? 0) : Number.NEGATIVE_INFINITY;
      const roomChanged = changed < count ? (room[changed] ?? 0) + moreRoom : Number.NEGATIVE_INFINITY;
      const isChanged = roomChanged > roomAsIs;
      const itsRoom = isChanged ? roomChanged : roomAsIs;
      const itsGain = isChanged ? (gain[changed] ?? 0) + moreGain : (gain[asIs] ?? 0);
      const before = last[isChanged ? changed : asIs] ?? -1;
      if (isChanged) changed += 1;
      else asIs += 1;
      if (itsGain <= bestBefore + grain) continue;
      bestBefore = itsGain;
      if (itsGain + itsRoom * (itsRoom >= 0 ? added : takenOff) <= this.#gainEur + grain) continue;
      next.room[kept] = itsRoom;
      next.gain[kept] = itsGain;
      next.last[kept] = isChanged ? this.#remember(place, before) : before;
      kept += 1;
    }
    this.#steps += 2 * count;
    this.#candidates = { count: kept, ...next };
  }

  #remember(place: number, before: number): number {
    this.#history.before.push(before);
    return this.#history.place.push(place) - 1;
  }

  #found(): Exchanges {
    if (this.#best === undefined) return this.#search.known;
    const { place, before } = this.#history;
    const places: number[] = [];
    for (let at = this.#best; at >= 0; at = before[at] ?? -1) places.push(place[at] ?? 0);
    return { places, gainEur: this.#gainEur };
  }

  /** What no list can gain more than. */
  #bound(): number {
    const { count, room, gain } = this.#candidates;
    const [added, takenOff] = [this.#added, this.#takenOff];
    let bound = this.#gainEur;
    for (let at = 0; at < count; at += 1) {
      const left = room[at] ?? 0;
      bound = Math.max(bound, (gain[at] ?? 0) + left * (left >= 0 ? added : takenOff));
    }
    return bound;
  }
}

/**
 * The best exchanges around the place where the money ends, and what no exchanges gain more than: that is their own gain
 * where the search has come to its end.
 */
export function searchCore(
  offers: RankedOffers,
  search: CoreSearch,
): Exchanges & { readonly boundEur: number } {
  return new GrowingCore(offers, search).search();
}
