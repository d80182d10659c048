import type { RandomStream } from "../../runtime/demo/random.ts";
import type { Scalar } from "../../runtime/table/scalar.ts";
import type { RawColumn } from "./drift-population.ts";

/**
 * Made-up customers whose columns have the shapes of the gold master's: heavy tails, zeros, counts, few prices, gaps,
 * constants, rare flags and rare levels, and scores that are close to 0 for most.
 */

type Draw = (random: RandomStream) => Scalar;

/** One customer in a hundred is a company and uses many times what a household does. */
const consumption: Draw = (random) =>
  random.logNormal(4.5, 0.8) * (random.chance(0.01) ? random.uniform(20, 80) : 1);

const numbers: Readonly<Record<string, Draw>> = {
  months_to_renewal: (random) => Math.round(10 * random.normal(4.8, 2.3)) / 10,
  tenure: (random) => Math.floor(180 * random.uniform() ** 2),
  elec_kwh: consumption,
  gas_m3: (random) => (random.chance(0.82) ? 0 : (consumption(random) ?? 0)),
  margin_trend: (random) => random.normal() * Math.exp(random.normal(0, 1.4)),
  negative_months: (random) =>
    random.chance(0.72) ? 0 : random.chance(0.5) ? random.integer(9, 12) : random.integer(1, 8),
  price_updates: (random) => Math.max(1, Math.min(12, Math.round(random.normal(8, 1.6)))),
  province_cost: (random) => 0.07 + 0.001 * Math.min(30, Math.round(3 * random.exponential())),
  severity: (random) => random.weighted([957, 10, 13, 20]),
  days_since_interaction: (random) => (random.chance(0.68) ? null : random.integer(31, 121)),
  months_since_change: (random) => (random.chance(0.3) ? null : random.normal(7, 2.8)),
  active_months: () => 12,
  gas_trend: (random) => (random.chance(0.82) ? null : 0),
  score: (random) =>
    1 / (1 + Math.exp(random.chance(0.1) ? -random.normal(1.5, 1.5) : -random.normal(-4.5, 1.5))),
};

/** Shares of ones. */
const flags: Readonly<Record<string, number>> = {
  always: 1,
  never: 0,
  rarest: 0.0011,
  rare: 0.02,
  common: 0.31,
};

const levels: Readonly<Record<string, readonly (readonly [level: string | null, weight: number])[]>> = {
  channel: [
    ["office", 45],
    [null, 26],
    ["web", 13],
    ["telephone", 15.89],
    ["own web", 0.11],
  ],
  intent: [
    ["none", 68],
    ["renewal", 25.5],
    ["complaint", 3],
    ["offer", 1.1],
    ["billing", 2.2],
    ["leaving", 0.2],
  ],
};

/** So many made-up customers, column by column. */
export function syntheticCustomers(customers: number, random: RandomStream): readonly RawColumn[] {
  const column = (name: string, kind: RawColumn["kind"], draw: Draw): RawColumn => ({
    name,
    kind,
    values: Array.from({ length: customers }, () => draw(random)),
  });
  return [
    ...Object.entries(numbers).map(([name, draw]) => column(name, "numeric", draw)),
    ...Object.entries(flags).map(([name, share]) =>
      column(name, "flag", (each) => (each.chance(share) ? 1 : 0)),
    ),
    ...Object.entries(levels).map(([name, weighted]) => {
      const weights = weighted.map(([, weight]) => weight);
      return column(name, "category", (each) => weighted[each.weighted(weights)]?.[0] ?? null);
    }),
  ];
}
