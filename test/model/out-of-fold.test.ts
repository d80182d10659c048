import { describe, expect, it } from "vitest";
import { calibrate, fitSigmoid } from "../../runtime/model/calibration/index.ts";
import { crossCalibrated } from "../../runtime/model/out-of-fold.ts";
import { chooseWeighting } from "../../runtime/model/weighting.ts";

const ROWS = 200;
const margins = Float64Array.from({ length: ROWS }, (_, row) => Math.sin(row * 7.3) * 3);
const labels = Uint8Array.from(margins, (margin, row) => (margin + Math.sin(row * 3.1) * 2 > 1 ? 1 : 0));
const folds = Array.from({ length: ROWS }, (_, row) => row % 5);

describe("cross-calibrated probabilities", () => {
  it("of one fold do not move with that fold's labels", () => {
    const flipped = labels.map((label, row) => (folds[row] === 3 ? 1 - label : label));
    const [before, after] = [
      crossCalibrated("sigmoid", margins, labels, folds),
      crossCalibrated("sigmoid", margins, flipped, folds),
    ];
    folds.forEach((fold, row) => {
      if (fold === 3) expect(after[row]).toBe(before[row]);
      else expect(after[row]).not.toBe(before[row]);
    });
  });

  it("come from the sigmoid of the other folds", () => {
    const others = folds.flatMap((fold, row) => (fold === 0 ? [] : [row]));
    const sigmoid = fitSigmoid(
      others.map((row) => margins[row] ?? 0),
      others.map((row) => labels[row] ?? 0),
    );
    expect(crossCalibrated("sigmoid", margins, labels, folds)[0]).toBe(calibrate(sigmoid, margins[0] ?? 0));
  });
});

describe("the class weighting", () => {
  const options = { resamples: 200, confidence: 0.95, seed: 1 };
  const good = crossCalibrated("sigmoid", margins, labels, folds);
  const contender = (weighting: "none" | "balanced", probabilities: Float64Array) => ({
    weighting,
    positiveWeight: 1,
    probabilities,
  });

  it("with the clearly higher average precision wins, whatever its log loss", () => {
    const sureButWrong = good.map((probability) => (probability > 0.5 ? 0.999 : 0.001));
    const choice = chooseWeighting(
      [
        contender(
          "none",
          good.map((_, row) => 0.4 + Math.sin(row) / 100),
        ),
        contender("balanced", sureButWrong),
      ],
      labels,
      options,
    );
    expect(choice.chosen).toBe("balanced");
    expect(choice.reason).toContain("Highest average precision");
    expect(choice.candidates[0]?.differenceToBest.high).toBeLessThan(0);
    expect(choice.candidates[0]?.logLoss).toBeLessThan(choice.candidates[1]?.logLoss ?? 0);
  });

  it("with the lower log loss wins among those that average precision does not tell apart", () => {
    // A rising function of the probabilities keeps the ranking, and so the average precision.
    const distorted = good.map((probability) => probability ** 3);
    const choice = chooseWeighting(
      [contender("none", distorted), contender("balanced", good)],
      labels,
      options,
    );
    expect(choice.chosen).toBe("balanced");
    expect(choice.reason).toContain("lowest log loss");
  });

  it("listed first wins among equals", () => {
    const choice = chooseWeighting([contender("none", good), contender("balanced", good)], labels, options);
    expect(choice.chosen).toBe("none");
  });
});
