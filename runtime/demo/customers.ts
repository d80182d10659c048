import { isoDate } from "../../configs/names.ts";
import { daysAfterAsOf, daysFromAsOf, YEAR } from "./calendar.ts";
import {
  corporatePower,
  customersByChannel,
  DAYS_PER_MONTH,
  GAS_ONLY_CUSTOMERS,
  gasShare,
  householdPower,
  lastChange,
  NO_PRODUCT_CHANGE_SHARE,
  renewalDays,
  type SalesChannel,
  SECOND_HOMES,
  type Segment,
  SME_POWER_KW,
  salesChannels,
  segmentCounts,
  segments,
  tenureMonths,
  URBAN_SHARE,
} from "./population.ts";
import { type Province, provinces } from "./provinces.ts";
import { at, type RandomStream, randomStream } from "./random.ts";
import { apportion, repeated, scaled } from "./sizes.ts";

/** What does not change about a customer. Days count from the as-of date and are negative for the past. */
export interface Customer {
  /** Position in the order of the ids, from 0. */
  readonly index: number;
  readonly id: string;
  readonly segment: Segment;
  readonly channel: SalesChannel;
  readonly powerKw: number;
  readonly isSecondHome: boolean;
  readonly province: Province;
  readonly isUrban: boolean;
  readonly hasGas: boolean;
  /** A gas customer whose electricity is zero all year. */
  readonly isGasOnly: boolean;
  readonly renewalDay: number;
  /** Months of 30 days since the first activation. */
  readonly tenureMonths: number;
  readonly activationDay: number;
  readonly lastChangeDay: number | null;
  readonly contractStartDay: number;
}

/** `C00001` for index 0; five digits, more when there are 100,000 customers. */
export function customerIdOf(index: number): string {
  return `C${String(index + 1).padStart(5, "0")}`;
}

/** For each segment the indices of its customers; exact counts, shuffled over the ids. */
function dealSegments(seed: number, count: number): Segment[] {
  const counts = apportion(
    segments.map((segment) => segmentCounts[segment]),
    count,
  );
  return randomStream(seed, "customers", "segment").shuffled(repeated(segments, counts));
}

function membersOf(dealt: readonly Segment[], segment: Segment): number[] {
  return dealt.flatMap((own, index) => (own === segment ? [index] : []));
}

/** Deals exact counts of channels inside each segment. */
function dealChannels(seed: number, dealt: readonly Segment[]): SalesChannel[] {
  const channels = Array<SalesChannel>(dealt.length);
  for (const segment of segments) {
    const members = membersOf(dealt, segment);
    const counts = apportion(customersByChannel[segment], members.length);
    const deck = randomStream(seed, "customers", "channel", segment).shuffled(
      repeated(salesChannels, counts),
    );
    for (const [position, index] of members.entries()) channels[index] = at(deck, position);
  }
  return channels;
}

/** The recipe's list of corporate power in random order, as often as needed. */
function dealCorporatePower(seed: number, count: number): number[] {
  const list = repeated(corporatePower.stepsKw, corporatePower.counts);
  const random = randomStream(seed, "customers", "corporate power");
  const rounds = Math.ceil(count / list.length);
  return Array.from({ length: rounds }, () => random.shuffled(list)).flat();
}

/** Members of a list, chosen at random without repetition. */
function choose(random: RandomStream, members: readonly number[], count: number): Set<number> {
  return new Set(random.shuffled(members).slice(0, count));
}

/** The last anniversary of the activation: the as-of date ends its year, so it lies in that year (a leap year). */
function lastAnniversaryDay(activationDay: number): number {
  return daysFromAsOf(isoDate(`${YEAR}${daysAfterAsOf(activationDay).slice(4)}`));
}

function drawLastChange(random: RandomStream, renewalDay: number): number | null {
  const noise = random.normal(0, lastChange.noiseMonths);
  if (random.chance(NO_PRODUCT_CHANGE_SHARE)) return null;
  const monthsToRenewal = Math.max(renewalDay, 0) / DAYS_PER_MONTH;
  const months = lastChange.baseMonths + lastChange.slope * monthsToRenewal + noise;
  return -Math.max(Math.round(months * DAYS_PER_MONTH), lastChange.floorDays);
}

/** The customers, in the order of their ids. */
export function makeCustomers(seed: number, count: number): Customer[] {
  const dealt = dealSegments(seed, count);
  const channels = dealChannels(seed, dealt);
  const corporate = dealCorporatePower(seed, membersOf(dealt, "Corporate").length);
  const choices = randomStream(seed, "customers", "choices");
  const households = membersOf(dealt, "Residential");
  const secondHomes = choose(choices, households, scaled(SECOND_HOMES, count));
  const withGas = dealt.map((segment) => choices.chance(gasShare[segment]));
  const gasCustomers = withGas.flatMap((hasGas, index) => (hasGas ? [index] : []));
  const gasOnly = choose(choices, gasCustomers, scaled(GAS_ONLY_CUSTOMERS, count));
  const provinceWeights = provinces.map((province) => province.weight);
  let corporateSeen = 0;

  return dealt.map((segment, index) => {
    const random = randomStream(seed, "customer", index);
    const isSecondHome = secondHomes.has(index);
    const householdStep = random.weighted(isSecondHome ? householdPower.secondHome : householdPower.primary);
    const renewalDay = Math.floor(random.piecewiseUniform(renewalDays));
    const tenureDays = Math.floor(random.piecewiseUniform(tenureMonths) * DAYS_PER_MONTH);
    const lastChangeDay = drawLastChange(random, renewalDay);
    const power = (): number => {
      switch (segment) {
        case "Residential":
          return at(householdPower.stepsKw, householdStep);
        case "SME":
          return SME_POWER_KW;
        case "Corporate":
          corporateSeen += 1;
          return at(corporate, corporateSeen - 1);
      }
    };
    return {
      index,
      id: customerIdOf(index),
      segment,
      channel: at(channels, index),
      powerKw: power(),
      isSecondHome,
      province: at(provinces, random.weighted(provinceWeights)),
      isUrban: random.chance(URBAN_SHARE),
      hasGas: at(withGas, index),
      isGasOnly: gasOnly.has(index),
      renewalDay,
      tenureMonths: tenureDays / DAYS_PER_MONTH,
      activationDay: -tenureDays,
      lastChangeDay,
      contractStartDay: lastChangeDay ?? lastAnniversaryDay(-tenureDays),
    };
  });
}
