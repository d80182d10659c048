import type { RowCounts } from "./ranking.ts";

/** Counts of right and wrong calls when everyone at or above a threshold is called a churner. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** The confusion matrix at a threshold, inclusive: `score >= threshold` is called a churner. */
export function confusionAt(
  threshold: number,
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  counts?: RowCounts,
): Confusion {
  let [truePositives, falsePositives, falseNegatives, trueNegatives] = [0, 0, 0, 0];
  for (let row = 0; row < scores.length; row += 1) {
    const count = counts === undefined ? 1 : (counts[row] ?? 0);
    const called = (scores[row] ?? 0) >= threshold;
    if (labels[row] === 1) {
      if (called) truePositives += count;
      else falseNegatives += count;
    } else if (called) falsePositives += count;
    else trueNegatives += count;
  }
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Share of the called customers who churn; 0 when nobody is called. */
export function precision({ truePositives, falsePositives }: Confusion): number {
  return ratio(truePositives, truePositives + falsePositives);
}

/** Share of the churners who are called; 0 when there are none. */
export function recall({ truePositives, falseNegatives }: Confusion): number {
  return ratio(truePositives, truePositives + falseNegatives);
}

/** Harmonic mean of precision and recall; 0 when both are. */
export function f1({ truePositives, falsePositives, falseNegatives }: Confusion): number {
  return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

/** Share of right calls. */
export function accuracy(confusion: Confusion): number {
  const right = confusion.truePositives + confusion.trueNegatives;
  return ratio(right, right + confusion.falsePositives + confusion.falseNegatives);
}
