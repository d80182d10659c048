import { z } from "zod";
import type { Matrix } from "./matrix.ts";

const OBJECTIVES = [
  "binary:logistic",
  "multi:softprob",
  "reg:squarederror",
  "reg:absoluteerror",
  "reg:pseudohubererror",
  "reg:gamma",
  "count:poisson",
] as const;

/** What is minimised. `binary:logistic` predicts a probability, `multi:softprob` one probability per class. */
export type Objective = (typeof OBJECTIVES)[number];

/** What XGBoost measures when `evalMetric` is left out. */
export const DEFAULT_METRIC: Readonly<Record<Objective, Metric>> = {
  "binary:logistic": "logloss",
  "multi:softprob": "mlogloss",
  "reg:squarederror": "rmse",
  "reg:absoluteerror": "mae",
  "reg:pseudohubererror": "mphe",
  "reg:gamma": "gamma-nloglik",
  "count:poisson": "poisson-nloglik",
};

/**
 * A metric by XGBoost's name: `logloss`, `error`, `error@0.7` (at a threshold), `auc`, `aucpr`, `rmse`, `mae`, `mape`,
 * `rmsle`, `mphe`, `poisson-nloglik`, `gamma-nloglik`, `gamma-deviance`, `merror`, `mlogloss`.
 */
export type Metric = string;
const METRIC =
  /^(logloss|error(@0?\.\d+)?|auc|aucpr|rmse|mae|mape|rmsle|mphe|poisson-nloglik|gamma-nloglik|gamma-deviance|merror|mlogloss)$/;

/** Settings of both boosters. The names are XGBoost's own in camel case: `scale_pos_weight` is `scalePosWeight`. */
interface SharedParameters {
  readonly objective: Objective;
  /** Metrics for the evaluation sets; the last one decides early stopping. Default: the objective's own. */
  readonly evalMetric?: readonly Metric[];
  /** Seed of row and column sampling, 0 to 2^31 - 1. Default: 0. */
  readonly seed?: number;
  /** Prediction before the first round, on the scale of the prediction (a probability for `binary:logistic`). Default: 0.5. */
  readonly baseScore?: number;
  /** Weight of rows with label 1 against those with label 0, above 0. For `binary:logistic`. Default: 1. */
  readonly scalePosWeight?: number;
  /** Number of classes, 2 or more. For `multi:softprob` only, where it is needed. */
  readonly numClass?: number;
  /** Share of each round's step that is taken, above 0, at most 1. Default: 0.3 for trees, 0.5 for `gblinear`. */
  readonly learningRate?: number;
  /** L2 penalty on leaf weights or coefficients, 0 or more. Default: 1 for trees, 0 for `gblinear`. */
  readonly lambda?: number;
  /** L1 penalty on leaf weights or coefficients, 0 or more. Default: 0. */
  readonly alpha?: number;
}

/** Boosted trees; also a random forest: `numParallelTree` trees, one round, `learningRate` 1, `subsample` below 1. */
export interface TreeParameters extends SharedParameters {
  readonly booster?: "gbtree";
  /** `hist`: binned values, fast. `exact`: every split point. `approx`: bins renewed at every round. Default: `hist`. */
  readonly treeMethod?: "hist" | "exact" | "approx";
  /** Largest depth of a tree, 1 to 64, or 0 for no limit (needs `maxLeaves`, not for `exact`). Default: 6. */
  readonly maxDepth?: number;
  /** Largest number of leaves, 0 for no limit. Not for `exact`. Default: 0. */
  readonly maxLeaves?: number;
  /** Split the node nearest to the root first, or the one with the largest gain. Not for `exact`. Default: `depthwise`. */
  readonly growPolicy?: "depthwise" | "lossguide";
  /** Largest number of bins per feature, 2 to 65,535. Not for `exact`. Default: 256. */
  readonly maxBin?: number;
  /** Least sum of hessians in a leaf, 0 or more. Default: 1. */
  readonly minChildWeight?: number;
  /** Least loss reduction of a split, 0 or more. Default: 0. */
  readonly gamma?: number;
  /** Largest leaf weight, 0 for no limit. Default: 0 (0.7 for `count:poisson`). */
  readonly maxDeltaStep?: number;
  /** Share of rows drawn for each tree, above 0, at most 1. Default: 1. */
  readonly subsample?: number;
  /** Share of columns drawn for each tree, above 0, at most 1. Default: 1. */
  readonly colsampleBytree?: number;
  /** Share of a tree's columns drawn for each level, above 0, at most 1. Default: 1. */
  readonly colsampleBylevel?: number;
  /** Share of a level's columns drawn for each split, above 0, at most 1. Default: 1. */
  readonly colsampleBynode?: number;
  /** Trees grown in each round, 1 or more. Default: 1. */
  readonly numParallelTree?: number;
  /** Direction in which the prediction may move with a feature: 1 up, -1 down, 0 free. By name, or one per column. */
  readonly monotoneConstraints?: Readonly<Record<string, -1 | 0 | 1>> | readonly (-1 | 0 | 1)[];
  /** Groups of features, by name, that may follow each other on one path of a tree; others stand alone. */
  readonly interactionConstraints?: readonly (readonly string[])[];
  /** Categories up to which a category column is split one against the rest, 1 or more. Default: 4. */
  readonly maxCatToOnehot?: number;
}

/** A linear model by coordinate descent (the library's `shotgun` updater gives another model at every run). */
export interface LinearParameters extends SharedParameters {
  readonly booster: "gblinear";
}

export type TrainParameters = TreeParameters | LinearParameters;

const share = z.number().gt(0).lte(1).optional();
const penalty = z.number().gte(0).optional();
const count = (least: number, most: number) => z.int().gte(least).lte(most).optional();
const direction = z.literal([-1, 0, 1]);
const LARGEST_INT = 2 ** 31 - 1;

const shared = {
  objective: z.enum(OBJECTIVES),
  evalMetric: z.array(z.string().regex(METRIC, "is not a known metric")).readonly().optional(),
  seed: count(0, LARGEST_INT),
  baseScore: z.number().optional(),
  scalePosWeight: z.number().gt(0).optional(),
  numClass: count(2, LARGEST_INT),
  learningRate: share,
  lambda: penalty,
  alpha: penalty,
};

const linearSchema = z.strictObject({ booster: z.literal("gblinear"), ...shared });

const treeSchema = z.strictObject({
  booster: z.literal("gbtree").optional(),
  ...shared,
  treeMethod: z.enum(["hist", "exact", "approx"]).optional(),
  maxDepth: count(0, 64),
  maxLeaves: count(0, LARGEST_INT),
  growPolicy: z.enum(["depthwise", "lossguide"]).optional(),
  maxBin: count(2, 65_535),
  minChildWeight: penalty,
  gamma: penalty,
  maxDeltaStep: penalty,
  subsample: share,
  colsampleBytree: share,
  colsampleBylevel: share,
  colsampleBynode: share,
  numParallelTree: count(1, LARGEST_INT),
  monotoneConstraints: z.union([z.record(z.string(), direction), z.array(direction).readonly()]).optional(),
  interactionConstraints: z.array(z.array(z.string()).min(1).readonly()).readonly().optional(),
  maxCatToOnehot: count(1, LARGEST_INT),
});

/** Every fault of the parameters, alone and against the training matrix; the C API accepts most of them in silence. */
export function parameterFaults(parameters: TrainParameters, matrix: Matrix): string[] {
  const schema = parameters.booster === "gblinear" ? linearSchema : treeSchema;
  const result = schema.safeParse(parameters);
  if (!result.success) return result.error.issues.map(describeIssue);
  const faults = objectiveFaults(parameters);
  if (parameters.numClass !== undefined && matrix.baseMargin !== undefined) {
    faults.push("a base margin is not supported for several classes");
  }
  if (parameters.booster === "gblinear") {
    if (matrix.featureTypes?.includes("c")) {
      faults.push("gblinear would read categories as numbers; encode them one-hot");
    }
    return faults;
  }
  return [...faults, ...treeFaults(parameters, matrix), ...constraintFaults(parameters, matrix)];
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `parameters.${key} is not a parameter of this booster`).join("; ");
  }
  return `${["parameters", ...issue.path].join(".")}: ${issue.message}`;
}

function objectiveFaults({ objective, baseScore, numClass, scalePosWeight }: TrainParameters): string[] {
  const faults: string[] = [];
  const isMulticlass = objective === "multi:softprob";
  if (isMulticlass && numClass === undefined) faults.push("multi:softprob needs parameters.numClass");
  if (!isMulticlass && numClass !== undefined) faults.push("parameters.numClass is for multi:softprob only");
  if (scalePosWeight !== undefined && objective !== "binary:logistic") {
    faults.push("parameters.scalePosWeight is for binary:logistic only");
  }
  if (objective === "binary:logistic" && baseScore !== undefined && !(baseScore > 0 && baseScore < 1)) {
    faults.push(`parameters.baseScore is ${baseScore}, not a probability between 0 and 1`);
  }
  return faults;
}

function treeFaults(parameters: TreeParameters, matrix: Matrix): string[] {
  const { treeMethod, maxDepth, maxLeaves, growPolicy, maxBin } = parameters;
  const faults: string[] = [];
  if (treeMethod === "exact") {
    if (matrix.featureTypes?.includes("c")) {
      faults.push('treeMethod "exact" would read categories as numbers; use "hist" or "approx"');
    }
    for (const [name, value] of Object.entries({ maxLeaves, growPolicy, maxBin })) {
      if (value !== undefined) faults.push(`parameters.${name} has no effect with treeMethod "exact"`);
    }
  }
  if (maxDepth === 0 && (treeMethod === "exact" || (maxLeaves ?? 0) === 0)) {
    faults.push("parameters.maxDepth 0 (no limit) needs maxLeaves and a treeMethod other than exact");
  }
  return faults;
}

function constraintFaults(parameters: TreeParameters, matrix: Matrix): string[] {
  const { monotoneConstraints: monotone, interactionConstraints: interaction } = parameters;
  const faults: string[] = [];
  const names: string[] = interaction?.flat() ?? [];
  if (isPerColumn(monotone)) {
    if (monotone.length !== matrix.columns) {
      faults.push(
        `parameters.monotoneConstraints has ${monotone.length} entries for ${matrix.columns} columns`,
      );
    }
  } else {
    names.push(...Object.keys(monotone ?? {}));
  }
  const known = new Set(matrix.featureNames);
  for (const name of new Set(names)) {
    if (!known.has(name))
      faults.push(`a constraint names "${name}", which is not a feature name of the data`);
  }
  return faults;
}

function isPerColumn(monotone: TreeParameters["monotoneConstraints"]): monotone is readonly (-1 | 0 | 1)[] {
  return Array.isArray(monotone);
}

/** The parameters as the C API takes them: names in snake case, values as text. */
export function nativeParameters(
  parameters: TrainParameters,
  matrix: Matrix,
): [name: string, value: string][] {
  const names = matrix.featureNames ?? [];
  const native: [string, string][] = [];
  if (parameters.booster === "gblinear") native.push(["updater", "coord_descent"]);
  else if (parameters.treeMethod === undefined) native.push(["tree_method", "hist"]);
  for (const [key, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (key === "evalMetric") {
      for (const metric of parameters.evalMetric ?? []) native.push([name, metric]);
    } else if (key === "monotoneConstraints" && parameters.booster !== "gblinear") {
      native.push([name, monotoneText(parameters.monotoneConstraints, names)]);
    } else if (key === "interactionConstraints" && parameters.booster !== "gblinear") {
      const groups = parameters.interactionConstraints ?? [];
      native.push([name, JSON.stringify(groups.map((group) => group.map((item) => names.indexOf(item))))]);
    } else {
      native.push([name, String(value)]);
    }
  }
  return native;
}

function monotoneText(monotone: TreeParameters["monotoneConstraints"], names: readonly string[]): string {
  const directions = isPerColumn(monotone) ? monotone : names.map((name) => monotone?.[name] ?? 0);
  return `(${directions.join(",")})`;
}
