import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePrecision, rankScores, rocAuc } from "../../../runtime/model/metrics/ranking.ts";

const ap = (scores: number[], labels: number[]) => averagePrecision(rankScores(scores, labels));
const auc = (scores: number[], labels: number[]) => rocAuc(rankScores(scores, labels));

/** Rows with coarse scores, so that ties are common, and at least one of each class. */
const rows = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 20 }), label: fc.constantFrom(0, 1) }), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((all) => new Set(all.map(({ label }) => label)).size === 2)
  .map((all) => ({ scores: all.map(({ score }) => score), labels: all.map(({ label }) => label) }));

describe("average precision", () => {
  it("gives the example in scikit-learn's documentation of average_precision_score", () => {
    expect(ap([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBeCloseTo(0.8333333, 6);
  });

  it("treats equal scores as one step (worked by hand: 1/2 x 1/2 + 1/2 x 2/4)", () => {
    expect(ap([0.9, 0.9, 0.5, 0.5, 0.1], [1, 0, 1, 0, 0])).toBe(0.5);
  });

  it("is 1 for a perfect ranking and the churn rate for equal scores", () => {
    fc.assert(
      fc.property(rows, ({ labels }) => {
        const rate = labels.filter((label) => label === 1).length / labels.length;
        expect(ap(labels, labels)).toBe(1);
        expect(
          ap(
            labels.map(() => 0.3),
            labels,
          ),
        ).toBeCloseTo(rate, 12);
      }),
    );
  });
});

describe("area under the ROC curve", () => {
  it("gives the example in scikit-learn's documentation of roc_auc_score", () => {
    expect(auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
  });

  it("counts a tie as half a win (worked by hand: (2.5 + 1.5) of 6 pairs)", () => {
    expect(auc([0.9, 0.9, 0.5, 0.5, 0.1], [1, 0, 1, 0, 0])).toBeCloseTo(4 / 6, 15);
  });

  it("equals the share of pairs won, counted pair by pair", () => {
    fc.assert(
      fc.property(rows, ({ scores, labels }) => {
        let [won, pairs] = [0, 0];
        scores.forEach((score, row) => {
          if (labels[row] !== 1) return;
          scores.forEach((other, otherRow) => {
            if (labels[otherRow] === 1) return;
            pairs += 1;
            won += score > other ? 1 : score === other ? 0.5 : 0;
          });
        });
        expect(auc(scores, labels)).toBeCloseTo(won / pairs, 12);
      }),
    );
  });

  it("and average precision do not change under a rising transformation of the scores", () => {
    fc.assert(
      fc.property(rows, ({ scores, labels }) => {
        const moved = scores.map((score) => 1 / (1 + Math.exp(-0.2 * score - 1)));
        expect(auc(moved, labels)).toBe(auc(scores, labels));
        expect(ap(moved, labels)).toBe(ap(scores, labels));
      }),
    );
  });
});

describe("counted rows", () => {
  it("give the figures of the rows repeated that often", () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), ({ scores, labels }, stream) => {
        const counts = Uint32Array.from(scores, () => stream.next().value ?? 1);
        const repeat = (values: number[]) =>
          values.flatMap((value, row) => Array.from({ length: counts[row] ?? 0 }, () => value));
        const ranking = rankScores(scores, labels);
        expect(averagePrecision(ranking, counts)).toBeCloseTo(ap(repeat(scores), repeat(labels)), 12);
        expect(rocAuc(ranking, counts)).toBeCloseTo(auc(repeat(scores), repeat(labels)), 12);
      }),
    );
  });
});

describe("a ranking", () => {
  it("refuses scores that are no numbers", () => {
    expect(() => rankScores([0.1, Number.NaN], [0, 1])).toThrow("not a number");
  });
});
