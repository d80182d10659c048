/** 1 / (1 + exp(-x)), without overflow for large |x|. */
export function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** log(1 + exp(x)), without overflow for large x. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/**
 * Platt's targets (Platt 1999): (n1 + 1) / (n1 + 2) for churners, 1 / (n0 + 2) for the others, so that perfectly separated
 * scores do not give probabilities of 0 and 1.
 *
 * @throws Error when one of the classes is absent.
 */
export function smoothedTargets(labels: ArrayLike<number>): Float64Array {
  const churners = Array.from(labels).filter((label) => label === 1).length;
  const others = labels.length - churners;
  if (churners === 0 || others === 0) throw new Error("A calibrator needs rows of both classes.");
  const [high, low] = [(churners + 1) / (churners + 2), 1 / (others + 2)];
  return Float64Array.from(labels, (label) => (label === 1 ? high : low));
}

const MAXIMUM_ITERATIONS = 100;
const SMALLEST_STEP = 1e-10;
const GRADIENT_TOLERANCE = 1e-9;
/** Share of the promised descent that a step must bring (Armijo). */
const ENOUGH_DESCENT = 1e-4;
/** Keeps the Hessian positive definite. */
const RIDGE = 1e-12;

/** Solves a small symmetric positive definite system by Gaussian elimination; the pivots lie on the diagonal. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const rows = matrix.map((row) => Float64Array.from(row));
  const x = Float64Array.from(right);
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < size; pivot += 1)
    for (let row = pivot + 1; row < size; row += 1) {
      const factor = at(row, pivot) / at(pivot, pivot);
      const target = rows[row] ?? new Float64Array(size);
      for (let column = pivot; column < size; column += 1)
        target[column] = at(row, column) - factor * at(pivot, column);
      x[row] = (x[row] ?? 0) - factor * (x[pivot] ?? 0);
    }
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = x[row] ?? 0;
    for (let column = row + 1; column < size; column += 1) rest -= at(row, column) * (x[column] ?? 0);
    x[row] = rest / at(row, row);
  }
  return x;
}

/**
 * Fits log-odds = intercept + sum of weight x feature to targets from 0 to 1 by Newton's method with backtracking, as Lin,
 * Lin and Weng do for Platt's sigmoid ("A note on Platt's probabilistic outputs for support vector machines", Machine
 * Learning 68, 2007, algorithm 1), for any small number of features.
 *
 * @param features one array for each feature, as long as the targets
 * @returns the weights in the order of the features, and the intercept
 */
export function fitLogistic(
  features: readonly ArrayLike<number>[],
  targets: ArrayLike<number>,
): { readonly weights: readonly number[]; readonly intercept: number } {
  const rows = targets.length;
  const size = features.length + 1;
  // The intercept is the weight of a feature that is 1 everywhere.
  const featureAt = (feature: number, row: number) => features[feature]?.[row] ?? 1;
  const logOddsOf = (weights: Float64Array, row: number): number => {
    let sum = 0;
    for (let feature = 0; feature < size; feature += 1)
      sum += (weights[feature] ?? 0) * featureAt(feature, row);
    return sum;
  };
  const lossOf = (weights: Float64Array): number => {
    let loss = 0;
    for (let row = 0; row < rows; row += 1) {
      const logOdds = logOddsOf(weights, row);
      loss += softplus(logOdds) - (targets[row] ?? 0) * logOdds;
    }
    return loss;
  };

  let mean = 0;
  for (let row = 0; row < rows; row += 1) mean += (targets[row] ?? 0) / rows;
  let weights = new Float64Array(size);
  weights[size - 1] = Math.log(mean / (1 - mean));
  let loss = lossOf(weights);
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration += 1) {
    const gradient = new Float64Array(size);
    const hessian = Array.from({ length: size }, (_, row) =>
      Float64Array.from({ length: size }, (__, column) => (row === column ? RIDGE : 0)),
    );
    for (let row = 0; row < rows; row += 1) {
      const probability = logistic(logOddsOf(weights, row));
      const error = probability - (targets[row] ?? 0);
      const curvature = probability * (1 - probability);
      for (let first = 0; first < size; first += 1) {
        const value = featureAt(first, row);
        gradient[first] = (gradient[first] ?? 0) + value * error;
        const line = hessian[first] ?? gradient;
        for (let second = 0; second < size; second += 1)
          line[second] = (line[second] ?? 0) + value * featureAt(second, row) * curvature;
      }
    }
    if (gradient.every((value) => Math.abs(value) < GRADIENT_TOLERANCE * rows)) break;
    const step = solve(hessian, gradient).map((value) => -value);
    const descent = gradient.reduce((sum, value, feature) => sum + value * (step[feature] ?? 0), 0);
    let moved = false;
    for (let length = 1; length >= SMALLEST_STEP && !moved; length /= 2) {
      const next = weights.map((weight, feature) => weight + length * (step[feature] ?? 0));
      const nextLoss = lossOf(next);
      moved = nextLoss < loss + ENOUGH_DESCENT * length * descent;
      if (moved) [weights, loss] = [next, nextLoss];
    }
    if (!moved) break;
  }
  return { weights: Array.from(weights.subarray(0, size - 1)), intercept: weights[size - 1] ?? 0 };
}
