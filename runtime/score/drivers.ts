import type { Contributions } from "../model/artifact.ts";

/** How many drivers a recommendation names. */
const DRIVERS_NAMED = 3;

/** A feature and what it adds to a customer's log-odds of churn. */
export interface Driver {
  readonly feature: string;
  readonly contribution: number;
}

/**
 * The features that push each customer most towards churn (D28): SHAP values of the matrix columns summed to their
 * feature, so that a category counts once, the positive ones, largest first; equal ones in the model's order.
 *
 * @returns one list per row, at most `count` long, shorter where fewer features push that way
 */
export function topDrivers(
  { columns, values }: Contributions,
  count: number = DRIVERS_NAMED,
): readonly (readonly Driver[])[] {
  const features = [...new Set(columns.map(({ feature }) => feature))];
  const places = new Map(features.map((feature, place) => [feature, place]));
  const placeOf = columns.map(({ feature }) => places.get(feature) ?? 0);
  // The last value of a row is the bias, which no feature answers for.
  const width = columns.length + 1;
  return Array.from({ length: values.length / width }, (_, row) => {
    const sums = new Float64Array(features.length);
    placeOf.forEach((place, column) => {
      sums[place] = (sums[place] ?? 0) + (values[row * width + column] ?? 0);
    });
    return features
      .map((feature, place) => ({ feature, contribution: sums[place] ?? 0 }))
      .filter(({ contribution }) => contribution > 0)
      .sort((a, b) => b.contribution - a.contribution)
      .slice(0, count);
  });
}

/** A driver as a reason code, as recommendations and served scores name it. */
export function driverCode({ feature }: Driver): string {
  return `driver_${feature}`;
}
