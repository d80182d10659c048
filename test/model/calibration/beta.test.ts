import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaOf, fitBeta } from "../../../runtime/model/calibration/beta.ts";
import { logistic } from "../../../runtime/model/calibration/logistic-fit.ts";
import { fitSigmoid, sigmoidOf } from "../../../runtime/model/calibration/sigmoid.ts";

/** Margins with labels drawn from a known function of them, without chance: the i-th of n rows at a margin has its share. */
function known(probabilityOf: (margin: number) => number): { margins: number[]; labels: number[] } {
  const [perMargin, steps] = [400, 33];
  const margins: number[] = [];
  const labels: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const margin = -4 + step / 4;
    const churners = Math.round(perMargin * probabilityOf(margin));
    for (let row = 0; row < perMargin; row += 1) {
      margins.push(margin);
      labels.push(row < churners ? 1 : 0);
    }
  }
  return { margins, labels };
}

describe("beta calibration", () => {
  it("is the margin itself with a = b = 1 and c = 0 (worked by hand: ln s - ln(1 - s) is the margin)", () => {
    const identity = { method: "beta", a: 1, b: 1, c: 0 } as const;
    for (const margin of [-700, -2, 0, 0.5, 3, 700])
      expect(betaOf(identity, margin)).toBeCloseTo(logistic(margin), 12);
  });

  it("gives Platt's sigmoid where a = b, with half of each shape for each", () => {
    const { margins, labels } = known((margin) => logistic(0.7 * margin - 1));
    const beta = fitBeta(margins, labels);
    const sigmoid = fitSigmoid(margins, labels);
    for (const margin of [-3, -1, 0, 2, 4])
      expect(betaOf(beta, margin)).toBeCloseTo(sigmoidOf(sigmoid, margin), 2);
  });

  it("finds shapes that a sigmoid cannot have", () => {
    const truth = { method: "beta", a: 0.4, b: 1.6, c: -0.5 } as const;
    const { margins, labels } = known((margin) => betaOf(truth, margin));
    const { a, b, c } = fitBeta(margins, labels);
    expect(a).toBeCloseTo(truth.a, 1);
    expect(b).toBeCloseTo(truth.b, 1);
    expect(c).toBeCloseTo(truth.c, 1);
  });

  it("never turns the order of scores around, whatever the labels", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ margin: fc.double({ min: -30, max: 30, noNaN: true }), churn: fc.boolean() }), {
          minLength: 2,
          maxLength: 60,
        }),
        (rows) => {
          const labels = rows.map(({ churn }) => (churn ? 1 : 0));
          fc.pre(new Set(labels).size === 2);
          const beta = fitBeta(
            rows.map(({ margin }) => margin),
            labels,
          );
          const probabilities = [-40, -5, -1, 0, 1, 5, 40].map((margin) => betaOf(beta, margin));
          expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
          expect(probabilities.every((probability) => probability >= 0 && probability <= 1)).toBe(true);
        },
      ),
      { seed: 5 },
    );
  });

  it("refuses rows of one class", () => {
    expect(() => fitBeta([1, 2], [1, 1])).toThrow("both classes");
  });
});
