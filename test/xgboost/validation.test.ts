import { expect, test } from "vitest";
import { InputError } from "../../runtime/errors.ts";
import { Booster, type Matrix, type TrainOptions, train } from "../../runtime/xgboost/index.ts";
import { churnLike, matrixOf } from "./data.ts";

const data = churnLike(40, 4, 1);
const { featureNames: _, ...nameless } = data;

/** What a caller without types could pass. */
function loose(parameters: object): TrainOptions {
  return { rounds: 1, parameters: { objective: "binary:logistic", ...parameters } };
}

async function refusal(matrix: Matrix, options: TrainOptions): Promise<string> {
  const error: unknown = await train(matrix, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return String(error);
}

test.each<[string, object, RegExp]>([
  ["an unknown parameter", { max_depth: 3 }, /parameters\.max_depth is not a parameter of this booster/],
  ["an unknown objective", { objective: "binary:logistik" }, /parameters\.objective: .*"binary:logistic"/],
  ["an unknown metric", { evalMetric: ["accuracy"] }, /parameters\.evalMetric\.0: is not a known metric/],
  ["a share above 1", { subsample: 1.2 }, /parameters\.subsample: /],
  ["a share of 0", { colsampleBytree: 0 }, /parameters\.colsampleBytree: /],
  ["a broken depth", { maxDepth: 2.5 }, /parameters\.maxDepth: /],
  ["a text for a number", { learningRate: "0.1" }, /parameters\.learningRate: /],
  ["not a number", { lambda: Number.NaN }, /parameters\.lambda: /],
  ["an infinite number", { minChildWeight: Infinity }, /parameters\.minChildWeight: /],
  ["a negative seed", { seed: -1 }, /parameters\.seed: /],
  [
    "a tree parameter of gblinear",
    { booster: "gblinear", maxDepth: 3 },
    /maxDepth is not a parameter of this booster/,
  ],
  ["a base score that is no probability", { baseScore: 1 }, /baseScore is 1, not a probability/],
  ["several classes without their number", { objective: "multi:softprob" }, /needs parameters\.numClass/],
  ["a number of classes for two", { numClass: 2 }, /numClass is for multi:softprob only/],
  [
    "a class weight in regression",
    { objective: "reg:squarederror", scalePosWeight: 2 },
    /binary:logistic only/,
  ],
  ["bins for exact", { treeMethod: "exact", maxBin: 64 }, /maxBin has no effect with treeMethod "exact"/],
  ["endless trees", { maxDepth: 0 }, /maxDepth 0 \(no limit\) needs maxLeaves/],
  ["a shrunken forest", { numParallelTree: 10, learningRate: 0.3 }, /needs parameters\.learningRate 1/],
  ["a constraint on a stranger", { monotoneConstraints: { age: 1 } }, /names "age", which is not a feature/],
  ["too few constraints", { monotoneConstraints: [1, 0] }, /has 2 entries for 4 columns/],
  ["a group with a stranger", { interactionConstraints: [["feature_0", "age"]] }, /names "age"/],
])("%s is refused", async (_name, parameters, message) => {
  expect(await refusal(data, loose(parameters))).toMatch(message);
});

test.each<[string, Matrix, RegExp]>([
  [
    "too few values",
    { ...data, values: data.values.slice(1) },
    /data\.values holds 159 numbers, not .* = 160/,
  ],
  ["no columns", { ...data, columns: 0, values: new Float32Array(0) }, /data\.columns is 0/],
  [
    "an infinite value",
    { ...data, values: data.values.with(5, -Infinity) },
    /row 1, column "feature_1" is infinite/,
  ],
  ["no label", { ...nameless, label: new Float32Array(0) }, /data\.label has 0 values for 40 rows/],
  ["a missing label", { ...data, label: data.label.with(3, Number.NaN) }, /data\.label\[3\] is NaN/],
  ["a negative weight", { ...data, weight: new Float32Array(40).fill(-1) }, /data\.weight\[0\] is -1/],
  ["a short margin", { ...data, baseMargin: new Float32Array(2) }, /baseMargin has 2 values for 40 rows/],
  ["too few names", { ...data, featureNames: ["a"] }, /4 columns but 1 feature names/],
  ["a name twice", { ...data, featureNames: ["a", "b", "a", "c"] }, /the feature name "a" stands twice/],
  ["a name with a bracket", { ...data, featureNames: ["a", "b", "c[0]", "d"] }, /"c\[0\]" is empty or holds/],
  ["too few types", { ...data, featureTypes: ["q"] }, /4 columns but 1 feature types/],
  [
    "no rows",
    { rows: 0, columns: 4, values: new Float32Array(0), label: new Float32Array(0) },
    /needs rows and a label/,
  ],
])("a matrix with %s is refused", async (_name, matrix, message) => {
  expect(await refusal(matrix, loose({}))).toMatch(message);
});

test("categories are refused where they would be read as numbers, and codes that are none", async () => {
  const categories: Matrix = { ...matrixOf([[0], [1], [2], [1]], [0, 1, 0, 1]), featureTypes: ["c"] };
  expect(await refusal(categories, loose({ treeMethod: "exact" }))).toMatch(
    /exact" would read categories as numbers/,
  );
  expect(await refusal(categories, loose({ booster: "gblinear" }))).toMatch(/encode them one-hot/);
  const broken = { ...categories, values: Float32Array.of(0, 1, 0.5, 1) };
  expect(await refusal(broken, loose({}))).toMatch(/data row 2, column "0" is 0\.5, not a category/);
});

test("options are checked against each other and the data", async () => {
  const options = (more: Partial<TrainOptions>): TrainOptions => ({ ...loose({}), ...more });
  const holdout = churnLike(10, 4, 2);
  const set = (matrix: Matrix, name = "holdout") => options({ evaluation: [{ name, data: matrix }] });
  expect(await refusal(data, options({ rounds: 0 }))).toMatch(/rounds is 0/);
  expect(await refusal(data, options({ threads: 0 }))).toMatch(/threads is 0/);
  expect(await refusal(data, options({ earlyStopping: { rounds: 5 } }))).toMatch(/needs an evaluation set/);
  expect(await refusal(data, { ...set(holdout), earlyStopping: { rounds: 0 } })).toMatch(
    /earlyStopping\.rounds is 0/,
  );
  expect(await refusal(data, { ...set(holdout), earlyStopping: { rounds: 5, on: "test" } })).toMatch(
    /on is "test"/,
  );
  expect(await refusal(data, { ...set(holdout), earlyStopping: { rounds: 5, metric: "auc" } })).toMatch(
    /metric is "auc", not among those measured \(logloss\)/,
  );
  expect(await refusal(data, set(holdout, "hold-out"))).toMatch(/needs a name without - : and spaces/);
  expect(await refusal(data, set(churnLike(10, 3, 2)))).toMatch(/holdout has 3 columns, data has 4/);
  expect(await refusal(data, set({ ...holdout, featureNames: ["a", "b", "c", "d"] }))).toMatch(
    /featureNames differ/,
  );
  const linear = {
    ...set(holdout),
    parameters: { objective: "binary:logistic", booster: "gblinear" } as const,
  };
  expect(await refusal(data, { ...linear, earlyStopping: { rounds: 5 } })).toMatch(
    /keeps only its last weights/,
  );
});

test("all faults come in one sentence", async () => {
  const message = await refusal(
    { ...data, featureNames: ["a", "a", "b", "c"] },
    loose({ depth: 3, subsample: 9 }),
  );
  expect(message).toMatch(/stands twice.*parameters\.subsample.*parameters\.depth/);
});

test("threads of a loaded model are checked", () => {
  expect(() => Booster.load(new Uint8Array(), { threads: 0 })).toThrow(
    /threads is 0.*no whole XGBoost model/,
  );
});

test("a gblinear model says what it cannot do", async () => {
  const parameters = { objective: "binary:logistic", booster: "gblinear" } as const;
  const { model } = await train(data, { rounds: 5, parameters });
  using booster = Booster.load(model);
  expect(() => booster.importance("gain")).toThrow(/only the importance "weight"/);
  expect(() => booster.leaves(data)).toThrow(/has no leaves/);
  expect(() => booster.margin(data, { begin: 1 })).toThrow(/no range of rounds/);
});
