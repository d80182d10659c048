import { MONTHS_IN_YEAR } from "./calendar.ts";
import type { Customer } from "./customers.ts";
import { elecMonthShape, GAS_SUMMER_ZERO_CHANCE, gasMonthShape, gasSummerMonths } from "./load-shapes.ts";
import { at, type RandomStream, randomStream } from "./random.ts";

/** What a customer uses, month by month: section 7.3 of the data description. */
export interface Usage {
  /** Uses far more than a household: a workshop behind a household contract, or a corporate customer. */
  readonly isHeavy: boolean;
  /** Level of the customer's monthly electricity before season and noise; 0 for gas-only customers. */
  readonly baseElecKwh: number;
  readonly elecKwh: readonly number[];
  readonly gasM3: readonly number[];
  readonly meterNoise: MeterNoise;
}

/** A meter that now and then reports negative hours. */
export interface MeterNoise {
  readonly elec: boolean;
  readonly gas: boolean;
}

const HEAVY_SHARE = { sme: 0.015, comparison: 0.43, other: 0.07 } as const;
/** Mean and standard deviation of the logarithm of the base monthly kWh. */
const BASE_ELEC = {
  corporate: [8.6, 0.8],
  heavy: [8.15, 1.25],
  comparison: [5.1, 1.25],
  sme: [3.75, 1.25],
  other: [4.28, 1.25],
} as const;
const MAX_BASE_ELEC_KWH = 80_000;
/** Supplies that are almost dead: an empty flat, a second meter. */
const NEAR_DEAD = { share: 0.012, factor: 0.0005 } as const;
const SEASON_STRENGTH = { low: 0.4, high: 1.8 } as const;
const MIN_SEASON = 0.05;
const ELEC_MONTH_NOISE = 0.16;
const ZERO_MONTH_SHARE = 0.021;
const BASE_GAS = [3.55, 1.55] as const;
const HEAVY_GAS_FACTOR = 14;
/** Cap of a heavy customer's base gas; a household never comes near it. */
const MAX_BASE_GAS_M3 = 3000;
const GAS_MONTH_NOISE = 0.2;
/** Share of the customers, and of the gas customers, whose meter reports negative hours. */
const NOISY_METER_SHARE = 0.1;

function drawIsHeavy(random: RandomStream, customer: Customer): boolean {
  const u = random.uniform();
  if (customer.segment === "Corporate") return true;
  if (customer.segment === "SME") return u < HEAVY_SHARE.sme;
  return u < (customer.channel === "comparador" ? HEAVY_SHARE.comparison : HEAVY_SHARE.other);
}

function baseElecLaw(customer: Customer, isHeavy: boolean): readonly [mean: number, deviation: number] {
  if (customer.segment === "Corporate") return BASE_ELEC.corporate;
  if (isHeavy) return BASE_ELEC.heavy;
  if (customer.channel === "comparador") return BASE_ELEC.comparison;
  return customer.segment === "SME" ? BASE_ELEC.sme : BASE_ELEC.other;
}

function drawElec(random: RandomStream, base: number): number[] {
  const strength = random.uniform(SEASON_STRENGTH.low, SEASON_STRENGTH.high);
  return elecMonthShape.map((shape) => {
    const season = Math.max(MIN_SEASON, 1 + strength * (shape - 1));
    const kwh = base * season * random.logNormal(0, ELEC_MONTH_NOISE);
    return random.chance(ZERO_MONTH_SHARE) ? 0 : kwh;
  });
}

function drawGas(random: RandomStream, isHeavy: boolean): number[] {
  const level = random.logNormal(...BASE_GAS);
  const base = isHeavy ? Math.min(level * HEAVY_GAS_FACTOR, MAX_BASE_GAS_M3) : level;
  return gasMonthShape.map((shape, month) => {
    const m3 = base * shape * random.logNormal(0, GAS_MONTH_NOISE);
    const isOff = random.chance(GAS_SUMMER_ZERO_CHANCE) && gasSummerMonths.includes(month);
    return isOff ? 0 : m3;
  });
}

/** Deals the noisy meters: exactly a tenth of the customers, and of those with gas. */
function dealMeterNoise(seed: number, customers: readonly Customer[]): MeterNoise[] {
  const random = randomStream(seed, "consumption", "meters");
  const deal = (members: readonly Customer[]) =>
    new Set(random.shuffled(members).slice(0, Math.round(members.length * NOISY_METER_SHARE)));
  const elec = deal(customers);
  const gas = deal(customers.filter((customer) => customer.hasGas));
  return customers.map((customer) => ({ elec: elec.has(customer), gas: gas.has(customer) }));
}

/** Monthly use of every customer, in their order. */
export function makeUsage(seed: number, customers: readonly Customer[]): Usage[] {
  const noise = dealMeterNoise(seed, customers);
  return customers.map((customer) => {
    const random = randomStream(seed, "usage", customer.index);
    const isHeavy = drawIsHeavy(random, customer);
    const level = Math.min(random.logNormal(...baseElecLaw(customer, isHeavy)), MAX_BASE_ELEC_KWH);
    const factor = random.chance(NEAR_DEAD.share) ? NEAR_DEAD.factor : 1;
    const baseElecKwh = customer.isGasOnly ? 0 : level * factor;
    return {
      isHeavy,
      baseElecKwh,
      elecKwh: drawElec(random, baseElecKwh),
      gasM3: customer.hasGas ? drawGas(random, isHeavy) : Array<number>(MONTHS_IN_YEAR).fill(0),
      meterNoise: at(noise, customer.index),
    };
  });
}
