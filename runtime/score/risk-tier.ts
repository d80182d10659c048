import { riskTiers } from "../../configs/risk.ts";

/**
 * The risk tier of an unrounded calibrated probability. A cut belongs to the higher tier (D25).
 *
 * @example riskTierOf(0.8).label // "Critical (>80%)"
 * @throws RangeError when it is no probability.
 */
export function riskTierOf(probability: number): (typeof riskTiers)[number] {
  const tier = riskTiers.findLast(({ from }) => probability >= from);
  if (tier === undefined || probability > 1) throw new RangeError(`${probability} is no probability.`);
  return tier;
}
