/** How sure a calibrator is, from the rows that it was fitted on. */

/** Covariance of a calibrator's slope and intercept on the log-odds of its own probabilities. */
export interface CalibratorCovariance {
  readonly slope: number;
  readonly both: number;
  readonly intercept: number;
}

/** Probabilities are kept this far from 0 and 1, so that their log-odds are numbers. */
const CLIP = 1e-15;

/** log(p / (1 - p)) */
export function logOddsOf(probability: number): number {
  const inside = Math.min(Math.max(probability, CLIP), 1 - CLIP);
  return Math.log(inside) - Math.log1p(-inside);
}

/** Symmetric two-by-two matrix of the sums of weight x (log-odds, 1) x (log-odds, 1). */
function weightedSquares(
  probabilities: ArrayLike<number>,
  weightOf: (probability: number, row: number) => number,
): CalibratorCovariance {
  let [slope, both, intercept] = [0, 0, 0];
  for (let row = 0; row < probabilities.length; row += 1) {
    const probability = probabilities[row] ?? 0;
    const logOdds = logOddsOf(probability);
    const weight = weightOf(probability, row);
    slope += weight * logOdds * logOdds;
    both += weight * logOdds;
    intercept += weight;
  }
  return { slope, both, intercept };
}

/**
 * Were the sigmoid p' = 1 / (1 + exp(-(a log-odds(p) + b))) fitted again on other rows of the same kind, it would vary
 * about a = 1, b = 0 with this covariance: the sandwich H^-1 J H^-1 of a logistic regression, H the sum of p (1 - p) x x'
 * and J that of (y - p)^2 x x' with x = (log-odds(p), 1) (Huber 1967; White 1982). It holds whether or not the sigmoid is
 * the right shape. What the shipped trees have in other margins than those of the folds is not in it.
 *
 * Probabilities that are all equal say nothing of a slope: then it is taken as certain.
 *
 * @param probabilities calibrated, of rows that the trees had not seen
 * @param labels 1 for churners, 0 for the others, in the same order
 */
export function calibratorCovariance(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): CalibratorCovariance {
  const h = weightedSquares(probabilities, (probability) => probability * (1 - probability));
  const j = weightedSquares(probabilities, (probability, row) => ((labels[row] ?? 0) - probability) ** 2);
  const determinant = h.slope * h.intercept - h.both * h.both;
  // Of a matrix without spread the determinant is rounding alone.
  if (determinant <= 1e-12 * h.slope * h.intercept) {
    const intercept = h.intercept > 0 ? j.intercept / h.intercept ** 2 : 0;
    return { slope: 0, both: 0, intercept };
  }
  const [a, b, c] = [h.intercept / determinant, -h.both / determinant, h.slope / determinant];
  return {
    slope: a * a * j.slope + 2 * a * b * j.both + b * b * j.intercept,
    both: a * b * j.slope + (a * c + b * b) * j.both + b * c * j.intercept,
    intercept: b * b * j.slope + 2 * b * c * j.both + c * c * j.intercept,
  };
}
