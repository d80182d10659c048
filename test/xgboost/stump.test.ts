import { expect, test } from "vitest";
import { Booster, type TrainParameters, train } from "../../runtime/xgboost/index.ts";
import { matrixOf } from "./data.ts";

// Worked by hand after Chen and Guestrin 2016, "XGBoost: A Scalable Tree Boosting System", equations 5 to 7: with the
// sums G of gradients and H of hessians of its rows, a leaf weighs -G / (H + lambda), and a split gains
// G_left^2 / (H_left + lambda) + G_right^2 / (H_right + lambda) - G^2 / (H + lambda) (the library leaves out the factor 1/2).
// Logistic loss from probability 0.5: g = 0.5 - y, h = 0.25.
const logistic: TrainParameters = {
  objective: "binary:logistic",
  learningRate: 1,
  maxDepth: 1,
  minChildWeight: 0,
  lambda: 1,
};

test.each(["hist", "exact", "approx"] as const)(
  "a stump has the leaf weights of the formula (%s)",
  async (treeMethod) => {
    const data = matrixOf([[1], [2], [3], [4]], [0, 0, 1, 1]);
    const { model } = await train(data, { rounds: 1, parameters: { ...logistic, treeMethod } });
    using booster = Booster.load(model);
    // Left: G = 1, H = 0.5, so -1 / 1.5. Right: the opposite.
    expect([...booster.margin(data)]).toEqual([-2 / 3, -2 / 3, 2 / 3, 2 / 3].map(Math.fround));
    // The gain: 1/1.5 + 1/1.5 - 0.
    expect(booster.importance("gain")[0]?.value).toBeCloseTo(4 / 3, 6);
    expect(booster.importance("weight")).toEqual([{ feature: "f0", value: 1 }]);
    // Cover is the sum of hessians, 4 x 0.25.
    expect(booster.importance("cover")[0]?.value).toBeCloseTo(1, 6);
    // The sigmoid of the margin.
    expect(booster.predict(data)[3]).toBeCloseTo(1 / (1 + Math.exp(-2 / 3)), 6);
  },
);

test("SHAP values of a stump are leaf minus expectation", async () => {
  const data = matrixOf([[1], [2], [3]], [0, 1, 1]);
  const { model } = await train(data, { rounds: 1, parameters: { ...logistic, treeMethod: "exact" } });
  using booster = Booster.load(model);
  // Left: G = 0.5, H = 0.25, so -0.5 / 1.25. Right: G = -1, H = 0.5, so 1 / 1.5. Expectation: weighted by H.
  const expectation = (0.25 * -0.4 + 0.5 * (2 / 3)) / 0.75;
  const contributions = booster.contributions(data);
  expect(contributions[0]).toBeCloseTo(-0.4 - expectation, 6);
  expect(contributions[1]).toBeCloseTo(expectation, 6);
  expect(contributions[2]).toBeCloseTo(2 / 3 - expectation, 6);
});

test("row weights, class weight, L1 penalty and base score enter the formula", async () => {
  const data = { ...matrixOf([[1], [2]], [0, 1]), weight: Float32Array.of(2, 1) };
  const parameters = { ...logistic, scalePosWeight: 3, alpha: 0.1, lambda: 0.5, baseScore: 0.2 };
  const { model } = await train(data, { rounds: 1, parameters });
  using booster = Booster.load(model);
  // Probability 0.2: left g = 2 (0.2 - 0), h = 2 x 0.16; right g = 3 (0.2 - 1), h = 3 x 0.16; alpha shrinks |G|.
  const start = Math.log(0.2 / 0.8);
  const [left, right] = booster.margin(data);
  expect(left).toBeCloseTo(start - (0.4 - 0.1) / (0.32 + 0.5), 5);
  expect(right).toBeCloseTo(start + (2.4 - 0.1) / (0.48 + 0.5), 5);
});

test("missing values take the side that lowers the loss", async () => {
  // Missing rows behave like those with large values, so they go right.
  const data = matrixOf([[1], [1], [5], [5], [Number.NaN], [Number.NaN]], [0, 0, 1, 1, 1, 1]);
  const { model } = await train(data, { rounds: 1, parameters: logistic });
  using booster = Booster.load(model);
  const [small, , large, , missing] = booster.margin(data);
  expect(missing).toBe(large);
  // Left: G = 1, H = 0.5. Right: G = -2, H = 1.
  expect([small, large]).toEqual([-1 / 1.5, 2 / 2].map(Math.fround));
});

test("a base margin replaces the base score, row by row", async () => {
  const data = { ...matrixOf([[1], [2]], [0, 1]), baseMargin: Float32Array.of(1, -1) };
  const { model } = await train(data, { rounds: 1, parameters: logistic });
  using booster = Booster.load(model);
  const p = 1 / (1 + Math.exp(-1));
  // Left: g = p, h = p (1 - p). Right: the opposite g.
  const weight = p / (p * (1 - p) + 1);
  const [left, right] = booster.margin(data);
  expect(left).toBeCloseTo(1 - weight, 5);
  expect(right).toBeCloseTo(-1 + weight, 5);
});
