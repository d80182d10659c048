/**
 * XGBoost for Node: the real library behind typed, checked and disposable objects.
 *
 * ```ts
 * import { Booster, train } from "./runtime/xgboost/index.ts";
 *
 * const data = { rows: 4, columns: 1, values: Float32Array.of(1, 2, 3, 4), label: Float32Array.of(0, 0, 1, 1) };
 * const { model } = await train(data, { rounds: 10, parameters: { objective: "binary:logistic", maxDepth: 3 } });
 * using booster = Booster.load(model);
 * const probability = booster.predict(data); // Float32Array(4)
 * const drivers = booster.contributions(data); // SHAP values: 4 x (1 feature + bias)
 * ```
 *
 * - It needs the system's XGBoost 1.7 or newer (`apt-get install libxgboost0`, `brew install xgboost`), or its path in
 *   `XGBOOST_LIB`.
 * - `train` runs in a worker thread of its own, reports every round and can be cancelled. A `Booster` works on the
 *   calling thread: SHAP values of 20,000 rows, 80 columns and 600 trees of depth 3 take 8 CPU seconds, so give it
 *   blocks of rows where the caller must stay responsive.
 * - With the same library, model bytes, predictions and SHAP values are those of Python's `xgboost`, and the same from
 *   run to run.
 * - A random forest is `numParallelTree` trees, one round, `learningRate` 1 and `subsample` below 1; a logistic
 *   regression is the booster `gblinear`.
 * - What the C API accepts in silence is refused: unknown parameters and such without effect, missing, renamed or
 *   reordered columns, categories that would be read as numbers, infinite values, truncated models. All faults come
 *   in one InputError.
 */
export { Booster, type LoadOptions, type RoundRange } from "./booster.ts";
export type { EarlyStopping, Evaluation } from "./early-stopping.ts";
export type { FeatureImportance, ImportanceKind } from "./importance.ts";
export { XGBoostError } from "./library.ts";
export type { FeatureType, Matrix } from "./matrix.ts";
export type { LinearParameters, Metric, Objective, TrainParameters, TreeParameters } from "./parameters.ts";
export {
  type EvaluationSet,
  type RoundProgress,
  type TrainedModel,
  type TrainOptions,
  train,
} from "./train.ts";

import { loadLibrary } from "./library.ts";

/**
 * Version of the XGBoost library in use, for example `1.7.4`.
 * @throws ResourceError when it is not installed.
 */
export function libraryVersion(): string {
  return loadLibrary().version;
}
