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
 * ```
 *
 * It needs the system's XGBoost 1.7 or newer (`apt-get install libxgboost0`, `brew install xgboost`), or its path in
 * `XGBOOST_LIB`. What the C API accepts in silence and this refuses: unknown parameters and settings without effect,
 * missing columns, renamed or reordered ones, categories where they would be read as numbers, infinite values.
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
