import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { CancelledError } from "../../runtime/errors.ts";
import { Booster, type RoundProgress, type TrainParameters, train } from "../../runtime/xgboost/index.ts";
import { churnLike, matrixOf, random } from "./data.ts";

const data = churnLike(800, 12, 1);
const holdout = churnLike(400, 12, 2);
const recipe: TrainParameters = {
  objective: "binary:logistic",
  learningRate: 0.1,
  maxDepth: 3,
  subsample: 0.8,
  colsampleBytree: 0.7,
  seed: 42,
};

test.each<[string, TrainParameters, number]>([
  ["hist", recipe, 40],
  ["exact", { ...recipe, treeMethod: "exact" }, 20],
  ["approx", { ...recipe, treeMethod: "approx" }, 10],
  ["a forest", { ...recipe, numParallelTree: 30, learningRate: 1, colsampleBynode: 0.5 }, 1],
  ["gblinear", { booster: "gblinear", objective: "binary:logistic", learningRate: 0.5 }, 20],
])(
  "%s gives the same bytes and metrics at every run and number of threads",
  async (_, parameters, rounds) => {
    const evaluation = [{ name: "holdout", data: holdout }];
    const first = await train(data, { rounds, parameters, evaluation });
    for (const threads of [1, 2, 3, 8]) {
      const again = await train(data, { rounds, parameters, evaluation, threads });
      expect(Buffer.compare(again.model, first.model)).toBe(0);
      expect(again.history).toEqual(first.history);
    }
  },
);

test("trainings at once give what they give one after another", async () => {
  const recipes = [1, 2, 3, 4].map((seed) => ({ rounds: 60, parameters: { ...recipe, seed } }));
  const alone: Uint8Array[] = [];
  for (const options of recipes) alone.push((await train(data, options)).model);
  const together = await Promise.all(recipes.map((options) => train(data, options)));
  expect(together.map(({ model }) => Buffer.compare(model, alone.shift() ?? new Uint8Array()))).toEqual([
    0, 0, 0, 0,
  ]);
});

test("another seed gives another model", async () => {
  const [one, other] = await Promise.all(
    [1, 2].map((seed) => train(data, { rounds: 5, parameters: { ...recipe, seed } })),
  );
  expect(one?.model).not.toEqual(other?.model);
});

test("the caller's arrays are left alone, and shared memory is read in place", async () => {
  const before = data.values.slice();
  const plain = await train(data, { rounds: 5, parameters: recipe });
  expect(data.values).toEqual(before);
  const values = new Float32Array(new SharedArrayBuffer(before.byteLength));
  values.set(before);
  const shared = await train({ ...data, values }, { rounds: 5, parameters: recipe });
  expect(shared.model).toEqual(plain.model);
});

test("progress comes after every round, in order, and equals the history", async () => {
  const seen: RoundProgress[] = [];
  const { history } = await train(data, {
    rounds: 7,
    parameters: { ...recipe, evalMetric: ["auc", "error@0.3", "logloss"] },
    evaluation: [
      { name: "train", data },
      { name: "holdout", data: holdout },
    ],
    onRound: (progress) => seen.push(progress),
  });
  expect(seen.map(({ done, total }) => [done, total])).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((done) => [done, 7]),
  );
  expect(Object.keys(history)).toEqual(["train", "holdout"]);
  expect(Object.keys(history["holdout"] ?? {})).toEqual(["auc", "error@0.3", "logloss"]);
  expect(history["holdout"]?.["logloss"]).toEqual(
    seen.map(({ evaluation }) => evaluation["holdout"]?.["logloss"]),
  );
  expect(history["train"]?.["logloss"]?.at(-1)).toBeLessThan(history["train"]?.["logloss"]?.[0] ?? 0);
});

test("the reported metric is the model's own on that set", async () => {
  const { model, history } = await train(data, {
    rounds: 10,
    parameters: recipe,
    evaluation: [{ name: "holdout", data: holdout }],
  });
  using booster = Booster.load(model);
  const losses = [...booster.predict(holdout)].map(
    (p, row) => -Math.log(holdout.label[row] === 1 ? p : 1 - p),
  );
  const loss = losses.reduce((sum, value) => sum + value, 0) / holdout.rows;
  expect(history["holdout"]?.["logloss"]?.[9]).toBeCloseTo(loss, 5);
});

test("early stopping ends after the given rounds and returns the best model", async () => {
  const options = {
    rounds: 400,
    parameters: { ...recipe, learningRate: 0.3, evalMetric: ["auc", "logloss"] },
    evaluation: [
      { name: "holdout", data: holdout },
      { name: "train", data },
    ],
  };
  const { model, history, bestRound } = await train(data, {
    ...options,
    earlyStopping: { rounds: 8, on: "holdout", metric: "logloss" },
  });
  const losses = history["holdout"]?.["logloss"] ?? [];
  expect(bestRound).toBe(losses.indexOf(Math.min(...losses)));
  expect(losses.length).toBe((bestRound ?? 0) + 1 + 8);
  using best = Booster.load(model);
  expect(best.rounds).toBe((bestRound ?? 0) + 1);
  expect(best.attribute("best_iteration")).toBe(String(bestRound));
  expect(best.featureNames).toEqual(data.featureNames);
  const short = await train(data, { ...options, rounds: best.rounds });
  using same = Booster.load(short.model);
  expect(best.margin(holdout)).toEqual(same.margin(holdout));

  const byAuc = await train(data, { ...options, earlyStopping: { rounds: 8, on: "holdout", metric: "auc" } });
  const aucs = byAuc.history["holdout"]?.["auc"] ?? [];
  expect(byAuc.bestRound).toBe(aucs.indexOf(Math.max(...aucs)));
});

test("early stopping refuses a metric that is no number", async () => {
  const oneClass = { ...holdout, label: new Float32Array(holdout.rows) };
  const training = train(data, {
    rounds: 20,
    parameters: { ...recipe, evalMetric: ["auc"] },
    evaluation: [{ name: "holdout", data: oneClass }],
    earlyStopping: { rounds: 5 },
  });
  await expect(training).rejects.toThrow(/"auc" of "holdout": it is NaN after round 1.*both classes/);
});

test("a signal cancels a running training, and an aborted one starts none", async () => {
  const controller = new AbortController();
  let done = 0;
  const training = train(data, {
    rounds: 1_000_000,
    parameters: recipe,
    signal: controller.signal,
    onRound: (progress) => {
      done = progress.done;
      if (done === 5) controller.abort("enough");
    },
  });
  await expect(training).rejects.toThrow(CancelledError);
  const atEnd = done;
  expect(atEnd).toBeLessThan(100_000);
  await wait(50);
  expect(done).toBe(atEnd);
  const late = train(data, { rounds: 1, parameters: recipe, signal: controller.signal });
  await expect(late).rejects.toThrow(CancelledError);
});

test("a fault in the progress callback ends the training with it", async () => {
  const training = train(data, {
    rounds: 1_000_000,
    parameters: recipe,
    onRound: () => {
      throw new Error("the caller's own fault");
    },
  });
  await expect(training).rejects.toThrow("the caller's own fault");
});

test("the library's refusal comes back in its words", async () => {
  const training = train({ ...data, label: data.label.map(() => 7) }, { rounds: 1, parameters: recipe });
  await expect(training).rejects.toThrow(/^XGBoost [\d.]+: label must be in \[0,1\]/);
});

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
