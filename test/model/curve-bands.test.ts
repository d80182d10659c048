import { describe, expect, it } from "vitest";
import { curveBands } from "../../runtime/model/curve-bands.ts";

const options = { resamples: 100, confidence: 0.9, seed: 2 };
const at = (curve: readonly { readonly x: number; readonly value: number }[], x: number) =>
  curve.find((point) => Math.abs(point.x - x) < 1e-9)?.value;

describe("the curves", () => {
  // Best first: churner, other, churner, other, other, other, other, other.
  const probabilities = [0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
  const labels = [1, 0, 1, 0, 0, 0, 0, 0];
  const { precisionRecall, roc, gain } = curveBands({ probabilities, labels }, options);

  it("go through the points worked by hand", () => {
    // The first churner alone reaches a recall of 1/2 at precision 1; the second comes third: 2/3.
    expect(at(precisionRecall, 0.5)).toBe(1);
    expect(at(precisionRecall, 0.525)).toBeCloseTo(2 / 3, 12);
    expect(at(precisionRecall, 1)).toBeCloseTo(2 / 3, 12);
    // One of six others is called before the second churner: half the churners until 1/6, all of them from there on.
    expect(at(roc, 0.15)).toBeCloseTo(0.5, 12);
    expect(at(roc, 0.175)).toBeCloseTo(1, 12);
    // An eighth of the customers is the first churner; three eighths hold both.
    expect(at(gain, 0.125)).toBeCloseTo(0.5, 12);
    expect(at(gain, 0.375)).toBeCloseTo(1, 12);
    expect(at(gain, 1)).toBe(1);
  });

  it("stand at the top of a step that they reach exactly: the ROC curve ends at (1, 1)", () => {
    // A churner, an other, a churner: with all others called there is one churner left to come.
    const last = curveBands({ probabilities: [0.9, 0.5, 0.1], labels: [1, 0, 1] }, options).roc;
    expect(last.at(-1)).toEqual({ x: 1, value: 1, low: 1, high: 1 });
    expect(at(last, 0.975)).toBeCloseTo(0.5, 12);
    // Half the others are called, and the second of two churners comes right after them.
    const middle = curveBands({ probabilities: [0.9, 0.5, 0.3, 0.1], labels: [1, 0, 1, 0] }, options).roc;
    expect(at(middle, 0.5)).toBe(1);
    expect(at(middle, 0.475)).toBeCloseTo(0.5, 12);
  });

  it("lie within their bands, which never leave 0 to 1", () => {
    const rows = Array.from({ length: 400 }, (_, row) => (row * 0.618) % 1);
    const bands = curveBands(
      { probabilities: rows, labels: rows.map((value, row) => (value + ((row * 0.37) % 1) > 1.4 ? 1 : 0)) },
      options,
    );
    for (const curve of [bands.precisionRecall, bands.roc, bands.gain]) {
      expect(curve).toHaveLength(40);
      for (const { value, low, high } of curve) {
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1 + 1e-9);
        expect(value).toBeGreaterThanOrEqual(low - 0.1);
        expect(value).toBeLessThanOrEqual(high + 0.1);
        expect(low).toBeLessThanOrEqual(high);
      }
    }
  });

  it("are straight lines where everybody has the same score", () => {
    const alike = curveBands({ probabilities: labels.map(() => 0.3), labels }, options);
    for (const { x, value } of [...alike.roc, ...alike.gain]) expect(value).toBeCloseTo(x, 12);
    for (const { value } of alike.precisionRecall) expect(value).toBeCloseTo(0.25, 12);
  });
});
