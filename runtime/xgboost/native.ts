import type { LibraryHandle } from "koffi";
import type { OutCell, Pointer } from "./memory.ts";

/**
 * The part of XGBoost's C API that the binding uses. Every function but the last two returns 0, or -1 with the reason
 * in `XGBGetLastError` of the same thread. Typed arrays are passed as they are, without a copy.
 * Source: https://xgboost.readthedocs.io/en/release_1.7.0/dev/c__api_8h.html
 */
export interface NativeFunctions {
  createMatrix(
    data: Float32Array,
    rows: number,
    columns: number,
    missing: number,
    out: OutCell,
    threads: number,
  ): number;
  freeMatrix(matrix: Pointer): number;
  setFloatInfo(matrix: Pointer, field: string, values: Float32Array, length: number): number;
  setMatrixTexts(matrix: Pointer, field: string, texts: readonly string[], length: number): number;
  createBooster(matrices: BigUint64Array, length: number, out: OutCell): number;
  freeBooster(booster: Pointer): number;
  setParameter(booster: Pointer, name: string, value: string): number;
  setAttribute(booster: Pointer, name: string, value: string): number;
  getAttribute(booster: Pointer, name: string, out: OutCell, found: Int32Array): number;
  setBoosterTexts(booster: Pointer, field: string, texts: readonly string[], length: number): number;
  getBoosterTexts(booster: Pointer, field: string, length: OutCell, out: OutCell): number;
  update(booster: Pointer, round: number, matrix: Pointer): number;
  evaluate(
    booster: Pointer,
    round: number,
    matrices: BigUint64Array,
    names: readonly string[],
    length: number,
    out: OutCell,
  ): number;
  predict(
    booster: Pointer,
    matrix: Pointer,
    config: string,
    shape: OutCell,
    dimensions: OutCell,
    out: OutCell,
  ): number;
  boostedRounds(booster: Pointer, out: Int32Array): number;
  slice(booster: Pointer, begin: number, end: number, step: number, out: OutCell): number;
  featureCount(booster: Pointer, out: OutCell): number;
  featureScore(
    booster: Pointer,
    config: string,
    features: OutCell,
    names: OutCell,
    dimensions: OutCell,
    shape: OutCell,
    out: OutCell,
  ): number;
  loadModel(booster: Pointer, bytes: Uint8Array, length: number): number;
  saveModel(booster: Pointer, config: string, length: OutCell, out: OutCell): number;
  saveConfig(booster: Pointer, length: OutCell, out: OutCell): number;
  dumpTrees(
    booster: Pointer,
    featureMap: string,
    statistics: number,
    format: string,
    length: OutCell,
    out: OutCell,
  ): number;
  setGlobalConfig(config: string): number;
  lastError(): string;
  version(major: Int32Array, minor: Int32Array, patch: Int32Array): void;
}

/**
 * Binds the C functions.
 * @throws Error when the library lacks one of them.
 */
export function declare(library: LibraryHandle): NativeFunctions {
  const call = (name: string, types: string) => library.func(`int ${name}(${types})`);
  return {
    createMatrix: call(
      "XGDMatrixCreateFromMat_omp",
      "const void *data, uint64_t rows, uint64_t columns, float missing, void *out, int threads",
    ),
    freeMatrix: call("XGDMatrixFree", "void *matrix"),
    setFloatInfo: call(
      "XGDMatrixSetFloatInfo",
      "void *matrix, const char *field, const void *values, uint64_t length",
    ),
    setMatrixTexts: call(
      "XGDMatrixSetStrFeatureInfo",
      "void *matrix, const char *field, const char **texts, uint64_t length",
    ),
    createBooster: call("XGBoosterCreate", "const void *matrices, uint64_t length, void *out"),
    freeBooster: call("XGBoosterFree", "void *booster"),
    setParameter: call("XGBoosterSetParam", "void *booster, const char *name, const char *value"),
    setAttribute: call("XGBoosterSetAttr", "void *booster, const char *name, const char *value"),
    getAttribute: call("XGBoosterGetAttr", "void *booster, const char *name, void *out, void *found"),
    setBoosterTexts: call(
      "XGBoosterSetStrFeatureInfo",
      "void *booster, const char *field, const char **texts, uint64_t length",
    ),
    getBoosterTexts: call(
      "XGBoosterGetStrFeatureInfo",
      "void *booster, const char *field, void *length, void *out",
    ),
    update: call("XGBoosterUpdateOneIter", "void *booster, int round, void *matrix"),
    evaluate: call(
      "XGBoosterEvalOneIter",
      "void *booster, int round, const void *matrices, const char **names, uint64_t length, void *out",
    ),
    predict: call(
      "XGBoosterPredictFromDMatrix",
      "void *booster, void *matrix, const char *config, void *shape, void *dimensions, void *out",
    ),
    boostedRounds: call("XGBoosterBoostedRounds", "void *booster, void *out"),
    slice: call("XGBoosterSlice", "void *booster, int begin, int end, int step, void *out"),
    featureCount: call("XGBoosterGetNumFeature", "void *booster, void *out"),
    featureScore: call(
      "XGBoosterFeatureScore",
      "void *booster, const char *config, void *features, void *names, void *dimensions, void *shape, void *out",
    ),
    loadModel: call("XGBoosterLoadModelFromBuffer", "void *booster, const void *bytes, uint64_t length"),
    saveModel: call(
      "XGBoosterSaveModelToBuffer",
      "void *booster, const char *config, void *length, void *out",
    ),
    saveConfig: call("XGBoosterSaveJsonConfig", "void *booster, void *length, void *out"),
    dumpTrees: call(
      "XGBoosterDumpModelEx",
      "void *booster, const char *map, int statistics, const char *format, void *length, void *out",
    ),
    setGlobalConfig: call("XGBSetGlobalConfig", "const char *config"),
    lastError: library.func("const char *XGBGetLastError()"),
    version: library.func("void XGBoostVersion(void *major, void *minor, void *patch)"),
  };
}
