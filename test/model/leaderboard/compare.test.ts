import { describe, expect, it } from "vitest";
import { comparePerformances } from "../../../runtime/model/leaderboard/compare.ts";
import { dummyProbabilities } from "../../../runtime/model/leaderboard/dummies.ts";
import { selectEntry } from "../../../runtime/model/leaderboard/select.ts";

const ROWS = 2_000;
const labels = Uint8Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? 1 : 0));
const noise = (row: number, step: number) => (row * step) % 1;
/** A score that holds the label to this degree. */
const scores = (power: number, step: number) =>
  Float64Array.from(labels, (label, row) =>
    Math.min(1, Math.max(0, power * label + (1 - power) * noise(row, step))),
  );

const entry = (experiment: string, probabilities: Float64Array) => ({
  experiment,
  algorithm: "xgboost" as const,
  features: 3,
  classWeighting: "none" as const,
  probabilities,
});
const options = { resamples: 200, confidence: 0.95, seed: 9 };
const good = scores(0.4, 0.6180339887498949);
const named = (experiment: string) => ({ experiment, algorithm: "xgboost" as const });

describe("a leaderboard", () => {
  const same = good.map((value, row) => value + (row % 2) * 1e-9);
  const pairs = [
    { from: named("weak"), to: named("good") },
    { from: named("good"), to: named("weak") },
    { from: named("good"), to: named("same") },
  ];
  const { entries, comparisons, challenges } = comparePerformances(
    [entry("weak", scores(0.1, 0.7548776662466927)), entry("good", good), entry("same", same)],
    labels,
    { pairs, challenges: pairs },
    options,
  );

  it("stands in the order of average precision, each with its interval", () => {
    const values = entries.map(({ prAuc }) => prAuc.value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(entries.at(-1)?.experiment).toBe("weak");
    for (const { prAuc } of entries) {
      expect(prAuc.low).toBeLessThanOrEqual(prAuc.value);
      expect(prAuc.high).toBeGreaterThanOrEqual(prAuc.value);
    }
  });

  it("calls a tie a tie, and tells better from worse", () => {
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(["better", "worse", "tie"]);
    expect(entries.map(({ experiment, tied }) => [experiment, tied])).toContainEqual(["weak", false]);
    expect(entries.filter(({ tied }) => tied)).toHaveLength(2);
  });

  it("refuses to compare with somebody who did not compete", () => {
    expect(() =>
      comparePerformances(
        [entry("good", good)],
        labels,
        { pairs: [{ from: named("good"), to: named("none") }] },
        options,
      ),
    ).toThrow("xgboost on none did not compete");
  });

  it("keeps the preferred one in a tie, and gives it up for one that is shown to be better", () => {
    const against = (from: string, to: string) =>
      challenges.filter((pair) => pair.from.experiment === from && pair.to.experiment === to);
    const kept = selectEntry(entries, against("good", "same"), named("good"), { mayDiffer: true });
    expect(kept.chosen).toEqual(named("good"));
    expect(kept.reason).toBe(
      "None is shown to be better than xgboost on good out of fold; 1 is tied with it.",
    );
    const left = selectEntry(entries, against("weak", "good"), named("weak"), { mayDiffer: true });
    expect(left.chosen).toEqual(named("good"));
    expect(left.reason).toMatch(
      /^xgboost on good is better than xgboost on weak out of fold: PR-AUC higher by 0\.\d{3} \(/,
    );
  });

  it("never chooses a guess", () => {
    const guess = {
      from: named("weak"),
      to: { experiment: "weak", algorithm: "dummy_stratified" as const },
      difference: { value: 1, low: 1, high: 1 },
      joint: { value: 1, low: 1, high: 1 },
      verdict: "better" as const,
    };
    expect(selectEntry(entries, [guess], named("weak"), { mayDiffer: true }).chosen).toEqual(named("weak"));
  });
});

describe("the dummies", () => {
  it("know the churn rate and nothing else", () => {
    expect(new Set(dummyProbabilities("dummy_most_frequent", labels, 1))).toEqual(new Set([0.1]));
    const drawn = dummyProbabilities("dummy_stratified", labels, 1);
    expect(new Set(drawn)).toEqual(new Set([0, 1]));
    const share = drawn.reduce((sum, value) => sum + value, 0) / ROWS;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
    expect(dummyProbabilities("dummy_stratified", labels, 1)).toEqual(drawn);
  });
});
