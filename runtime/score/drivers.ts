import { type Direction, explanationPolicy } from "../../configs/explanations.ts";
import { type Attributions, attributionsIn } from "../explain/attributions.ts";

/** A feature and what it adds to a customer's log-odds of churn. */
export interface Driver {
  readonly feature: string;
  /** Above zero it pushes towards churn, below zero away from it. */
  readonly contribution: number;
}

/** What moves one customer's score most, either way, the strongest first. */
export type Drivers = Readonly<Record<Direction, readonly Driver[]>>;

/**
 * The features that move each customer's score most: those that push towards churn, and those that keep the customer.
 * Equal ones stand in the model's order; a feature without any effect is none.
 *
 * @returns one per row; fewer features than asked where fewer push that way
 */
export function strongestDrivers(
  attributions: Attributions,
  counts: Readonly<Record<Direction, number>> = explanationPolicy.kept,
): readonly Drivers[] {
  const { features, values } = attributions;
  const rows = features.length === 0 ? 0 : values.length / features.length;
  return Array.from({ length: rows }, (_, row) => {
    const own = attributionsIn(attributions, row);
    return {
      raises: strongest(features, own, 1, counts.raises),
      lowers: strongest(features, own, -1, counts.lowers),
    };
  });
}

/** Sorted as it is filled, because there are few to keep of many, a million times. */
function strongest(
  features: readonly string[],
  contributions: Float64Array,
  sign: 1 | -1,
  count: number,
): readonly Driver[] {
  const kept: Driver[] = [];
  contributions.forEach((contribution, place) => {
    const size = contribution * sign;
    const least = (kept.at(-1)?.contribution ?? 0) * sign;
    if (!(size > 0) || (kept.length === count && size <= least)) return;
    const before = kept.findIndex((driver) => driver.contribution * sign < size);
    const driver = { feature: features[place] ?? "", contribution };
    kept.splice(before === -1 ? kept.length : before, 0, driver);
    kept.splice(count);
  });
  return kept;
}

/**
 * The drivers that a customer's reasons name (D28): the strongest towards churn; where nothing pushes that way, the one
 * that keeps the customer most, so that reasons never say the tier alone.
 */
export function namedDrivers(
  { raises, lowers }: Drivers,
  count: number = explanationPolicy.named,
): readonly Driver[] {
  return raises.length > 0 ? raises.slice(0, count) : lowers.slice(0, 1);
}

/** A driver as a reason code, as recommendations and served scores name it. */
export function driverCode({ feature, contribution }: Driver): string {
  return `${contribution < 0 ? "keeps" : "driver"}_${feature}`;
}
