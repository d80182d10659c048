import { MONTHS_IN_YEAR } from "./calendar.ts";
import type { Usage } from "./consumption.ts";
import type { Customer } from "./customers.ts";
import { type RandomStream, randomStream } from "./random.ts";

/** What a customer pays over the year: section 7.4 of the data description. */
export interface Tariff {
  /** The December price lies above January's. */
  readonly isRising: boolean;
  /** December price over January price, minus 1. */
  readonly trend: number;
  /** Peak price by month, EUR/kWh. */
  readonly peakEurPerKwh: readonly number[];
  readonly fixedFeeEurPerMonth: number;
  readonly fixedCostEurPerMonth: number;
  /** Null without gas. */
  readonly gasEurPerM3: number | null;
  readonly gasFixedRevenueEurPerYear: number;
  readonly gasFixedCostEurPerYear: number;
}

/** The standard and the off-peak price as shares of the peak price. */
export const TIER_FACTORS = { standard: 0.8, offPeak: 0.62 } as const;

const RISING_SHARE = 0.638;
/** Logarithm of the rise and of the fall: mean, standard deviation; and their caps. */
const RISE = { law: [-2.88, 0.99], cap: 0.9 } as const;
const FALL = { law: [-3.57, 0.624], cap: 0.4 } as const;
/** December peak price by kind of customer, EUR/kWh: mean and standard deviation. */
const DECEMBER_PRICE = {
  light: [0.1465, 0.026],
  heavy: [0.1495, 0.011],
  corporate: [0.1555, 0.009],
} as const;
/** A few light customers pay far more. */
const EXPENSIVE = { share: 0.02, low: 0.2, high: 0.25 } as const;
const PRICE_RANGE = { low: 0.095, high: 0.27 } as const;
/** A larger change comes at once, in one of the months April to October. */
const STEP_FROM_TREND = 0.15;
const STEP_MONTHS = { first: 3, last: 9 } as const;
const MONTH_NOISE = 0.014;
const FEE_EUR_PER_KW = 1.9;
const FEE_NOISE = 0.12;
/** What the fee leaves above the fixed cost, EUR/kW. */
const FIXED_GAIN_EUR_PER_KW = { sme: 0.68, other: 0.62 } as const;
const GAIN_NOISE = 0.1;
const GAS_PRICE = [0.735, 0.045] as const;
/** Gas revenue and cost stand in the file for everyone, also without gas. */
const GAS_FIXED = { withoutGas: 75.737, withGas: 48.6, cost: 12 } as const;

function drawTrend(random: RandomStream): { isRising: boolean; trend: number } {
  return random.chance(RISING_SHARE)
    ? { isRising: true, trend: Math.min(RISE.cap, random.logNormal(...RISE.law)) }
    : { isRising: false, trend: -Math.min(FALL.cap, random.logNormal(...FALL.law)) };
}

function drawDecemberPrice(random: RandomStream, customer: Customer, isHeavy: boolean): number {
  const draw = (): number => {
    if (customer.segment === "Corporate") return random.normal(...DECEMBER_PRICE.corporate);
    if (isHeavy) return random.normal(...DECEMBER_PRICE.heavy);
    if (random.chance(EXPENSIVE.share)) return random.uniform(EXPENSIVE.low, EXPENSIVE.high);
    return random.normal(...DECEMBER_PRICE.light);
  };
  return Math.min(PRICE_RANGE.high, Math.max(PRICE_RANGE.low, draw()));
}

/** From January's price to December's: a straight line, or one step when the change is large. */
function drawPath(random: RandomStream, december: number, trend: number): number[] {
  const january = december / (1 + trend);
  const last = MONTHS_IN_YEAR - 1;
  const step = random.integer(STEP_MONTHS.first, STEP_MONTHS.last);
  return Array.from({ length: MONTHS_IN_YEAR }, (_, month) => {
    if (month === 0) return january;
    if (month === last) return december;
    const line = january + ((december - january) * month) / last;
    const level = Math.abs(trend) > STEP_FROM_TREND ? (month < step ? january : december) : line;
    return level * (1 + random.normal(0, MONTH_NOISE));
  });
}

function drawTariff(random: RandomStream, customer: Customer, isHeavy: boolean): Tariff {
  const { isRising, trend } = drawTrend(random);
  const december = drawDecemberPrice(random, customer, isHeavy);
  const fee = FEE_EUR_PER_KW * customer.powerKw * random.logNormal(0, FEE_NOISE);
  const gainPerKw = customer.segment === "SME" ? FIXED_GAIN_EUR_PER_KW.sme : FIXED_GAIN_EUR_PER_KW.other;
  const gasPrice = random.normal(...GAS_PRICE);
  return {
    isRising,
    trend,
    peakEurPerKwh: drawPath(random, december, trend),
    fixedFeeEurPerMonth: fee,
    fixedCostEurPerMonth: fee - gainPerKw * customer.powerKw * random.logNormal(0, GAIN_NOISE),
    gasEurPerM3: customer.hasGas ? gasPrice : null,
    gasFixedRevenueEurPerYear: customer.hasGas ? GAS_FIXED.withGas : GAS_FIXED.withoutGas,
    gasFixedCostEurPerYear: GAS_FIXED.cost,
  };
}

/** The tariff of every customer, in their order. */
export function makeTariffs(seed: number, customers: readonly Customer[], usage: readonly Usage[]): Tariff[] {
  return customers.map((customer) =>
    drawTariff(
      randomStream(seed, "tariff", customer.index),
      customer,
      usage[customer.index]?.isHeavy ?? false,
    ),
  );
}

/** The tariff of somebody of whom the file has lost the id: like a light household's. */
export function makeStrayTariff(seed: number, index: number, like: Customer): Tariff {
  return drawTariff(randomStream(seed, "stray tariff", index), like, false);
}
