import { HOURS_IN_YEAR, hourCalendar, MONTHS_IN_YEAR } from "../calendar.ts";
import { businessDay, type DayShape, HOUR_SHAPE, householdDay } from "../load-shapes.ts";
import { at, type RandomStream, randomStream } from "../random.ts";
import { gammaQuantiles, QUANTILES } from "./gamma.ts";
import { type HourlyLoad, loadFlags } from "./load.ts";

/** A meter counts in tenths of a watt-hour and of a litre: readings have four decimals. */
const TICKS_PER_UNIT = 10_000;
/** Share of a noisy meter's hours that are negative, and how far below zero they fall. */
const NEGATIVE_ELEC = { share: 0.0259, relativeDeviation: 0.72, minDeviationKwh: 0.02 } as const;
const NEGATIVE_GAS = { share: 0.00613, law: [-5.1, 1.3], maxM3: 0.23 } as const;

const calendar = hourCalendar();
const gamma = gammaQuantiles(HOUR_SHAPE);

function hourWeights(day: DayShape): Float64Array {
  return Float64Array.from({ length: HOURS_IN_YEAR }, (_, hour) => {
    const weight = at(day.hours, at(calendar.hourOfDay, hour));
    return at(calendar.isWorkingDay, hour) === 1 ? weight : weight * day.freeDayFactor;
  });
}

const householdWeights = hourWeights(householdDay);
const businessWeights = hourWeights(businessDay);
const scratch = new Float64Array(HOURS_IN_YEAR);

/**
 * Spreads the months' totals over the hours: the day's shape times gamma noise. The register behind the readings
 * adds up exactly and is read in whole ticks, so even a supply of a few watt-hours a day keeps its monthly total.
 */
function spread(
  random: RandomStream,
  monthTotals: Float64Array,
  weights: Float64Array,
  out: Float64Array,
): void {
  let register = 0;
  let lastTicks = 0;
  for (let month = 0; month < MONTHS_IN_YEAR; month += 1) {
    const start = at(calendar.monthStart, month);
    const end = at(calendar.monthStart, month + 1);
    const total = at(monthTotals, month) * TICKS_PER_UNIT;
    if (total === 0) {
      out.fill(0, start, end);
      continue;
    }
    let sum = 0;
    for (let hour = start; hour < end; hour += 1) {
      const weight = (weights[hour] ?? 0) * (gamma[random.bits() & (QUANTILES - 1)] ?? 0);
      scratch[hour] = weight;
      sum += weight;
    }
    const scale = total / sum;
    for (let hour = start; hour < end; hour += 1) {
      register += (scratch[hour] ?? 0) * scale;
      const ticks = Math.floor(register + 0.5);
      out[hour] = (ticks - lastTicks) / TICKS_PER_UNIT;
      lastTicks = ticks;
    }
  }
}

/** A negative reading of at least one tick. */
function below(amount: number): number {
  return -Math.max(1, Math.round(amount * TICKS_PER_UNIT)) / TICKS_PER_UNIT;
}

function disturb(random: RandomStream, share: number, drawAmount: () => number, out: Float64Array): void {
  for (let hour = 0; hour < HOURS_IN_YEAR; hour += 1) {
    if (random.chance(share)) out[hour] = below(drawAmount());
  }
}

/**
 * Writes one customer's readings of the year, electricity in kWh and gas in m3, one number an hour. The customer's
 * own streams make them: the result does not depend on who else was made before.
 */
export function fillReadings(load: HourlyLoad, index: number, elec: Float64Array, gas: Float64Array): void {
  const flags = at(load.flags, index);
  const weights = (flags & loadFlags.business) === 0 ? householdWeights : businessWeights;
  const monthsOf = (all: Float64Array) => all.subarray(index * MONTHS_IN_YEAR, (index + 1) * MONTHS_IN_YEAR);
  const elecMonths = monthsOf(load.elecKwh);
  spread(randomStream(load.seed, "hourly elec", index), elecMonths, weights, elec);
  spread(randomStream(load.seed, "hourly gas", index), monthsOf(load.gasM3), weights, gas);
  if ((flags & loadFlags.noisyElec) !== 0) {
    const random = randomStream(load.seed, "negative elec", index);
    const meanKwh = elecMonths.reduce((sum, kwh) => sum + kwh, 0) / HOURS_IN_YEAR;
    const deviation = Math.max(NEGATIVE_ELEC.minDeviationKwh, NEGATIVE_ELEC.relativeDeviation * meanKwh);
    disturb(random, NEGATIVE_ELEC.share, () => Math.abs(random.normal(0, deviation)), elec);
  }
  if ((flags & loadFlags.noisyGas) !== 0) {
    const random = randomStream(load.seed, "negative gas", index);
    const amount = () => Math.min(NEGATIVE_GAS.maxM3, random.logNormal(...NEGATIVE_GAS.law));
    disturb(random, NEGATIVE_GAS.share, amount, gas);
  }
}
