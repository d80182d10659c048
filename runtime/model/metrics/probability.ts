import type { Ranking, RowCounts } from "./ranking.ts";

/** Probabilities are kept this far from 0 and 1 in the log loss, so that one sure mistake is not infinite. */
const CLIP = 1e-15;

/** Squared error of each row's probability; their mean is the Brier score (Brier 1950). */
export function squaredErrors(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (probability, row) => (probability - (labels[row] ?? 0)) ** 2);
}

/** Negative log-likelihood of each row's label in nats; their mean is the log loss. */
export function logLosses(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (probability, row) => {
    const inside = Math.min(Math.max(probability, CLIP), 1 - CLIP);
    return labels[row] === 1 ? -Math.log(inside) : -Math.log1p(-inside);
  });
}

/** Mean of a value over the rows, summed in their order. */
export function meanOf(values: ArrayLike<number>, counts?: RowCounts): number {
  let [sum, rows] = [0, 0];
  for (let row = 0; row < values.length; row += 1) {
    const count = counts === undefined ? 1 : (counts[row] ?? 0);
    sum += count * (values[row] ?? 0);
    rows += count;
  }
  return sum / rows;
}

/** One quantile bin of a reliability diagram. */
export interface ReliabilityBin {
  readonly rows: number;
  readonly meanProbability: number;
  readonly churnRate: number;
}

/**
 * Reliability by quantile bins, lowest probabilities first. A row falls into bin floor(bins x below / rows), `below`
 * being the number of rows with a lower probability: bins are equally full, and equal probabilities stay together.
 * Empty bins are left out.
 */
export function reliability(
  probabilities: ArrayLike<number>,
  ranking: Ranking,
  bins: number,
  counts?: RowCounts,
): readonly ReliabilityBin[] {
  const countOf = (row: number) => (counts === undefined ? 1 : (counts[row] ?? 0));
  let total = 0;
  for (const row of ranking.rows) total += countOf(row);
  const found: { rows: number; probability: number; churners: number }[] = [];
  for (let bin = 0; bin < bins; bin += 1) found.push({ rows: 0, probability: 0, churners: 0 });
  let below = 0;
  for (let group = ranking.groupEnds.length - 1; group >= 0; group -= 1) {
    const bin = found[Math.min(bins - 1, Math.floor((bins * below) / total))];
    if (bin === undefined) continue;
    const end = ranking.groupEnds[group] ?? 0;
    for (let place = ranking.groupEnds[group - 1] ?? 0; place < end; place += 1) {
      const row = ranking.rows[place] ?? 0;
      const count = countOf(row);
      bin.rows += count;
      bin.probability += count * (probabilities[row] ?? 0);
      bin.churners += ranking.positive[place] === 1 ? count : 0;
      below += count;
    }
  }
  return found
    .filter(({ rows }) => rows > 0)
    .map(({ rows, probability, churners }) => ({
      rows,
      meanProbability: probability / rows,
      churnRate: churners / rows,
    }));
}

/**
 * Expected calibration error: the mean distance between probability and churn rate over the quantile bins, weighted
 * by their rows (Naeini, Cooper and Hauskrecht 2015, with bins of equal mass). Noise alone makes it positive, more so
 * in a bootstrap resample: its interval lies above its value.
 */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  return bins.reduce(
    (sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.meanProbability - bin.churnRate),
    0,
  );
}
