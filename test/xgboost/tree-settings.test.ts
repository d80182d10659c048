import { expect, test } from "vitest";
import { Booster, type TrainParameters, train } from "../../runtime/xgboost/index.ts";
import { churnLike, matrixOf, random } from "./data.ts";

const data = churnLike(800, 12, 1);
const recipe: TrainParameters = { objective: "binary:logistic", learningRate: 0.1, maxDepth: 3, seed: 42 };

test("predictions follow monotone constraints, by name and by column", async () => {
  const constrained = {
    ...recipe,
    maxDepth: 5,
    monotoneConstraints: { feature_0: -1, feature_1: 1 },
  } as const;
  const { model } = await train(data, { rounds: 30, parameters: constrained });
  const byColumn = { ...constrained, monotoneConstraints: [-1, 1, ...Array<0>(10).fill(0)] as const };
  expect((await train(data, { rounds: 30, parameters: byColumn })).model).toEqual(model);
  using booster = Booster.load(model);
  const next = random(3);
  for (const [column, direction] of [
    [0, -1],
    [1, 1],
  ] as const) {
    for (let row = 0; row < 20; row += 1) {
      const base = Array.from(data.values.slice(row * 12, row * 12 + 12));
      const steps = Array.from({ length: 40 }, () => next() * 10 ** column).sort((a, b) => a - b);
      const grid = matrixOf(steps.map((value) => base.with(column, value)));
      const margins = booster.margin({ ...grid, featureNames: data.featureNames });
      for (let at = 1; at < margins.length; at += 1) {
        expect(((margins[at] ?? 0) - (margins[at - 1] ?? 0)) * direction).toBeGreaterThanOrEqual(0);
      }
    }
  }
});

test("no path of a tree leaves its interaction group", async () => {
  const groups = [
    ["feature_0", "feature_1"],
    ["feature_2", "feature_3", "feature_4"],
  ];
  const parameters = { ...recipe, maxDepth: 5, interactionConstraints: groups };
  const { model } = await train(data, { rounds: 20, parameters });
  using booster = Booster.load(model);
  const interactions = booster.interactions(churnLike(50, 12, 4));
  const width = data.columns + 1;
  const together = new Set<string>();
  for (let at = 0; at < interactions.length; at += 1) {
    const [one, other] = [Math.floor(at / width) % width, at % width];
    if (one < other && other < data.columns && Math.abs(interactions[at] ?? 0) > 1e-4)
      together.add(`${one} ${other}`);
  }
  expect(together.size).toBeGreaterThan(0);
  for (const pair of together) expect(["0 1", "2 3", "2 4", "3 4"]).toContain(pair);
});

test.each(["hist", "approx"] as const)("categories are split by membership (%s)", async (treeMethod) => {
  // Categories 0 and 2 against 1 and 3: no threshold separates them, one split on the set does.
  const codes = Array.from({ length: 40 }, (_, row) => [row % 4]);
  const plain = matrixOf(
    codes,
    codes.map(([code = 0]) => code % 2),
  );
  const parameters = {
    ...recipe,
    subsample: 1,
    colsampleBytree: 1,
    maxDepth: 1,
    maxCatToOnehot: 1,
    treeMethod,
  } as const;
  const typed = { ...plain, featureTypes: ["c"] as const };
  const { model } = await train(typed, { rounds: 1, parameters });
  using booster = Booster.load(model);
  const [zero = 0, one = 0, two = 0, three = 0] = booster.margin(typed);
  expect([zero, one]).toEqual([two, three]);
  expect(zero).toBeLessThan(one);
  expect(() => booster.margin(plain)).toThrow(/column 1 of data is no category, unlike the model's/);
});

test("several classes give one probability each", async () => {
  const rows = Array.from({ length: 90 }, (_, row) => [row % 3, row]);
  const three = matrixOf(
    rows,
    rows.map(([code = 0]) => code),
  );
  const parameters = { objective: "multi:softprob", numClass: 3, maxDepth: 2 } as const;
  const { model } = await train(three, { rounds: 10, parameters });
  using booster = Booster.load(model);
  expect(booster.outputs).toBe(3);
  const probabilities = booster.predict(three);
  expect(probabilities.length).toBe(270);
  for (let row = 0; row < 90; row += 1) {
    const own = probabilities.subarray(row * 3, row * 3 + 3);
    expect(own.indexOf(Math.max(...own))).toBe(row % 3);
    expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  }
  expect(booster.contributions(three).length).toBe(90 * 3 * 3);
});
