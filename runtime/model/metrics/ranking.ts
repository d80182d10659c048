/** How often each row counts, by its place in the scores: the draws of a bootstrap resample. */
export type RowCounts = Uint32Array;

/** Rows in falling order of their scores. Rows with equal scores cannot be told apart: they form one group. */
export interface Ranking {
  /** Place of each row in the scores, best first. */
  readonly rows: Uint32Array;
  /** 1 where that row is a churner. */
  readonly positive: Uint8Array;
  /** Where each group of equal scores ends in `rows`, exclusive. */
  readonly groupEnds: readonly number[];
}

/** Ranks rows by score. @throws Error when a score is NaN or the lengths differ. */
export function rankScores(scores: ArrayLike<number>, labels: ArrayLike<number>): Ranking {
  if (scores.length !== labels.length) throw new Error("There must be one label for each score.");
  const score = (row: number) => scores[row] ?? Number.NaN;
  const rows = Uint32Array.from({ length: scores.length }, (_, row) => row);
  if (rows.some((row) => Number.isNaN(score(row)))) throw new Error("A score is not a number.");
  rows.sort((a, b) => score(b) - score(a) || a - b);
  const groupEnds: number[] = [];
  for (let end = 1; end <= rows.length; end += 1) {
    if (end === rows.length || score(rows[end] ?? 0) !== score(rows[end - 1] ?? 0)) groupEnds.push(end);
  }
  return { rows, positive: Uint8Array.from(rows, (row) => (labels[row] === 1 ? 1 : 0)), groupEnds };
}

/** Walks over the groups of equal scores, best first, with the churners and others in each. */
export function forEachGroup(
  { rows, positive, groupEnds }: Ranking,
  counts: RowCounts | undefined,
  visit: (positives: number, negatives: number) => void,
): void {
  let place = 0;
  for (const end of groupEnds) {
    let positives = 0;
    let total = 0;
    for (; place < end; place += 1) {
      const count = counts === undefined ? 1 : (counts[rows[place] ?? 0] ?? 0);
      total += count;
      if (positive[place] === 1) positives += count;
    }
    if (total > 0) visit(positives, total - positives);
  }
}

/**
 * Average precision, the step-wise area under the precision-recall curve without interpolation:
 * sum over the distinct scores of (R_n - R_(n-1)) x P_n. It is what this project calls PR-AUC.
 *
 * @returns NaN when there is no churner.
 */
export function averagePrecision(ranking: Ranking, counts?: RowCounts): number {
  let [truePositives, predicted, area] = [0, 0, 0];
  forEachGroup(ranking, counts, (positives, negatives) => {
    truePositives += positives;
    predicted += positives + negatives;
    area += (positives * truePositives) / predicted;
  });
  return area / truePositives;
}

/**
 * Area under the ROC curve: the chance that a churner scores above another customer, equal scores counting half
 * (the Mann-Whitney statistic with mid-ranks, Hanley and McNeil 1982).
 *
 * @returns NaN when one of the classes is absent.
 */
export function rocAuc(ranking: Ranking, counts?: RowCounts): number {
  let [positivesAbove, negativesAbove, halfWins] = [0, 0, 0];
  forEachGroup(ranking, counts, (positives, negatives) => {
    halfWins += negatives * (2 * positivesAbove + positives);
    positivesAbove += positives;
    negativesAbove += negatives;
  });
  return halfWins / (2 * positivesAbove * negativesAbove);
}
