import { type Bucket, DAYS_PER_MONTH } from "../../configs/lifecycle.ts";
import type { IsoDate } from "../../configs/names.ts";
import { literal } from "../table/engine.ts";

/** Small SQL expressions that several tiers share. Arguments are SQL expressions. */

/** A day as an SQL literal. */
export const day = (date: IsoDate): string => `DATE ${literal(date)}`;

/** Months from one day to another, unrounded; negative when `to` is the earlier day. */
export const monthsBetween = (from: string, to: string): string =>
  `date_diff('day', ${from}, ${to}) / ${DAYS_PER_MONTH}`;

/**
 * A number rounded half to even (D3). The added zero turns -0 into 0.
 * A count of days over 30.44 never lies exactly half-way at 0 or 1 decimals (that would take an odd multiple of
 * 30.44 / 2 or 30.44 / 20 that is a whole number), so the mode matters only if the month's length is changed.
 */
export const rounded = (value: string, decimals: 0 | 1): string => `round_even(${value}, ${decimals}) + 0.0`;

/** A day that had passed on `asOf`, else null: what happens later is not known yet (D1). */
export const knownOn = (asOf: IsoDate, date: string): string =>
  `CASE WHEN ${date} <= ${day(asOf)} THEN ${date} END`;

/** Name of the bucket that holds a value; null for null. */
export function bucketOf(value: string, buckets: readonly Bucket[]): string {
  const cases = buckets.map(({ name, upTo }) =>
    upTo === null
      ? `WHEN ${value} IS NOT NULL THEN ${literal(name)}`
      : `WHEN ${value} <= ${upTo} THEN ${literal(name)}`,
  );
  return `CASE ${cases.join(" ")} END`;
}

/** 1 where a condition holds; 0 where it does not or is unknown. */
export const flag = (condition: string): string => `CASE WHEN ${condition} THEN 1 ELSE 0 END`;

/** 1 where a condition holds, 0 where it does not, null where it is unknown. */
export const flagOrNull = (condition: string): string => `CAST(${condition} AS TINYINT)`;

/** `column` holds one of the texts. */
export const oneOf = (column: string, texts: readonly string[]): string =>
  `${column} IN (${texts.map(literal).join(", ")})`;

/**
 * Change from the first to the last value of an ordered list without nulls, as a share of the first;
 * null when the list is empty or begins at or below 0 (D15).
 */
export const trend = (list: string): string =>
  `CASE WHEN ${list}[1] > 0 THEN (${list}[-1] - ${list}[1]) / ${list}[1] END`;

/** A value held between two limits; null for null (`least` and `greatest` would skip the null). */
export const winsorised = (
  value: string,
  { min, max }: { readonly min: number; readonly max: number },
): string => `CASE WHEN ${value} < ${min} THEN ${min} WHEN ${value} > ${max} THEN ${max} ELSE ${value} END`;
