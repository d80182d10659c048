import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePrecision, rankScores } from "../../runtime/model/metrics/ranking.ts";
import { expectedFigures } from "../../runtime/monitor/expected-figures.ts";

const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));

describe("figures that scores promise (worked by hand)", () => {
  it("of two customers, one of them called", () => {
    const { precision, recall, prAuc } = expectedFigures(Float64Array.of(0.8, 0.4), 0.5);
    // 0.8 of one called; 0.8 of 1.2 churners.
    expect(precision?.value).toBeCloseTo(0.8, 12);
    expect([...(precision?.slopes ?? [])]).toEqual([1, 0]);
    expect(recall?.value).toBeCloseTo(2 / 3, 12);
    expect([...(recall?.slopes ?? [])]).toEqual(closeTo([(1 - 2 / 3) / 1.2, -(2 / 3) / 1.2]));
    // The first, churning with 0.8, is one of one; the second, with 0.4, one or two of two: 0.4 (0.8 + 1) / 2.
    expect(prAuc?.value).toBeCloseTo((0.8 + 0.36) / 1.2, 12);
    expect([...(prAuc?.slopes ?? [])]).toEqual(
      closeTo([(1 + 0.2 - 1.16 / 1.2) / 1.2, ((0.8 + 1) / 2 - 1.16 / 1.2) / 1.2]),
    );
  });

  it("of two customers who cannot be told apart", () => {
    // Both, one or none of them: (4 / 4 + 2 x 1 / 4) / 2, over one churner.
    expect(expectedFigures(Float64Array.of(0.5, 0.5), 0.5).prAuc?.value).toBeCloseTo(0.75, 12);
  });

  it("has none where nobody is called, or nobody can churn", () => {
    expect(expectedFigures(Float64Array.of(0.2, 0.1), 0.5).precision).toBeNull();
    expect(expectedFigures(Float64Array.of(0.2, 0.1), 0.5).recall?.value).toBe(0);
    expect(expectedFigures(Float64Array.of(0, 0), 0.5)).toMatchObject({ recall: null, prAuc: null });
  });

  it("counts the threshold among the called", () => {
    expect(expectedFigures(Float64Array.of(0.5, 0.25), 0.25).precision?.value).toBeCloseTo(0.375, 12);
  });
});

/** Few probabilities, so that ties are common; highest first. */
const scores = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 7 }).map((tenths) =>
  Float64Array.from(tenths, (tenth) => tenth / 10)
    .sort()
    .reverse(),
);

/** Every way in which so many customers may churn. */
const outcomes = (customers: number) =>
  Array.from({ length: 2 ** customers }, (_, bits) =>
    Array.from({ length: customers }, (_, row) => (bits >> row) & 1),
  );

describe("figures that scores promise, over all that may happen", () => {
  it("average precision times churners has the expectation that is told", () => {
    fc.assert(
      fc.property(scores, (probabilities) => {
        const expectation = outcomes(probabilities.length).reduce((sum, labels) => {
          const chance = labels.reduce(
            (product, label, row) =>
              product * (label === 1 ? (probabilities[row] ?? 0) : 1 - (probabilities[row] ?? 0)),
            1,
          );
          const churners = labels.reduce((total, label) => total + label, 0);
          return churners === 0
            ? sum
            : sum + chance * churners * averagePrecision(rankScores(probabilities, labels));
        }, 0);
        const churners = probabilities.reduce((sum, each) => sum + each, 0);
        const figure = expectedFigures(probabilities, 0.5).prAuc;
        expect((figure?.value ?? 0) * churners).toBeCloseTo(expectation, 10);
      }),
    );
  });

  it("slopes tell how a figure changes with a customer's probability", () => {
    const distinct = fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 8 })
      .map((hundredths) =>
        Float64Array.from(hundredths, (each) => each / 100)
          .sort()
          .reverse(),
      );
    fc.assert(
      fc.property(distinct, fc.nat(), (probabilities, picked) => {
        const row = picked % probabilities.length;
        const step = 1e-6;
        const moved = (by: number) =>
          expectedFigures(
            probabilities.map((each, place) => (place === row ? each + by : each)),
            // Between two hundredths: nobody crosses it.
            0.505,
          );
        for (const name of ["precision", "recall", "prAuc"] as const) {
          const [up, down, here] = [moved(step)[name], moved(-step)[name], moved(0)[name]];
          if (up === null || down === null || here === null) continue;
          expect(here.slopes[row]).toBeCloseTo((up.value - down.value) / (2 * step), 6);
        }
      }),
    );
  });
});
