import { describe, expect, it } from "vitest";
import {
  accuracy,
  confusionAt,
  f1,
  precision,
  recall,
} from "../../../runtime/model/metrics/operating-point.ts";

describe("figures at a threshold", () => {
  it("give the published ones of the original model: 275 of 400 churners caught, 162 false alarms", () => {
    // Notebook figures at the raw threshold 0.6801: precision .6293, recall .6875, F1 .6571, accuracy .9286.
    const published = { truePositives: 275, falsePositives: 162, falseNegatives: 125, trueNegatives: 3458 };
    expect(precision(published)).toBeCloseTo(0.6293, 4);
    expect(recall(published)).toBe(0.6875);
    expect(f1(published)).toBeCloseTo(0.6571, 4);
    expect(accuracy(published)).toBeCloseTo(0.9286, 4);
  });

  it("call a customer whose score equals the threshold", () => {
    expect(confusionAt(0.5, [0.5, 0.49, 0.5, 0.1], [1, 1, 0, 0])).toEqual({
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
    });
  });

  it("count a row as often as it was drawn", () => {
    const drawn = confusionAt(0.5, [0.9, 0.2], [1, 0], Uint32Array.of(3, 0));
    expect(drawn).toEqual({ truePositives: 3, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 });
  });

  it("are 0, not undefined, when nobody is called", () => {
    const nobody = confusionAt(2, [0.9, 0.2], [1, 0]);
    expect([precision(nobody), recall(nobody), f1(nobody), accuracy(nobody)]).toEqual([0, 0, 0, 0.5]);
  });
});
