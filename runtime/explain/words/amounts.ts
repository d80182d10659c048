import type { Language } from "../../../configs/languages.ts";
import { DAYS_PER_MONTH } from "../../../configs/lifecycle.ts";
import { priceLimits } from "../../../configs/price-features.ts";
import type { Measure } from "./clauses.ts";

/** How numbers are rounded when they are spoken, the same in every language. All take the size alone, without sign. */

const MONTHS_A_YEAR = 12;
/** From so many months on people count in years. */
const COUNTED_IN_YEARS = 24;
/** From so many days on people count in months. */
const COUNTED_IN_MONTHS = 60;
/** From here on decimals say nothing more. */
const WHOLE_FROM = { amount: 10, percent: 10, euros: 100 } as const;

/** A probability that lies between this and 1 is told to do so. */
const CERTAIN = 0.999;

/** The step in which each measure is spoken: what is less than half of it is nothing. */
const steps: Readonly<Record<Measure, number>> = {
  span: 0.1,
  kwh: 0.1,
  m3: 0.1,
  share: 0.001,
  times: 1,
  months: 1,
  days: 1,
  price: 0.001,
  euros: 0.01,
};

/** Does a number round to nothing, as it is spoken? */
export function isNothing(measure: Measure, value: number): boolean {
  return Math.abs(value) < steps[measure] / 2;
}

/** A time as people speak of it: less than a month, months or years, exactly or about so many. */
export type Span =
  | { readonly kind: "less than a month" }
  | { readonly kind: "months" | "years"; readonly count: number; readonly exact: boolean };

/** @param months of either sign */
export function spanOf(months: number): Span {
  const size = Math.round(Math.abs(months) * 10) / 10;
  if (size < 1) return { kind: "less than a month" };
  if (size < COUNTED_IN_YEARS)
    return { kind: "months", count: Math.round(size), exact: Number.isInteger(size) };
  // Begun years are told by "over", so that nobody is made a customer for longer than he is.
  return {
    kind: "years",
    count: Math.floor(size / MONTHS_A_YEAR),
    exact: Number.isInteger(size / MONTHS_A_YEAR),
  };
}

/** Days that are better told in months, as such; undefined where days say it best. */
export function spanOfDays(days: number): Span | undefined {
  if (Math.abs(days) < COUNTED_IN_MONTHS) return undefined;
  const span = spanOf(Math.round(Math.abs(days) / DAYS_PER_MONTH));
  return span.kind === "months" ? { ...span, exact: false } : span;
}

const limits = new Map<string, { readonly min: number; readonly max: number }>([
  ["elec_price_trend_12m", priceLimits.trend],
  ["gas_price_trend_12m", priceLimits.trend],
  ["elec_price_volatility_12m", priceLimits.volatility],
  ["elec_price_vs_province_cost_spread", priceLimits.spread],
]);

/** Was a value cut at a limit, so that nobody knows from it how far it went? */
export function isAtLimit(feature: string, value: number): boolean {
  const limit = limits.get(feature);
  return limit !== undefined && (value >= limit.max || value <= limit.min);
}

/** Numbers as a language writes them. */
export interface Amounts {
  /** 12 -> "12" */
  count(value: number): string;
  /** 1234.5 -> "1,235"; 3.25 -> "3.3" */
  amount(value: number): string;
  /** 0.054 -> "5.4 %"; 0.35 -> "35 %" */
  percent(share: number): string;
  /** As a percentage, but nothing is called certain or impossible that is not: 0.9998 -> "> 99.9 %" */
  probability(value: number): string;
  /** 0.4567 -> "0.457" */
  figure(value: number): string;
  /** 3.2 -> "€3.20"; 1234.5 -> "€1,235" */
  euros(value: number): string;
  /** 0.0783 -> "€0.078" */
  price(value: number): string;
}

const locales: Readonly<Record<Language, string>> = { en: "en-GB", es: "es-ES" };

/** How a language writes numbers. */
export function amountsOf(language: Language): Amounts {
  const format = (options: Intl.NumberFormatOptions) => {
    // As everywhere on the dashboard, also where Spanish would leave four digits without a separator.
    const written = new Intl.NumberFormat(locales[language], { useGrouping: "always", ...options });
    return (value: number) => written.format(Math.abs(value));
  };
  const decimals = (digits: number, more: Intl.NumberFormatOptions = {}) =>
    format({ minimumFractionDigits: digits, maximumFractionDigits: digits, ...more });
  const euro = { style: "currency", currency: "EUR" } as const;
  const [whole, oneAtMost] = [decimals(0), format({ maximumFractionDigits: 1 })];
  const [tenth, thousandth] = [decimals(1), decimals(3)];
  const [wholeEuros, cents, price] = [decimals(0, euro), decimals(2, euro), decimals(3, euro)];
  return {
    count: whole,
    amount: (value) => (Math.abs(value) < WHOLE_FROM.amount ? oneAtMost : whole)(value),
    percent: (share) => {
      const percent = Math.abs(share) * 100;
      return `${(percent < WHOLE_FROM.percent ? oneAtMost : whole)(percent)} %`;
    },
    probability: (value) => {
      if (value > CERTAIN && value < 1) return `> ${tenth(CERTAIN * 100)} %`;
      const least = 1 - CERTAIN;
      return value < least && value > 0 ? `< ${tenth(least * 100)} %` : `${tenth(value * 100)} %`;
    },
    figure: thousandth,
    euros: (value) => (Math.abs(value) < WHOLE_FROM.euros ? cents : wholeEuros)(value),
    price,
  };
}
