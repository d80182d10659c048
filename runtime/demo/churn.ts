import type { Usage } from "./consumption.ts";
import type { Customer } from "./customers.ts";
import { interpolate } from "./interpolate.ts";
import type { SalesChannel, Segment } from "./population.ts";
import type { Tariff } from "./prices.ts";
import { at, randomStream } from "./random.ts";

/** Who leaves: the logit of section 7.5 of the data description. */

const INTERCEPT = -4.08;
/** Renewal day from the as-of date -> effect. */
const RENEWAL: readonly (readonly [number, number])[] = [
  [-29, -0.19],
  [0, -0.19],
  [1, 1.53],
  [30, 1.48],
  [52, 1.33],
  [82, 1.37],
  [90, 0.62],
  [104, 0.25],
  [130, 0.15],
  [147, -0.3],
  [163, -0.98],
  [183, -1.59],
  [203, -1.57],
  [250, -1.47],
  [300, -1.37],
];
/** Months of tenure -> effect. */
const TENURE: readonly (readonly [number, number])[] = [
  [0, 0.33],
  [24, 0.29],
  [50, 0],
  [60, -0.21],
  [72, -0.11],
  [100, -0.36],
  [127, -0.7],
  [128, -9],
];
/** Logarithm of the base monthly kWh -> effect; zero use counts as `ZERO_USE_KWH`. */
const USE: readonly (readonly [number, number])[] = [
  [-4, -0.5],
  [2, -0.3],
  [3, 0],
  [5, 0.15],
  [6.2, 0],
  [7.3, -0.7],
  [8.5, -1.2],
  [12, -1.6],
];
/** In the real data nobody left after this tenure; the effect of -9 alone lets one in twenty thousand through. */
const LAST_CHURN_MONTH = 127.6;
const ZERO_USE_KWH = 0.02;
const CHANNEL: Readonly<Record<SalesChannel, number>> = {
  presencial_comercial: 0.34,
  desconocido: -0.49,
  comparador: -0.59,
  oficina: 0.05,
  telemarketing: -0.3,
  web_propia: -0.6,
};
const SEGMENT: Readonly<Record<Segment, number>> = { Residential: 0, SME: -0.33, Corporate: 1.37 };
const HIGH_COMPETITION = 0.96;
const GAS = -0.42;
const RISING = 0.7;
const SHARP_RISE = { from: 0.08, effect: 0.7 } as const;
const RISE_BEFORE_RENEWAL = { days: 125, effect: 0.8 } as const;
const HIDDEN_DEVIATION = 0.8;
/** Share of the customers who leave: 2,002 of 20,099. */
export const CHURN_SHARE = 0.0996;

/** The part of the logit that the files betray, and the province's hidden effect; without the customer's own noise. */
function churnLogit(customer: Customer, usage: Usage, tariff: Tariff): number {
  const risesBeforeRenewal = tariff.isRising && customer.renewalDay < RISE_BEFORE_RENEWAL.days;
  return (
    INTERCEPT +
    interpolate(RENEWAL, customer.renewalDay) +
    interpolate(TENURE, customer.tenureMonths) +
    interpolate(USE, Math.log(usage.baseElecKwh > 0 ? usage.baseElecKwh : ZERO_USE_KWH)) +
    CHANNEL[customer.channel] +
    SEGMENT[customer.segment] +
    customer.province.hiddenChurnEffect +
    (customer.province.isHighCompetition ? HIGH_COMPETITION : 0) +
    (customer.hasGas ? GAS : 0) +
    (tariff.isRising ? RISING : 0) +
    (tariff.trend > SHARP_RISE.from ? SHARP_RISE.effect : 0) +
    (risesBeforeRenewal ? RISE_BEFORE_RENEWAL.effect : 0)
  );
}

function compareDescending(left: number, right: number): number {
  if (left === right) return 0;
  return left > right ? -1 : 1;
}

/**
 * Marks who leaves. Logit plus logistic noise above a limit is a Bernoulli draw; taking the highest of these scores
 * gives the same law with an exact count.
 */
export function makeChurn(
  seed: number,
  customers: readonly Customer[],
  usage: readonly Usage[],
  tariffs: readonly Tariff[],
): boolean[] {
  const scores = customers.map((customer) => {
    const random = randomStream(seed, "churn", customer.index);
    const logit = churnLogit(customer, at(usage, customer.index), at(tariffs, customer.index));
    const score = logit + random.normal(0, HIDDEN_DEVIATION) + random.logistic();
    return customer.tenureMonths > LAST_CHURN_MONTH ? Number.NEGATIVE_INFINITY : score;
  });
  const leavers = Math.round(CHURN_SHARE * customers.length);
  const order = customers
    .map((customer) => customer.index)
    .sort((left, right) => compareDescending(at(scores, left), at(scores, right)) || left - right);
  const leaving = new Set(order.slice(0, leavers));
  return customers.map((customer) => leaving.has(customer.index));
}
