import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { Booster, type Matrix, train } from "../../runtime/xgboost/index.ts";
import { churnLike, matrixOf } from "./data.ts";

const data = churnLike(600, 8, 5);
const width = data.columns + 1;
let model: Uint8Array;

beforeAll(async () => {
  const parameters = { objective: "binary:logistic", maxDepth: 4, learningRate: 0.2, seed: 1 } as const;
  model = (await train(data, { rounds: 25, parameters })).model;
});

const anyRows = fc
  .array(
    fc.array(
      fc.oneof(fc.float({ noDefaultInfinity: true, min: -2000, max: 2000 }), fc.constant(Number.NaN)),
      {
        minLength: data.columns,
        maxLength: data.columns,
      },
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((rows): Matrix => ({ ...matrixOf(rows), featureNames: data.featureNames }));

test("SHAP values sum to the margin, and interactions to SHAP values, for any row", () => {
  using booster = Booster.load(model);
  fc.assert(
    fc.property(anyRows, (rows) => {
      const margin = booster.margin(rows);
      const contributions = booster.contributions(rows);
      const interactions = booster.interactions(rows);
      for (let row = 0; row < rows.rows; row += 1) {
        const own = contributions.subarray(row * width, (row + 1) * width);
        expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(margin[row] ?? Number.NaN, 4);
        for (let column = 0; column < width; column += 1) {
          const at = (row * width + column) * width;
          const sum = interactions.subarray(at, at + width).reduce((total, value) => total + value, 0);
          expect(sum).toBeCloseTo(own[column] ?? Number.NaN, 4);
        }
      }
    }),
    { numRuns: 50 },
  );
});

test("the prediction is the sigmoid of the margin, each row for itself", () => {
  using booster = Booster.load(model);
  fc.assert(
    fc.property(anyRows, (rows) => {
      const margin = booster.margin(rows);
      booster.predict(rows).forEach((p, row) => {
        expect(p).toBeCloseTo(1 / (1 + Math.exp(-(margin[row] ?? Number.NaN))), 6);
      });
      const last = { ...rows, rows: 1, values: rows.values.slice(-rows.columns) };
      expect(booster.margin(last)[0]).toBe(margin.at(-1));
    }),
    { numRuns: 50 },
  );
});

test("threads change no prediction and no explanation", () => {
  using one = Booster.load(model);
  using four = Booster.load(model, { threads: 4 });
  expect(four.margin(data)).toEqual(one.margin(data));
  expect(four.contributions(data)).toEqual(one.contributions(data));
});

describe("saving", () => {
  test.each(["json", "ubj"] as const)("%s keeps model, names and bytes", (format) => {
    using booster = Booster.load(model);
    const saved = booster.save(format);
    using again = Booster.load(saved);
    expect(again.featureNames).toEqual(data.featureNames);
    expect(again.margin(data)).toEqual(booster.margin(data));
    expect(again.save(format)).toEqual(saved);
    expect(Buffer.compare(again.save("ubj"), model)).toBe(0);
  });

  test("bytes that are no whole model are refused", () => {
    using booster = Booster.load(model);
    const json = booster.save("json");
    for (let end = 0; end < model.length; end += 97) {
      expect(() => Booster.load(model.subarray(0, end))).toThrow(/no whole XGBoost model/);
    }
    expect(() => Booster.load(json.subarray(0, json.length - 5))).toThrow(/XGBoost/);
    for (const text of ["", "PAR1", "binf", '{"learner":{}}', "{ }", "{}"]) {
      expect(() => Booster.load(Buffer.from(text))).toThrow(/XGBoost/);
    }
  });
});

test("importance agrees with the dumped trees", () => {
  using booster = Booster.load(model);
  interface Node {
    readonly split?: string;
    readonly gain?: number;
    readonly cover: number;
    readonly children?: readonly Node[];
  }
  const splits: { feature: string; gain: number; cover: number }[] = [];
  const walk = ({ split, gain, cover, children = [] }: Node) => {
    if (split !== undefined) splits.push({ feature: split, gain: gain ?? 0, cover });
    children.forEach(walk);
  };
  const trees = booster.dumpTrees({ statistics: true });
  expect(trees.length).toBe(25);
  for (const tree of trees) walk(JSON.parse(tree));
  const sumOf = (feature: string, field: "gain" | "cover") =>
    splits.filter((split) => split.feature === feature).reduce((sum, split) => sum + split[field], 0);
  for (const { feature, value } of booster.importance("weight")) {
    expect(value).toBe(splits.filter((split) => split.feature === feature).length);
  }
  for (const field of ["gain", "cover"] as const) {
    const totals = booster.importance(`total_${field}`);
    expect(totals.map(({ value }) => value)).toEqual(
      totals.map(({ value }) => value).toSorted((a, b) => b - a),
    );
    for (const { feature, value } of totals) {
      expect(value / sumOf(feature, field)).toBeCloseTo(1, 4);
      const mean = booster.importance(field).find((entry) => entry.feature === feature)?.value ?? 0;
      const count = booster.importance("weight").find((entry) => entry.feature === feature)?.value ?? 0;
      expect((mean * count) / value).toBeCloseTo(1, 4);
    }
  }
});

test("a range of rounds uses these rounds only", async () => {
  const parameters = { objective: "binary:logistic", maxDepth: 4, learningRate: 0.2, seed: 1 } as const;
  const short = await train(data, { rounds: 10, parameters });
  using ten = Booster.load(short.model);
  using booster = Booster.load(model);
  expect(booster.rounds).toBe(25);
  expect(booster.margin(data, { end: 10 })).toEqual(ten.margin(data));
  const [head, tail, whole] = [{ end: 10 }, { begin: 10 }, {}].map((range) => booster.margin(data, range));
  head?.forEach((value, row) => {
    expect(value + (tail?.[row] ?? 0)).toBeCloseTo(whole?.[row] ?? Number.NaN, 5);
  });
  for (const range of [{ end: 26 }, { begin: 5, end: 5 }, { begin: -1 }, { end: 1.5 }]) {
    expect(() => booster.margin(data, range)).toThrow(/not a range within the model's 25 rounds/);
  }
});

test("leaves say where each row ends in each tree", () => {
  using booster = Booster.load(model);
  const leaves = booster.leaves(data);
  expect(leaves.length).toBe(data.rows * 25);
  const value = (tree: unknown, id: number): number | undefined => {
    const node = Object(tree);
    if (node.nodeid === id) return node.leaf;
    return (node.children ?? [])
      .map((child: unknown) => value(child, id))
      .find((leaf?: number) => leaf !== undefined);
  };
  const trees = booster.dumpTrees().map((tree) => JSON.parse(tree));
  const margin = trees.reduce((sum, tree, at) => sum + (value(tree, leaves[at] ?? -1) ?? Number.NaN), 0);
  expect(booster.margin(data)[0]).toBeCloseTo(margin, 4);
});

test("a matrix that does not fit the model is refused", () => {
  using booster = Booster.load(model);
  const { featureNames, ...nameless } = data;
  const swapped = featureNames.with(0, "feature_1").with(1, "feature_0");
  expect(() => booster.predict({ ...data, featureNames: swapped })).toThrow(
    /column 1 of data is "feature_1" where the model has "feature_0"/,
  );
  expect(() => booster.predict({ ...data, featureNames: featureNames.with(7, "other") })).toThrow(
    /"feature_7"/,
  );
  expect(() => booster.predict(nameless)).toThrow(/trained with feature names/);
  expect(() => booster.predict(churnLike(5, 7, 1))).toThrow(/data has 7 columns, the model 8/);
  expect(
    booster.predict({ ...data, rows: 0, values: new Float32Array(0), label: new Float32Array(0) }),
  ).toEqual(new Float32Array(0));
});

test("a disposed model says so, and may be disposed again", () => {
  const booster = Booster.load(model);
  booster[Symbol.dispose]();
  booster[Symbol.dispose]();
  expect(() => booster.predict(data)).toThrow("already disposed");
  expect(() => booster.save("ubj")).toThrow("already disposed");
});

test("results stay as they are after later calls and after disposal", () => {
  const booster = Booster.load(model);
  const margin = booster.margin(data);
  const kept = margin.slice();
  booster.predict(data);
  booster.contributions(data);
  booster[Symbol.dispose]();
  expect(margin).toEqual(kept);
});

test("two hundred loads, predictions and disposals leave no memory behind", () => {
  const wide = churnLike(4000, 8, 6);
  const cycle = () => {
    using booster = Booster.load(model);
    booster.margin(wide);
    booster.save("json");
  };
  for (let warm = 0; warm < 50; warm += 1) cycle();
  const before = process.memoryUsage().rss;
  for (let run = 0; run < 200; run += 1) cycle();
  // A matrix takes 256 kB in the library and the model about 100 kB: kept, they would add 70 MB.
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(20);
});
