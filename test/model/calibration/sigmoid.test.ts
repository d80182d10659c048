import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrate, calibrateAll, fitSigmoid } from "../../../runtime/model/calibration/index.ts";

const PYTHON = "/usr/bin/python3";
const hasPeer =
  spawnSync(PYTHON, ["-c", "from sklearn.calibration import _sigmoid_calibration"]).status === 0;
const peerTitle = hasPeer ? "" : ' (skipped: "apt-get install python3-sklearn" is not there)';

/** Log-odds with overlap, from a fixed recurrence. */
function overlapping(rows: number): { margins: number[]; labels: number[] } {
  let state = 12345;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const margins = Array.from({ length: rows }, () => 8 * random() - 5);
  return {
    margins,
    labels: margins.map((margin) => (random() < 1 / (1 + Math.exp(1 - 0.6 * margin)) ? 1 : 0)),
  };
}

describe("Platt's sigmoid on log-odds", () => {
  it("gives Platt's targets themselves where two margins separate the classes (worked by hand)", () => {
    // Two of each class: targets 3/4 and 1/4, so p(1) = 3/4: slope ln 3, intercept 0.
    const { slope, intercept } = fitSigmoid([-1, -1, 1, 1], [0, 0, 1, 1]);
    expect(slope).toBeCloseTo(Math.log(3), 8);
    expect(intercept).toBeCloseTo(0, 8);
  });

  it("gives the mean target of each margin where classes are mixed (worked by hand)", () => {
    // Three of each class: targets 4/5 and 1/5. Margin 0 holds one churner of three: .4; margin 2 two of three: .6.
    const calibrator = fitSigmoid([0, 0, 0, 2, 2, 2], [1, 0, 0, 1, 1, 0]);
    expect(calibrate(calibrator, 0)).toBeCloseTo(0.4, 8);
    expect(calibrate(calibrator, 2)).toBeCloseTo(0.6, 8);
    expect(calibrator.slope).toBeCloseTo(Math.log(1.5), 8);
    expect(calibrator.intercept).toBeCloseTo(Math.log(2 / 3), 8);
  });

  it("makes the mean probability equal to the mean target (the intercept's optimality condition)", () => {
    const { margins, labels } = overlapping(400);
    const churners = labels.filter((label) => label === 1).length;
    const high = (churners + 1) / (churners + 2);
    const low = 1 / (400 - churners + 2);
    const probabilities = calibrateAll(fitSigmoid(margins, labels), margins);
    const sum = probabilities.reduce((total, probability) => total + probability, 0);
    expect(sum).toBeCloseTo(churners * high + (400 - churners) * low, 4);
  });

  it.skipIf(!hasPeer)(`equals scikit-learn's _sigmoid_calibration${peerTitle}`, () => {
    const { margins, labels } = overlapping(1500);
    const program =
      "import sys,json,numpy as np\nfrom sklearn.calibration import _sigmoid_calibration\n" +
      "d=json.load(sys.stdin)\nprint(json.dumps(_sigmoid_calibration(np.array(d['margins']),np.array(d['labels']))))";
    const peer = spawnSync(PYTHON, ["-c", program], {
      input: JSON.stringify({ margins, labels }),
      encoding: "utf8",
    });
    const [a, b]: unknown[] = JSON.parse(peer.stdout);
    const { slope, intercept } = fitSigmoid(margins, labels);
    // scikit-learn stops its quasi-Newton search at a gradient of 1e-5.
    expect(slope).toBeCloseTo(-Number(a), 4);
    expect(intercept).toBeCloseTo(-Number(b), 4);
  });

  it("converges from far away: separated, huge, tiny and constant margins", () => {
    const labels = [0, 0, 0, 1];
    for (const margins of [
      [-500, -400, -300, 900],
      [-1e-6, 0, 1e-6, 2e-6],
      [7, 7, 7, 7],
    ]) {
      for (const probability of calibrateAll(fitSigmoid(margins, labels), margins)) {
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      }
    }
    // Nothing but the class rates is known of a constant margin: (3 x 1/5 + 2/3) / 4.
    expect(calibrate(fitSigmoid([7, 7, 7, 7], labels), 7)).toBeCloseTo((3 / 5 + 2 / 3) / 4, 6);
  });

  it("keeps the order of informative margins", () => {
    const { margins, labels } = overlapping(300);
    const calibrator = fitSigmoid(margins, labels);
    const margin = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(margin, margin, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(calibrate(calibrator, low)).toBeLessThanOrEqual(calibrate(calibrator, high));
      }),
    );
  });

  it("needs rows of both classes", () => {
    expect(() => fitSigmoid([1, 2], [1, 1])).toThrow("both classes");
  });
});
