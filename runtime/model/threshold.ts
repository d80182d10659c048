import { forEachGroup, rankScores } from "./metrics/ranking.ts";

/** A point on the precision-recall curve. */
export interface OperatingPoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/**
 * The recall rule: of all distinct scores s (a churner is called when score >= s) whose recall reaches the target,
 * the one with the highest precision; of equally precise ones the lowest score. Precisions are compared as fractions,
 * without rounding. As the lowest score has recall 1, there always is one.
 *
 * @throws Error when there is no churner.
 */
export function chooseThreshold(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  recallTarget: number,
): OperatingPoint {
  const ranking = rankScores(scores, labels);
  const churners = ranking.positive.reduce((sum, positive) => sum + positive, 0);
  if (churners === 0) throw new Error("A threshold needs churners.");
  let best = { threshold: Number.NaN, caught: 0, called: 1 };
  let [caught, called, group] = [0, 0, 0];
  forEachGroup(ranking, undefined, (positives, negatives) => {
    caught += positives;
    called += positives + negatives;
    const threshold = scores[ranking.rows[(ranking.groupEnds[group] ?? 1) - 1] ?? 0] ?? Number.NaN;
    group += 1;
    if (caught / churners >= recallTarget && caught * best.called >= best.caught * called) {
      best = { threshold, caught, called };
    }
  });
  return { threshold: best.threshold, precision: best.caught / best.called, recall: best.caught / churners };
}
