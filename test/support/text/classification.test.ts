import { describe, expect, it } from "vitest";
import { classification } from "./classification.ts";

const pairs = (text: string) =>
  text.split(" ").map((pair) => {
    const [truth, predicted] = pair.split(">");
    if (!isLetter(truth) || !isLetter(predicted)) throw new Error(`"${pair}" is no pair.`);
    return { truth, predicted };
  });
const letters = ["a", "b", "c"] as const;
const isLetter = (text: string | undefined): text is (typeof letters)[number] =>
  letters.some((letter) => letter === text);

describe("classification", () => {
  it("gives precision, recall, F1, their mean, and who was taken for whom, worked by hand", () => {
    const result = classification(letters, pairs("a>a a>a a>b b>b b>a b>b b>b c>b"));
    // a: 2 of 3 predicted, 2 of 3 found; b: 3 of 5 predicted, 3 of 4 found; c: never predicted, 0 of 1 found.
    expect(result.classes).toEqual([
      { class: "a", support: 3, precision: 2 / 3, recall: 2 / 3, f1: 4 / 6 },
      { class: "b", support: 4, precision: 3 / 5, recall: 3 / 4, f1: 6 / 9 },
      { class: "c", support: 1, precision: null, recall: 0, f1: 0 },
    ]);
    expect(result.macroF1).toBeCloseTo((2 / 3 + 2 / 3 + 0) / 3, 15);
    expect(result.accuracy).toBe(5 / 8);
    expect(result.items).toBe(8);
    expect(result.confusion).toEqual([
      [2, 1, 0],
      [1, 3, 0],
      [0, 1, 0],
    ]);
  });

  it("leaves out of the mean what is neither true nor predicted, and keeps what was predicted wrongly", () => {
    expect(classification(letters, pairs("a>a b>b")).macroF1).toBe(1);
    expect(classification(letters, pairs("a>a b>b")).classes[2]?.f1).toBeNull();
    // a: 1; b: 2 * 1 / (2 + 1) = 2/3; c: predicted once, never true: 0.
    expect(classification(letters, pairs("a>a b>b b>c")).macroF1).toBeCloseTo((1 + 2 / 3 + 0) / 3, 15);
  });

  it("refuses to judge nothing", () => {
    expect(() => classification(letters, [])).toThrow(RangeError);
  });
});
