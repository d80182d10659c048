import { MONTHS_IN_YEAR, monthText } from "./calendar.ts";
import { type CsvCell, csvText } from "./csv.ts";
import type { Customer } from "./customers.ts";
import { makeStrayTariff, type Tariff, TIER_FACTORS } from "./prices.ts";
import { at, type RandomStream, randomStream } from "./random.ts";
import { scaled } from "./sizes.ts";

/** Faults of the real price file, counted for 20,099 customers: section 7.8 of the data description. */
const FAULTS = {
  missingMonths: 203,
  /** Customers of whom the file has lost the id, twelve rows each. */
  withoutId: 21,
  zeroInJanuary: 35,
  zeroInDecember: 5,
  withoutTierPrices: 2,
  /** A January price that is not zero but almost: the trend comes out at 259.8. */
  nearZeroInJanuary: 1,
} as const;
/** A customer lacks one to five months: chances, which give two months on average. */
const MISSING_MONTHS_WEIGHTS = [0.45, 0.25, 0.15, 0.1, 0.05];
/** Share of leavers among those with missing months. */
const LEAVERS_AMONG_MISSING = 0.35;
const NEAR_ZERO_TREND = 259.8;

const columns = [
  "customer_id",
  "pricing_date",
  "variable_price_tier1_eur_kwh",
  "variable_price_tier2_eur_kwh",
  "variable_price_tier3_eur_kwh",
  "elec_fixed_fee_eur_month",
  "elec_fixed_cost_eur_month",
  "gas_variable_price_eur_m3",
  "gas_fixed_revenue_eur_year",
  "gas_fixed_cost_eur_year",
] as const;

/** What is wrong with which customer's prices, by index. */
interface PriceFaults {
  readonly missing: ReadonlyMap<number, ReadonlySet<number>>;
  readonly zeroInJanuary: ReadonlySet<number>;
  readonly zeroInDecember: ReadonlySet<number>;
  readonly withoutTierPrices: ReadonlySet<number>;
  readonly nearZeroInJanuary: ReadonlySet<number>;
}

function dealMissing(random: RandomStream, churn: readonly boolean[]): Map<number, Set<number>> {
  const indices = churn.map((_, index) => index);
  const leavers = random.shuffled(indices.filter((index) => at(churn, index)));
  const others = random.shuffled(indices.filter((index) => !at(churn, index)));
  const missing = new Map<number, Set<number>>();
  let left = scaled(FAULTS.missingMonths, churn.length);
  while (left > 0) {
    const index = (random.chance(LEAVERS_AMONG_MISSING) ? leavers : others).pop();
    if (index === undefined) continue;
    const count = Math.min(left, 1 + random.weighted(MISSING_MONTHS_WEIGHTS));
    const months = Array.from({ length: MONTHS_IN_YEAR }, (_, month) => month);
    missing.set(index, new Set(random.shuffled(months).slice(0, count)));
    left -= count;
  }
  return missing;
}

function dealFaults(seed: number, churn: readonly boolean[]): PriceFaults {
  const random = randomStream(seed, "price_history", "faults");
  const missing = dealMissing(random, churn);
  // Each customer has one fault at most, and those with missing months keep their prices.
  const deck = random.shuffled(churn.map((_, index) => index).filter((index) => !missing.has(index)));
  const deal = (count: number) => new Set(deck.splice(0, scaled(count, churn.length)));
  return {
    missing,
    zeroInJanuary: deal(FAULTS.zeroInJanuary),
    zeroInDecember: deal(FAULTS.zeroInDecember),
    withoutTierPrices: deal(FAULTS.withoutTierPrices),
    nearZeroInJanuary: deal(FAULTS.nearZeroInJanuary),
  };
}

function priceRow(id: string, tariff: Tariff, month: number): CsvCell[] {
  const peak = at(tariff.peakEurPerKwh, month);
  return [
    id,
    `${monthText(month)}-01`,
    peak.toFixed(6),
    (peak * TIER_FACTORS.standard).toFixed(6),
    (peak * TIER_FACTORS.offPeak).toFixed(6),
    tariff.fixedFeeEurPerMonth.toFixed(4),
    tariff.fixedCostEurPerMonth.toFixed(4),
    tariff.gasEurPerM3 === null ? null : tariff.gasEurPerM3.toFixed(6),
    tariff.gasFixedRevenueEurPerYear.toFixed(3),
    tariff.gasFixedCostEurPerYear.toFixed(3),
  ];
}

/** The row with its faults: the three tier prices stand in the cells 2 to 4. */
function withFaults(
  row: CsvCell[],
  faults: PriceFaults,
  { index, month, decemberPrice }: { index: number; month: number; decemberPrice: number },
): CsvCell[] {
  const peak = (value: CsvCell) => row.with(2, value);
  if (faults.withoutTierPrices.has(index)) return row.with(2, null).with(3, null).with(4, null);
  if (month === 0 && faults.zeroInJanuary.has(index)) return peak("0.000000");
  if (month === 0 && faults.nearZeroInJanuary.has(index))
    return peak((decemberPrice / (1 + NEAR_ZERO_TREND)).toFixed(6));
  if (month === MONTHS_IN_YEAR - 1 && faults.zeroInDecember.has(index)) return peak("0.000000");
  return row;
}

/** `price_history.csv`: by customer and month; the rows that lost their id come last. */
export function priceFile(
  seed: number,
  customers: readonly Customer[],
  tariffs: readonly Tariff[],
  churn: readonly boolean[],
): string {
  const faults = dealFaults(seed, churn);
  const months = Array.from({ length: MONTHS_IN_YEAR }, (_, month) => month);
  const rows = customers.flatMap(({ id, index }) => {
    const tariff = at(tariffs, index);
    const decemberPrice = at(tariff.peakEurPerKwh, MONTHS_IN_YEAR - 1);
    return months
      .filter((month) => !faults.missing.get(index)?.has(month))
      .map((month) => withFaults(priceRow(id, tariff, month), faults, { index, month, decemberPrice }));
  });
  const strays = Array.from({ length: scaled(FAULTS.withoutId, customers.length) }, (_, stray) => {
    const tariff = makeStrayTariff(seed, stray, at(customers, stray % customers.length));
    return months.map((month) => priceRow("", tariff, month));
  }).flat();
  return csvText(columns, [...rows, ...strays]);
}
