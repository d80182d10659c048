import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitIsotonic, isotonicOf } from "../../../runtime/model/calibration/isotonic.ts";
import { smoothedTargets } from "../../../runtime/model/calibration/logistic-fit.ts";

const PYTHON = "/usr/bin/python3";
const hasPeer = spawnSync(PYTHON, ["-c", "from sklearn.isotonic import IsotonicRegression"]).status === 0;
const peerTitle = hasPeer ? "" : ' (skipped: "apt-get install python3-sklearn" is not there)';

const rowsOf = fc.array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.boolean()), {
  minLength: 2,
  maxLength: 80,
});

describe("isotonic calibration", () => {
  it("pools what falls (worked by hand)", () => {
    // Two churners, three others: targets 3/4 and 1/5. At margins 1, 2, 3, 4, 5 the labels are 0, 1, 0, 0, 1: the targets
    // of 2, 3 and 4 fall and are pooled to (3/4 + 1/5 + 1/5) / 3 = 23/60.
    const fitted = fitIsotonic([1, 2, 3, 4, 5], [0, 1, 0, 0, 1]);
    expect(fitted.margins).toEqual([1, 2, 4, 5]);
    expect(fitted.probabilities).toHaveLength(4);
    [1 / 5, 23 / 60, 23 / 60, 3 / 4].forEach((value, place) => {
      expect(fitted.probabilities[place]).toBeCloseTo(value, 12);
    });
    // Between the corners straight lines, beyond them the ends.
    expect(isotonicOf(fitted, 1.5)).toBeCloseTo((1 / 5 + 23 / 60) / 2, 12);
    expect(isotonicOf(fitted, 3)).toBeCloseTo(23 / 60, 12);
    expect([isotonicOf(fitted, -9), isotonicOf(fitted, 9)]).toEqual([1 / 5, 3 / 4]);
  });

  it("takes equal margins together, in whatever order they come", () => {
    const one = fitIsotonic([2, 1, 2, 1], [1, 0, 0, 0]);
    const other = fitIsotonic([1, 2, 1, 2], [0, 0, 0, 1]);
    expect(one).toEqual(other);
    expect(one.margins).toEqual([1, 2]);
  });

  it("never falls, keeps the mean target, and stays within the targets", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const labels = rows.map(([, churn]) => (churn ? 1 : 0));
        fc.pre(new Set(labels).size === 2);
        const margins = rows.map(([margin]) => margin);
        const fitted = fitIsotonic(margins, labels);
        const { probabilities } = fitted;
        expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
        const targets = smoothedTargets(labels);
        const sum = margins.reduce((total, margin) => total + isotonicOf(fitted, margin), 0);
        expect(sum).toBeCloseTo(
          targets.reduce((total, target) => total + target, 0),
          8,
        );
        // A mean of equal targets may be their last bit off.
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(Math.min(...targets) - Number.EPSILON);
        expect(Math.max(...probabilities)).toBeLessThanOrEqual(Math.max(...targets) + Number.EPSILON);
      }),
      { seed: 6 },
    );
  });

  it.skipIf(!hasPeer)(`equals scikit-learn's IsotonicRegression${peerTitle}`, () => {
    const margins = Array.from({ length: 500 }, (_, row) => Math.round(Math.sin(row * 1.7) * 40) / 10);
    const labels = margins.map((margin, row) => (margin + 3 * Math.sin(row * 5.1) > 1 ? 1 : 0));
    const program =
      "import sys,json\nfrom sklearn.isotonic import IsotonicRegression\nd=json.load(sys.stdin)\n" +
      "m=IsotonicRegression(out_of_bounds='clip').fit(d['margins'],d['targets'])\nprint(json.dumps(m.predict(d['at']).tolist()))";
    const at = Array.from({ length: 101 }, (_, place) => -5 + place / 10);
    const peer = spawnSync(PYTHON, ["-c", program], {
      input: JSON.stringify({ margins, targets: Array.from(smoothedTargets(labels)), at }),
      encoding: "utf8",
    });
    const expected: unknown[] = JSON.parse(peer.stdout);
    const fitted = fitIsotonic(margins, labels);
    at.forEach((margin, place) => {
      expect(isotonicOf(fitted, margin), `${margin}`).toBeCloseTo(Number(expected[place]), 9);
    });
  });
});
