import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { CancelledError } from "../../runtime/errors.ts";
import {
  Booster,
  type Matrix,
  type RoundProgress,
  type TrainParameters,
  train,
} from "../../runtime/xgboost/index.ts";
import { churnLike } from "./data.ts";

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

test("metrics do not depend on the number of threads", async () => {
  // Labels of many sizes: the errors' sum is then rounded, differently for each way to divide the rows.
  const label = Float32Array.from(data.label, (value, row) => value + Math.exp((row % 60) - 40));
  const real = { ...data, label };
  const parameters = { objective: "reg:squarederror", maxDepth: 3, evalMetric: ["mae", "rmse"] } as const;
  const measure = (threads: number) =>
    train(real, { rounds: 30, parameters, threads, evaluation: [{ name: "train", data: real }] });
  const one = await measure(1);
  for (const threads of [2, 3, 7]) expect((await measure(threads)).history).toEqual(one.history);
});

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

test("views into larger buffers and objects with getters serve as matrices", async () => {
  const labels = new Float32Array(3 * data.rows);
  labels.set(data.label, data.rows);
  class Wrapped implements Matrix {
    get rows(): number {
      return data.rows;
    }
    readonly columns = data.columns;
    readonly values = data.values;
    readonly featureNames = data.featureNames;
    readonly label = labels.subarray(data.rows, 2 * data.rows);
    readonly close = () => undefined;
  }
  const wrapped = await train(new Wrapped(), { rounds: 5, parameters: recipe });
  expect(wrapped.model).toEqual((await train(data, { rounds: 5, parameters: recipe })).model);
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
