import { explanationPolicy } from "../../configs/explanations.ts";
import type { Contributions } from "../model/artifact.ts";

/** What each feature adds to the log-odds of each customer. Base and features of a row sum to its margin. */
export interface Attributions {
  /** The model's features, in its order. */
  readonly features: readonly string[];
  /** Row-major, one value per feature, in log-odds before calibration. */
  readonly values: Float64Array;
  /**
   * Where every customer starts, in log-odds before calibration. With trees what they give on average, each leaf weighed by
   * its cover: XGBoost's cover is the sum of the rows' second derivatives, in which a row whose outcome is clear counts
   * less, so this is not the mean margin of the training rows. With a linear model its intercept, that is, numbers at their
   * mean and no level of any category.
   */
  readonly base: number;
}

/** The values of one row, in the order of the features. */
export function attributionsIn({ features, values }: Attributions, row: number): Float64Array {
  return values.subarray(row * features.length, (row + 1) * features.length);
}

/**
 * Sums the SHAP values of matrix columns to their features, so that a category counts once.
 *
 * The library adds numbers of 32 bits over all trees, which leaves the sum of a row off its margin by some millionths.
 * What rounding took is given back to the features in proportion to their effects, which changes neither a sign nor an
 * order; a row that is further off is no rounding, and refused.
 *
 * @param margins log-odds of the same rows, as the same model gives them
 * @throws Error when the contributions of a row are not those of its margin
 */
export function attributionsOf({ columns, values }: Contributions, margins: ArrayLike<number>): Attributions {
  const features = [...new Set(columns.map(({ feature }) => feature))];
  const places = new Map(features.map((feature, place) => [feature, place]));
  const placeOf = columns.map(({ feature }) => places.get(feature) ?? 0);
  // The last value of a row is the base, which no feature answers for; it is the same in all rows.
  const width = columns.length + 1;
  const rows = values.length / width;
  if (rows !== margins.length)
    throw new Error(`There are contributions of ${rows} rows, and margins of ${margins.length}.`);
  const base = values[width - 1] ?? 0;
  const sums = new Float64Array(rows * features.length);
  for (let row = 0; row < rows; row += 1) {
    placeOf.forEach((place, column) => {
      const at = row * features.length + place;
      sums[at] = (sums[at] ?? 0) + (values[row * width + column] ?? 0);
    });
    giveBack(sums.subarray(row * features.length, (row + 1) * features.length), {
      base: values[row * width + width - 1] ?? Number.NaN,
      margin: margins[row] ?? Number.NaN,
    });
  }
  return { features, values: sums, base };
}

/** Makes base and contributions of a row sum to its margin. @throws Error when more than rounding is amiss */
function giveBack(
  contributions: Float64Array,
  { base, margin }: { readonly base: number; readonly margin: number },
): void {
  let sum = base;
  let size = 0;
  for (const contribution of contributions) {
    sum += contribution;
    size += Math.abs(contribution);
  }
  const lost = margin - sum;
  // Written so that what is no number is refused, too.
  if (!(Math.abs(lost) <= explanationPolicy.rounding * Math.max(1, size)))
    throw new Error(
      `What the features add to a score does not sum to it: ${lost} of log-odds are missing. The model or the ` +
        "library is damaged: install XGBoost again, or roll the model back.",
    );
  // Effects that are smaller than the rounding would change their sign.
  if (size <= Math.abs(lost)) return;
  contributions.forEach((contribution, place) => {
    contributions[place] = contribution + (lost * Math.abs(contribution)) / size;
  });
}
