/**
 * What calibrated probabilities promise of a model while nobody knows who will churn (D30), with how each figure
 * answers to each customer. Labels are taken as independent draws, each churning with its probability.
 */

/** A figure with its derivatives: how it changes with the probability of each customer. */
export interface ExpectedFigure {
  readonly value: number;
  /** One for each customer, in the order of the probabilities. */
  readonly slopes: Float64Array;
}

/** `null` where a figure has no meaning: nobody is called, or nobody is expected to churn. */
export interface ExpectedFigures {
  readonly precision: ExpectedFigure | null;
  readonly recall: ExpectedFigure | null;
  /** Average precision, which this project calls PR-AUC. */
  readonly prAuc: ExpectedFigure | null;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Mean probability of those called: the expected share of churners among them. */
function precisionOf(probabilities: Float64Array, called: number): ExpectedFigure | null {
  if (called === 0) return null;
  const slopes = new Float64Array(probabilities.length).fill(1 / called, 0, called);
  return { value: sumOf(probabilities.subarray(0, called)) / called, slopes };
}

/** Expected churners among those called over all expected churners. */
function recallOf(probabilities: Float64Array, called: number, churners: number): ExpectedFigure | null {
  if (churners === 0) return null;
  const value = sumOf(probabilities.subarray(0, called)) / churners;
  const slopes = probabilities.map((_, row) => ((row < called ? 1 : 0) - value) / churners);
  return { value, slopes };
}

/** Where groups of equal probabilities begin and end, exclusive. */
function groupsOf(sorted: Float64Array): readonly { readonly start: number; readonly end: number }[] {
  const groups: { start: number; end: number }[] = [];
  let start = 0;
  for (let end = 1; end <= sorted.length; end += 1) {
    if (end < sorted.length && sorted[end] === sorted[start]) continue;
    groups.push({ start, end });
    start = end;
  }
  return groups;
}

/**
 * Average precision is sum over groups g of equal scores of s_g t_g / n_g over the number of churners: s_g of them in
 * the group, t_g and n_g churners and customers down to and with it. With independent labels E[s_g t_g] =
 * m_g T_g + v_g: m_g the sum of the group's probabilities, T_g that down to and with it, v_g the sum of p (1 - p). The
 * expectation of the ratio is taken as the ratio of the expectations, which differs by a part of the order of one over
 * the number of churners.
 */
function averagePrecisionOf(probabilities: Float64Array, churners: number): ExpectedFigure | null {
  if (churners === 0) return null;
  const customers = probabilities.length;
  /** Derivatives of the sum over the groups by each probability. */
  const sums = new Float64Array(customers);
  const groups = groupsOf(probabilities);
  let [above, sum] = [0, 0];
  for (const { start, end } of groups) {
    const probability = probabilities[start] ?? 0;
    const inGroup = end - start;
    const expected = inGroup * probability;
    sum += (expected * (above + expected) + expected * (1 - probability)) / end;
    above += expected;
    sums.fill((above + 1 - 2 * probability) / end, start, end);
  }
  // A churner also adds to the churners at or above in every group from its own downwards.
  let below = 0;
  for (const { start, end } of groups.toReversed()) {
    below += ((end - start) * (probabilities[start] ?? 0)) / end;
    for (let row = start; row < end; row += 1) sums[row] = (sums[row] ?? 0) + below;
  }
  const value = sum / churners;
  return { value, slopes: sums.map((each) => (each - value) / churners) };
}

/**
 * The figures to be expected at a threshold, which belongs to the called.
 *
 * @param probabilities calibrated, highest first
 */
export function expectedFigures(probabilities: Float64Array, threshold: number): ExpectedFigures {
  const churners = sumOf(probabilities);
  const called = probabilities.filter((probability) => probability >= threshold).length;
  return {
    precision: precisionOf(probabilities, called),
    recall: recallOf(probabilities, called, churners),
    prAuc: averagePrecisionOf(probabilities, churners),
  };
}
