import { expect, it } from "vitest";
import { leaderboardInShort } from "../../../runtime/model/card/leaderboard.ts";
import type { Entry, HeldLeaderboard } from "../../../runtime/model/leaderboard/schema.ts";

const entry = (experiment: string, algorithm: Entry["algorithm"]): Entry => ({
  experiment,
  algorithm,
  features: 1,
  classWeighting: null,
  prAuc: { value: 0.5, low: 0.4, high: 0.6 },
  rocAuc: { value: 0.5, low: 0.4, high: 0.6 },
  brier: 0.1,
  logLoss: 0.2,
  differenceToBest: { low: -0.1, high: 0.1 },
  tied: true,
});

const held: HeldLeaderboard = {
  held: true,
  rows: 10,
  trainingRows: 10,
  churners: 5,
  folds: 5,
  intervals: { method: "made up", confidence: 0.95, resamples: 100 },
  entries: [
    entry("E1", "xgboost"),
    entry("E2", "random_forest"),
    entry("E2", "xgboost"),
    entry("E1", "dummy_stratified"),
  ],
  comparisons: [],
  selection: {
    preferred: { experiment: "E1", algorithm: "xgboost" },
    chosen: { experiment: "E2", algorithm: "xgboost" },
    reason: "Made up.",
  },
};

it("keeps who shares the model's algorithm or its experiment, in their order", () => {
  const short = leaderboardInShort(held, { experiment: "E2", algorithm: "xgboost" });
  expect(short).toMatchObject({
    held: true,
    byExperiment: [{ experiment: "E1" }, { experiment: "E2" }],
    byAlgorithm: [{ algorithm: "random_forest" }, { algorithm: "xgboost" }],
    selection: held.selection,
  });
  expect(short).not.toHaveProperty("entries");
  expect(short).not.toHaveProperty("comparisons");
});

it("keeps the reason of one that was not held", () => {
  const none = { held: false, reason: "Too few." } as const;
  expect(leaderboardInShort(none, { experiment: "E2", algorithm: "xgboost" })).toEqual(none);
});
