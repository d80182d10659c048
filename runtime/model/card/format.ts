import type { Estimate } from "../metrics/estimate.ts";

/** How the card writes figures: in English, and the same on every machine. */

const counts = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const money = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const short = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 4 });

/** 12,345 */
export const count = (value: number): string => counts.format(value);

/** 0.812 */
export const figure = (value: number): string => decimals.format(value);

/** As short as four digits allow: 0.7, 0.03, 600. */
export const brief = (value: number): string => short.format(value);

/** 12.3 %; nothing can be said of a share of nothing. */
export const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** A share of some rows: 12.3 %, or a dash where there are none. */
export const shareOf = (part: number, whole: number): string => (whole === 0 ? "–" : percent(part / whole));

/** 1,234.56 EUR */
export const euros = (value: number): string => `${money.format(value)} EUR`;

/** The ends of an interval: 0.790 to 0.834. */
export const ends = (
  { low, high }: { readonly low: number; readonly high: number },
  write: (value: number) => string = figure,
): string => `${write(low)} to ${write(high)}`;

/** A figure with its interval, or a dash where there is none: 0.812 (0.790 to 0.834). */
export const estimate = (value: Estimate | null, write: (value: number) => string = figure): string =>
  value === null ? "–" : `${write(value.value)} (${ends(value, write)})`;
