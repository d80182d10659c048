import { z } from "zod";

/**
 * A calibrator turns a model's margin (log-odds) into a probability that means what it says. The union has one
 * member today; others (isotonic, beta) join it by their own `method`.
 */
export const calibratorSchema = z.discriminatedUnion("method", [
  z.strictObject({
    /** Platt's sigmoid on the log-odds: p = 1 / (1 + exp(-(slope x margin + intercept))). */
    method: z.literal("sigmoid"),
    slope: z.number(),
    intercept: z.number(),
  }),
]);
export type Calibrator = z.infer<typeof calibratorSchema>;

const MAXIMUM_ITERATIONS = 100;
const SMALLEST_STEP = 1e-10;
const GRADIENT_TOLERANCE = 1e-9;
/** Keeps the Hessian positive definite. */
const RIDGE = 1e-12;

/** 1 / (1 + exp(-x)), without overflow for large |x|. */
function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** log(1 + exp(x)), without overflow for large x. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/**
 * Fits Platt's sigmoid by Newton's method with backtracking, after Lin, Lin and Weng, "A note on Platt's
 * probabilistic outputs for support vector machines", Machine Learning 68 (2007), algorithm 1, with their A = -slope
 * and B = -intercept. The targets are Platt's: (n1 + 1) / (n1 + 2) for churners, 1 / (n0 + 2) for the others, so that
 * perfectly separated scores do not give probabilities of 0 and 1.
 *
 * @param margins log-odds of rows that the model was not trained on
 * @throws Error when one of the classes is absent.
 */
export function fitSigmoid(margins: ArrayLike<number>, labels: ArrayLike<number>): Calibrator {
  const rows = margins.length;
  let positives = 0;
  for (let row = 0; row < rows; row += 1) positives += labels[row] === 1 ? 1 : 0;
  const negatives = rows - positives;
  if (positives === 0 || negatives === 0) throw new Error("A calibrator needs rows of both classes.");
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);

  const lossOf = (slope: number, intercept: number): number => {
    let loss = 0;
    for (let row = 0; row < rows; row += 1) {
      const logOdds = slope * (margins[row] ?? 0) + intercept;
      loss += softplus(logOdds) - (labels[row] === 1 ? high : low) * logOdds;
    }
    return loss;
  };

  let slope = 0;
  let intercept = Math.log((positives + 1) / (negatives + 1));
  let loss = lossOf(slope, intercept);
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration += 1) {
    let [h11, h22, h21, g1, g2] = [RIDGE, RIDGE, 0, 0, 0];
    for (let row = 0; row < rows; row += 1) {
      const margin = margins[row] ?? 0;
      const probability = logistic(slope * margin + intercept);
      const error = probability - (labels[row] === 1 ? high : low);
      const weight = probability * (1 - probability);
      h11 += margin * margin * weight;
      h21 += margin * weight;
      h22 += weight;
      g1 += margin * error;
      g2 += error;
    }
    if (Math.abs(g1) < GRADIENT_TOLERANCE * rows && Math.abs(g2) < GRADIENT_TOLERANCE * rows) break;
    const determinant = h11 * h22 - h21 * h21;
    const slopeStep = -(h22 * g1 - h21 * g2) / determinant;
    const interceptStep = -(h11 * g2 - h21 * g1) / determinant;
    const descent = g1 * slopeStep + g2 * interceptStep;

    let size = 1;
    let moved = false;
    while (size >= SMALLEST_STEP && !moved) {
      const nextLoss = lossOf(slope + size * slopeStep, intercept + size * interceptStep);
      moved = nextLoss < loss + 1e-4 * size * descent;
      if (moved) {
        slope += size * slopeStep;
        intercept += size * interceptStep;
        loss = nextLoss;
      } else size /= 2;
    }
    if (!moved) break;
  }
  return { method: "sigmoid", slope, intercept };
}

/** The calibrated probability of one margin. */
export function calibrate(calibrator: Calibrator, margin: number): number {
  return logistic(calibrator.slope * margin + calibrator.intercept);
}

/** The calibrated probabilities of many margins. */
export function calibrateAll(calibrator: Calibrator, margins: ArrayLike<number>): Float64Array {
  return Float64Array.from(margins, (margin) => calibrate(calibrator, margin));
}
