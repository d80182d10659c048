import type { ScoredRows } from "../../runtime/model/metrics/metrics.ts";
import { wilson } from "../../runtime/statistics/wilson.ts";

/** How well probabilities keep what they promise. */

/** Bins of equal width: the tiers' cuts lie between two of them, and each says something of its own part of the scale. */
export const RELIABILITY_BINS = 10;

/** Customers of similar probability: what they were expected to do, and what they did. */
export interface ReliabilityBin {
  /** The lower end belongs to the bin, and 1 to the last. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly churners: number;
  readonly meanProbability: number;
  readonly churnRate: number;
  /** Ends of the churn rate's interval. */
  readonly low: number;
  readonly high: number;
}

/** The bins that hold anybody, lowest probabilities first. */
export function reliabilityBins({ probabilities, labels }: ScoredRows): readonly ReliabilityBin[] {
  const sums = Array.from({ length: RELIABILITY_BINS }, () => ({ rows: 0, churners: 0, probability: 0 }));
  for (let row = 0; row < probabilities.length; row += 1) {
    const probability = probabilities[row] ?? 0;
    const bin = sums[Math.min(RELIABILITY_BINS - 1, Math.floor(probability * RELIABILITY_BINS))];
    if (bin === undefined) continue;
    bin.rows += 1;
    bin.churners += labels[row] === 1 ? 1 : 0;
    bin.probability += probability;
  }
  return sums.flatMap(({ rows, churners, probability }, index) =>
    rows === 0
      ? []
      : [
          {
            from: index / RELIABILITY_BINS,
            to: (index + 1) / RELIABILITY_BINS,
            rows,
            churners,
            meanProbability: probability / rows,
            churnRate: churners / rows,
            ...wilson(churners, rows),
          },
        ],
  );
}
