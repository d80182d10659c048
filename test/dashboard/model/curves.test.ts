import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  confusionOf,
  gainCurve,
  outcomesOf,
  pointAt,
  precisionRecallCurve,
  rocCurve,
  type ScoredOutcomes,
  thinned,
} from "../../../dashboard/data/curves.ts";
import { metricValues } from "../../../runtime/model/metrics/metrics.ts";

/** Five customers, worked by hand: two of them share a score. */
const five = { probabilities: [0.9, 0.8, 0.8, 0.4, 0.1], labels: [1, 1, 0, 0, 1] };

/** Scores with many ties, at least one customer of each outcome. */
const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), { minLength: 2, maxLength: 80 })
  .filter((rows) => rows.some(([, churns]) => churns) && rows.some(([, churns]) => !churns))
  .map((rows) => ({
    probabilities: rows.map(([score]) => score / 20),
    labels: rows.map(([, churns]) => Number(churns)),
  }));

describe("by hand", () => {
  const outcomes = outcomesOf(five);

  it("tells customers with equal scores from none of each other", () => {
    expect(outcomes).toEqual({
      rows: 5,
      churners: 3,
      points: [
        { threshold: Number.POSITIVE_INFINITY, called: 0, caught: 0 },
        { threshold: 0.9, called: 1, caught: 1 },
        { threshold: 0.8, called: 3, caught: 2 },
        { threshold: 0.4, called: 4, caught: 2 },
        { threshold: 0.1, called: 5, caught: 3 },
      ],
    });
  });

  it("draws precision over recall from the first called on", () => {
    expect(precisionRecallCurve(outcomes).map(({ x, y }) => [x, y])).toEqual([
      [1 / 3, 1],
      [2 / 3, 2 / 3],
      [2 / 3, 1 / 2],
      [1, 3 / 5],
    ]);
  });

  it("draws ROC and gain from nobody to everybody", () => {
    expect(rocCurve(outcomes).map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [0, 1 / 3],
      [1 / 2, 2 / 3],
      [1, 2 / 3],
      [1, 1],
    ]);
    expect(gainCurve(outcomes).map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [1 / 5, 1 / 3],
      [3 / 5, 2 / 3],
      [4 / 5, 2 / 3],
      [1, 1],
    ]);
  });

  it.each([
    [1, 0, 0],
    [0.9, 1, 1],
    [0.85, 1, 1],
    [0.8, 3, 2],
    [0.400_001, 3, 2],
    [0, 5, 3],
  ])("calls at %d everybody who scores as much", (threshold, called, caught) => {
    expect(pointAt(outcomes, threshold)).toEqual({ threshold, called, caught });
  });

  it("counts right and wrong calls", () => {
    expect(confusionOf(pointAt(outcomes, 0.8), outcomes)).toEqual({
      truePositives: 2,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
    });
  });
});

describe("for any scores", () => {
  it("counts at a threshold what looking at every customer counts", () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: 0, max: 40 }), ({ probabilities, labels }, step) => {
        const threshold = step / 40;
        const outcomes = outcomesOf({ probabilities, labels });
        const count = (churns: number, called: boolean) =>
          probabilities.filter(
            (probability, row) => labels[row] === churns && probability >= threshold === called,
          ).length;
        expect(confusionOf(pointAt(outcomes, threshold), outcomes)).toEqual({
          truePositives: count(1, true),
          falsePositives: count(0, true),
          falseNegatives: count(1, false),
          trueNegatives: count(0, false),
        });
      }),
    );
  });

  it("catches no fewer churners when the threshold falls", () => {
    fc.assert(
      fc.property(scored, (rows) => {
        for (const curve of [rocCurve, gainCurve]) {
          const points = curve(outcomesOf(rows));
          points.slice(1).forEach(({ threshold, x, y }, index) => {
            const before = points[index];
            expect(before?.threshold).toBeGreaterThan(threshold);
            expect(before?.x).toBeLessThanOrEqual(x);
            expect(before?.y).toBeLessThanOrEqual(y);
          });
        }
      }),
    );
  });

  it("begins with nobody and ends with everybody, where precision is the churn rate", () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const outcomes = outcomesOf(rows);
        for (const curve of [rocCurve, gainCurve]) {
          const points = curve(outcomes);
          expect(points[0]).toMatchObject({ x: 0, y: 0 });
          expect(points.at(-1)).toMatchObject({ x: 1, y: 1 });
        }
        const last = precisionRecallCurve(outcomes).at(-1);
        expect(last).toMatchObject({ x: 1, y: outcomes.churners / outcomes.rows });
      }),
    );
  });

  it("has below its curves the areas that the evaluation reports", () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const outcomes = outcomesOf(rows);
        const evaluated = metricValues(rows, 0.5, 10);
        expect(stepArea(outcomes)).toBeCloseTo(evaluated.prAuc, 12);
        expect(trapezoids(outcomes)).toBeCloseTo(evaluated.rocAuc, 12);
      }),
    );
  });

  it("keeps of a long curve some of its own points in their order, with both ends", () => {
    const lengths = fc.integer({ min: 2, max: 30 });
    fc.assert(
      fc.property(scored, lengths, (rows, most) => {
        const points = rocCurve(outcomesOf(rows));
        const kept = thinned(points, most);
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, 2));
        expect(points.filter((point) => kept.includes(point))).toEqual(kept);
        expect(kept[0]).toBe(points[0]);
        expect(kept.at(-1)).toBe(points.at(-1));
        if (points.length <= most) expect(kept).toBe(points);
      }),
    );
  });
});

it("reduces thousands of points to a line that leaves the curve nowhere by a hundredth", () => {
  const many = Array.from({ length: 5_000 }, (_, row) => ({
    probability: (row * 7919) % 5_000,
    churns: Number((row * row) % 11 < 2),
  }));
  const points = rocCurve(
    outcomesOf({
      probabilities: many.map(({ probability }) => probability / 5_000),
      labels: many.map(({ churns }) => churns),
    }),
  );
  const kept = thinned(points);
  expect(points.length).toBe(5_001);
  expect(kept.length).toBeGreaterThan(150);
  expect(kept.length).toBeLessThanOrEqual(200);
  for (const { x, y } of points) {
    const after = kept.findIndex((point) => point.x >= x && point.y >= y);
    const [left, right] = [kept[Math.max(0, after - 1)], kept[after]];
    expect((right?.x ?? 1) - (left?.x ?? 0)).toBeLessThan(0.02);
    expect((right?.y ?? 1) - (left?.y ?? 0)).toBeLessThan(0.02);
  }
});

/** Area below precision over recall in steps: each step of recall at the precision of its end. */
function stepArea(outcomes: ScoredOutcomes): number {
  const points = precisionRecallCurve(outcomes);
  return points.reduce((area, { x, y }, index) => area + (x - (points[index - 1]?.x ?? 0)) * y, 0);
}

/** Area below the ROC curve by trapezoids. */
function trapezoids(outcomes: ScoredOutcomes): number {
  const points = rocCurve(outcomes);
  return points.slice(1).reduce((area, { x, y }, index) => {
    const before = points[index] ?? { x: 0, y: 0 };
    return area + ((x - before.x) * (y + before.y)) / 2;
  }, 0);
}
