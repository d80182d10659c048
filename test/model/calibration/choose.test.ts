import { describe, expect, it } from "vitest";
import { chooseCalibration } from "../../../runtime/model/calibration/choose.ts";

const ROWS = 2_000;
const options = { resamples: 200, confidence: 0.95, seed: 3, bins: 10 };
/** Every tenth row is a churner of a score that says so with this much noise. */
const labels = Uint8Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? 1 : 0));
const honest = Float64Array.from(labels, (label, row) => (label === 1 ? 0.6 : 0.05) + 0.03 * Math.sin(row));
const vague = honest.map((probability) => 0.1 + (probability - 0.1) / 3);

describe("the way of calibration", () => {
  it("with the clearly lower Brier score wins, although it is less simple", () => {
    const choice = chooseCalibration(
      [
        { method: "sigmoid", probabilities: vague },
        { method: "isotonic", probabilities: honest },
      ],
      labels,
      options,
    );
    expect(choice).toMatchObject({ chosen: "isotonic", index: 1, reason: "Lowest Brier score out of fold." });
    const [sigmoid, isotonic] = choice.candidates;
    expect(sigmoid?.differenceToBest.low).toBeGreaterThan(0);
    expect(isotonic?.differenceToBest).toEqual({ low: 0, high: 0 });
    // The means: 0.6 and 0.05 (the sines average out), so errors of 0.4 and 0.05 squared, weighted 1 to 9.
    expect(isotonic?.brier).toBeCloseTo(0.1 * 0.16 + 0.9 * 0.0025, 3);
  });

  it("is the simplest of those that the Brier score does not tell apart", () => {
    const nearly = honest.map((probability, row) => probability + 0.001 * Math.cos(row * 3));
    const choice = chooseCalibration(
      [
        { method: "sigmoid", probabilities: nearly },
        { method: "beta", probabilities: honest },
      ],
      labels,
      options,
    );
    expect(choice.chosen).toBe("sigmoid");
    expect(choice.reason).toContain(choice.candidates[0]?.differenceToBest.high === 0 ? "Lowest" : "simpler");
  });
});
