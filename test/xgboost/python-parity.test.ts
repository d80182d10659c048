import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  Booster,
  type FeatureType,
  libraryVersion,
  type TrainOptions,
  train,
} from "../../runtime/xgboost/index.ts";
import { sharedFolder } from "../support/folders.ts";
import { churnLike, type LabelledMatrix, random } from "./data.ts";

const PYTHON = "/usr/bin/python3";
const peer = spawnSync(PYTHON, ["-c", "import xgboost; print(xgboost.__version__)"], { encoding: "utf8" });
const hasPeer = peer.status === 0 && peer.stdout.trim() === libraryVersion();
const title = hasPeer
  ? "as Python's xgboost"
  : `as Python's xgboost (skipped: "apt-get install python3-xgboost" of version ${libraryVersion()} is not there)`;

const next = random(9);
const data = churnLike(1500, 12, 11);
const weighted = { ...data, weight: Float32Array.from(data.label, () => next() * 3) };
const types = data.featureNames.map((_, column): FeatureType => (column >= 8 ? "c" : "q"));
const typed = { ...data, featureTypes: types };
const holdout = churnLike(500, 12, 12);
const typedHoldout = { ...holdout, featureTypes: types };
const matrices = { data, weighted, typed, holdout, typedHoldout } as const;

interface Case {
  readonly name: string;
  readonly train: keyof typeof matrices;
  readonly holdout: keyof typeof matrices;
  readonly rounds: number;
  readonly stop: number | null;
  /** As Python takes them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The same as this binding takes them. */
  readonly ours: TrainOptions["parameters"];
}

const base = { objective: "binary:logistic", max_depth: 3, eta: 0.1, seed: 42 };
const ours = { objective: "binary:logistic", maxDepth: 3, learningRate: 0.1, seed: 42 } as const;
const sampled = { subsample: 0.8, colsample_bytree: 0.7 };
const oursSampled = { subsample: 0.8, colsampleBytree: 0.7 };
const plain = { train: "data", holdout: "holdout", rounds: 30, stop: null } as const;

const cases: readonly Case[] = [
  {
    ...plain,
    name: "hist",
    parameters: { ...base, ...sampled, tree_method: "hist" },
    ours: { ...ours, ...oursSampled },
  },
  {
    ...plain,
    name: "exact",
    parameters: {
      ...base,
      ...sampled,
      tree_method: "exact",
      gamma: 0.2,
      reg_alpha: 0.3,
      min_child_weight: 2,
    },
    ours: { ...ours, ...oursSampled, treeMethod: "exact", gamma: 0.2, alpha: 0.3, minChildWeight: 2 },
  },
  {
    ...plain,
    name: "approx",
    rounds: 10,
    parameters: { ...base, tree_method: "approx", max_bin: 64, colsample_bylevel: 0.6 },
    ours: { ...ours, treeMethod: "approx", maxBin: 64, colsampleBylevel: 0.6 },
  },
  {
    ...plain,
    name: "weights",
    train: "weighted",
    parameters: { ...base, tree_method: "hist", scale_pos_weight: 3.5, base_score: 0.2, reg_lambda: 2 },
    ours: { ...ours, scalePosWeight: 3.5, baseScore: 0.2, lambda: 2 },
  },
  {
    ...plain,
    name: "forest",
    rounds: 1,
    parameters: {
      ...base,
      tree_method: "hist",
      eta: 1,
      max_depth: 6,
      num_parallel_tree: 40,
      subsample: 0.63,
      colsample_bynode: 0.3,
    },
    ours: {
      ...ours,
      learningRate: 1,
      maxDepth: 6,
      numParallelTree: 40,
      subsample: 0.63,
      colsampleBynode: 0.3,
    },
  },
  {
    ...plain,
    name: "gblinear",
    parameters: {
      objective: "binary:logistic",
      booster: "gblinear",
      updater: "coord_descent",
      eta: 0.5,
      reg_lambda: 0.01,
    },
    ours: { objective: "binary:logistic", booster: "gblinear", learningRate: 0.5, lambda: 0.01 },
  },
  {
    ...plain,
    name: "constraints",
    parameters: {
      ...base,
      tree_method: "hist",
      max_depth: 5,
      grow_policy: "lossguide",
      max_leaves: 9,
      monotone_constraints: `(1,-1,${Array(10).fill(0)})`,
      interaction_constraints: "[[0,1,2],[2,3,4,5]]",
    },
    ours: {
      ...ours,
      maxDepth: 5,
      growPolicy: "lossguide",
      maxLeaves: 9,
      monotoneConstraints: { feature_0: 1, feature_1: -1 },
      interactionConstraints: [
        ["feature_0", "feature_1", "feature_2"],
        ["feature_2", "feature_3", "feature_4", "feature_5"],
      ],
    },
  },
  {
    ...plain,
    name: "categories",
    train: "typed",
    holdout: "typedHoldout",
    parameters: { ...base, tree_method: "hist", max_cat_to_onehot: 3, max_delta_step: 0.7 },
    ours: { ...ours, maxCatToOnehot: 3, maxDeltaStep: 0.7 },
  },
  {
    ...plain,
    name: "early stopping",
    rounds: 500,
    stop: 7,
    parameters: { ...base, ...sampled, eta: 0.3, tree_method: "hist", eval_metric: ["auc", "logloss"] },
    ours: { ...ours, ...oursSampled, learningRate: 0.3, evalMetric: ["auc", "logloss"] },
  },
  {
    ...plain,
    name: "regression",
    parameters: { ...base, objective: "reg:squarederror", tree_method: "hist", max_depth: 4 },
    ours: { ...ours, objective: "reg:squarederror", maxDepth: 4 },
  },
];

const factsSchema = z.object({
  history: z.object({ holdout: z.record(z.string(), z.array(z.number())) }),
  best: z.number().nullable(),
  importance: z.record(
    z.enum(["weight", "gain", "total_cover"]),
    z.record(z.string(), z.number()).optional(),
  ),
});

describe.skipIf(!hasPeer)(title, () => {
  const folder = sharedFolder("xgboost-parity-");
  const path = (name: string) => join(folder, name);

  beforeAll(() => {
    const specs: Record<string, object> = {};
    for (const [name, matrix] of Object.entries<LabelledMatrix>(matrices)) {
      writeFileSync(path(`${name}.values`), matrix.values);
      writeFileSync(path(`${name}.label`), matrix.label);
      if (matrix.weight !== undefined) writeFileSync(path(`${name}.weight`), matrix.weight);
      const { rows, columns, featureNames, featureTypes } = matrix;
      specs[name] = { rows, columns, names: featureNames, types: featureTypes ?? null };
    }
    writeFileSync(path("cases.json"), JSON.stringify(cases.map((entry) => ({ ...entry, matrices: specs }))));
    const script = new URL("python_peer.py", import.meta.url).pathname;
    const run = spawnSync(PYTHON, [script, folder], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(run.stderr);
  });

  const floats = (name: string) => new Float32Array(Uint8Array.from(readFileSync(path(name))).buffer);

  test.each(cases.map((entry) => [entry.name, entry] as const))(
    "%s: model bytes, predictions, SHAP values, metrics, importance",
    async (name, { ours: parameters, stop, rounds, ...names }) => {
      const facts = factsSchema.parse(JSON.parse(readFileSync(path(`${name}.facts`), "utf8")));
      const tested = matrices[names.holdout];
      const { model, history, bestRound } = await train(matrices[names.train], {
        rounds,
        parameters,
        evaluation: [{ name: "holdout", data: tested }],
        ...(stop === null ? {} : { earlyStopping: { rounds: stop } }),
      });
      expect(bestRound ?? null).toBe(facts.best);
      expect(Buffer.compare(model, readFileSync(path(`${name}.ubj`)))).toBe(0);
      using booster = Booster.load(model);
      expect(Buffer.compare(booster.save("json"), readFileSync(path(`${name}.json`)))).toBe(0);
      expect(booster.predict(tested)).toEqual(floats(`${name}.predict`));
      expect(booster.margin(tested)).toEqual(floats(`${name}.margin`));
      expect(booster.contributions(tested)).toEqual(floats(`${name}.contributions`));
      for (const [metric, values] of Object.entries(facts.history.holdout)) {
        const own = history["holdout"]?.[metric] ?? [];
        expect(own.length).toBe(values.length);
        values.forEach((value, round) => {
          expect(own[round]).toBeCloseTo(value, 9);
        });
      }
      for (const kind of ["weight", "gain", "total_cover"] as const) {
        const expected = facts.importance[kind];
        if (expected === undefined) continue;
        const importance = booster.importance(kind);
        expect(Object.fromEntries(importance.map(({ feature, value }) => [feature, value]))).toEqual(
          expected,
        );
      }
    },
  );
});
