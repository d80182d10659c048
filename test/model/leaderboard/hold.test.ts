import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { experiments, features, featuresOf } from "../../../configs/features.ts";
import type { ModelPolicy } from "../../../configs/model-policy.ts";
import { readGold } from "../../../runtime/model/gold-columns.ts";
import { holdLeaderboard, type Preferred } from "../../../runtime/model/leaderboard/hold.ts";
import { outOfFoldMargins } from "../../../runtime/model/out-of-fold.ts";
import { splitGold, type TrainingSet, trainingSetOf } from "../../../runtime/model/training-set.ts";
import { Engine } from "../../../runtime/table/engine.ts";
import { sharedFolder } from "../../support/folders.ts";
import { writeSyntheticGold } from "../../support/synthetic-gold.ts";
import { quickPolicy } from "../policy.ts";

const root = sharedFolder("spanishgas-leaderboard-");
const policy: ModelPolicy = {
  ...quickPolicy,
  // Every fit is a thread of its own: two folds are enough to tell what is told here.
  split: { ...quickPolicy.split, folds: 2 },
  recipe: { ...quickPolicy.recipe, trees: 20 },
  leaderboard: {
    ...quickPolicy.leaderboard,
    minimumChurners: 50,
    resamples: 100,
    rivals: quickPolicy.leaderboard.rivals.map((rival) =>
      rival.algorithm === "random_forest" ? { ...rival, trees: 20, depth: 4 } : { ...rival, rounds: 10 },
    ),
  },
};
const options = { mayDiffer: true, seed: 11, threads: 2, signal: new AbortController().signal };
const contestant = { recipe: policy.recipe, features: featuresOf("E5_full"), weighting: "none" as const };

let training: TrainingSet;
let preferred: Preferred;

beforeAll(async () => {
  mkdirSync(join(root, "gold"));
  await writeSyntheticGold({ folder: join(root, "gold"), scratch: root, customers: 900 });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: root });
  const gold = await readGold(
    engine,
    join(root, "gold"),
    features.map(({ name }) => name),
  );
  training = trainingSetOf(gold, splitGold(gold, policy.split, 11));
  const [margins = new Float64Array()] = await outOfFoldMargins(training, [contestant], {
    ...options,
    onRound: () => undefined,
  });
  preferred = { ...contestant, experiment: "E5_full", margins };
});

const held = async (changed: Partial<ModelPolicy["leaderboard"]> = {}, threads = 2) => {
  const leaderboard = { ...policy.leaderboard, ...changed };
  const result = await holdLeaderboard(
    training,
    preferred,
    { ...policy, leaderboard },
    { ...options, threads, onFit: () => undefined },
  );
  if (!result.held) throw new Error(result.reason);
  return result;
};

describe("the leaderboard of a training", () => {
  it("has every experiment with every algorithm, tells them apart out of fold, and is the same with one thread", async () => {
    const result = await held();
    expect(result.entries).toHaveLength(Object.keys(experiments).length * 5);
    expect(new Set(result.entries.map(({ algorithm }) => algorithm))).toEqual(
      new Set(["xgboost", "random_forest", "logistic_regression", "dummy_stratified", "dummy_most_frequent"]),
    );
    const verdictOf = (from: string, to: string) =>
      result.comparisons.find(
        (pair) =>
          pair.from.experiment === from &&
          pair.to.experiment === to &&
          pair.to.algorithm === "xgboost" &&
          pair.from.algorithm === "xgboost",
      )?.verdict;
    // The tone decides the made-up labels: E4 brings it, and E8 lacks it.
    expect(verdictOf("E3_add_behavioral", "E4_add_sentiment")).toBe("better");
    expect(verdictOf("E8_no_sentiment", "E4_add_sentiment")).toBe("better");
    expect(verdictOf("E3_add_behavioral", "E8_no_sentiment")).toBe("tie");
    const best = result.entries[0];
    expect(best?.tied).toBe(true);
    expect(best?.differenceToBest).toEqual({ low: 0, high: 0 });
    expect(result.selection.preferred).toEqual({ experiment: "E5_full", algorithm: "xgboost" });
    expect(await held({}, 1)).toEqual(result);
  }, 300_000);

  it("names as chosen what was asked for, and beside it the one that is shown to be better", async () => {
    const asked = { ...preferred, experiment: "E0_baseline", features: featuresOf("E0_baseline") } as const;
    const [margins = new Float64Array()] = await outOfFoldMargins(training, [asked], {
      ...options,
      onRound: () => undefined,
    });
    const result = await holdLeaderboard(
      training,
      { ...asked, margins },
      { ...policy, leaderboard: { ...policy.leaderboard, rivals: [] } },
      { ...options, mayDiffer: false, onFit: () => undefined },
    );
    if (!result.held) throw new Error(result.reason);
    const { chosen, passedOver, reason } = result.selection;
    expect(chosen).toEqual({ experiment: "E0_baseline", algorithm: "xgboost" });
    expect(passedOver?.experiment).toMatch(/^E[4-7]_/);
    expect(reason).toContain("xgboost on E0_baseline was asked for and is kept");
  }, 300_000);

  it("meets on a sample where there are more rows than that, the preferred one anew", async () => {
    const rows = 600;
    const result = await held({ maximumRows: rows });
    expect(result).toMatchObject({ rows, trainingRows: training.labels.length });
    expect(result.churners).toBeLessThan(training.labels.filter((label) => label === 1).length);
    expect(result.entries).toHaveLength(Object.keys(experiments).length * 5);
  }, 300_000);

  it("is not held where nobody wants it", async () => {
    const result = await holdLeaderboard(training, preferred, policy, {
      ...options,
      onFit: () => undefined,
      wanted: false,
    });
    expect(result).toMatchObject({ held: false, reason: expect.stringContaining("--no-leaderboard") });
  });

  it("is not held on a few churners, and says so", async () => {
    const leaderboard = { ...policy.leaderboard, minimumChurners: 10_000 };
    const result = await holdLeaderboard(
      training,
      preferred,
      { ...policy, leaderboard },
      { ...options, onFit: () => undefined },
    );
    expect(result).toMatchObject({ held: false, reason: expect.stringContaining("fewer than 10000") });
  });
});
