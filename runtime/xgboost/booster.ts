import { type FeatureImportance, type ImportanceKind, importanceOf } from "./importance.ts";
import { check, type Library, loadLibrary } from "./library.ts";
import { checkMatrix, type Matrix, NativeMatrix, throwFaults } from "./matrix.ts";
import { copyBytes, copyFloats, copyText, copyTexts, numberIn, type Pointer, pointerIn } from "./memory.ts";
import { type ModelFacts, modelFacts } from "./model-facts.ts";
import { isWholeUbj } from "./ubj.ts";

/** Rounds to use, `begin` included, `end` not; all by default. Not for `gblinear`, which keeps its last weights only. */
export interface RoundRange {
  readonly begin?: number;
  readonly end?: number;
}

/** Options of {@link Booster.load}. */
export interface LoadOptions {
  /** Threads for predictions and explanations, which never depend on it. Default: 1. */
  readonly threads?: number;
}

/**
 * The library takes anything that does not open a JSON or UBJ object for its old binary format, and trusts it; the
 * first key tells JSON (a quotation mark, white space) from UBJ (a length). Broken JSON it reports by itself.
 */
function isModel(bytes: Uint8Array): boolean {
  if (bytes[0] !== "{".charCodeAt(0)) return false;
  const isJson =
    bytes[1] === '"'.charCodeAt(0) || bytes[1] === 0x20 || bytes[1] === 0x0a || bytes[1] === 0x0d;
  return isJson || isWholeUbj(bytes);
}

/** What XGBoost's C API calls `type` in a prediction. */
const PREDICTION = { value: 0, margin: 1, contributions: 2, interactions: 4, leaf: 6 } as const;

/**
 * A trained model, ready to predict. All calls are synchronous on the calling thread. Dispose it, best with `using`:
 * the garbage collector does not see the library's memory.
 */
export class Booster implements Disposable {
  readonly #library: Library;
  readonly #threads: number;
  readonly #facts: ModelFacts;
  #handle: Pointer | undefined;

  private constructor(library: Library, handle: Pointer, threads: number) {
    this.#library = library;
    this.#threads = threads;
    this.#handle = handle;
    this.#facts = modelFacts(library, handle);
  }

  /**
   * Loads a model saved as JSON or UBJ by any XGBoost of the same or an older version. A truncated file is refused; one
   * with altered numbers inside can bring the process down, as in every binding: load what you trust, by its digest.
   * @throws InputError when the bytes are no such model, XGBoostError when the library refuses them.
   */
  static load(bytes: Uint8Array, options: LoadOptions = {}): Booster {
    const { threads = 1 } = options;
    const library = loadLibrary();
    const faults = Number.isInteger(threads) && threads >= 1 ? [] : [`threads is ${threads}, not 1 or more`];
    if (!isModel(bytes)) faults.push("these bytes are no whole XGBoost model in JSON or UBJ");
    throwFaults(faults);
    const { native } = library;
    check(library, native.setGlobalConfig('{"verbosity":0}'));
    const out = new BigUint64Array(1);
    check(library, native.createBooster(new BigUint64Array(1), 0, out));
    const handle = pointerIn(out);
    try {
      check(library, native.loadModel(handle, bytes, bytes.length));
      check(library, native.setParameter(handle, "nthread", String(threads)));
      return new Booster(library, handle, threads);
    } catch (thrown) {
      native.freeBooster(handle);
      throw thrown;
    }
  }

  /** Feature names in column order, or undefined when the model was trained without names. */
  get featureNames(): readonly string[] | undefined {
    return this.#facts.featureNames;
  }

  /** Number of columns that predictions need. */
  get columns(): number {
    return this.#facts.columns;
  }

  /** Values per row of a prediction: 1, or the number of classes. */
  get outputs(): number {
    return this.#facts.outputs;
  }

  /** Rounds in the model: each has `numParallelTree` trees per output. Of `gblinear`: 1. */
  get rounds(): number {
    return this.#facts.rounds;
  }

  /** For example `binary:logistic`. */
  get objective(): string {
    return this.#facts.objective;
  }

  /** Predictions, `rows x outputs`: probabilities for `binary:logistic` and `multi:softprob`, else the target's scale. */
  predict(matrix: Matrix, range?: RoundRange): Float32Array {
    return this.#predict(matrix, PREDICTION.value, range);
  }

  /** Predictions before the link function, `rows x outputs`: log-odds for `binary:logistic`. */
  margin(matrix: Matrix, range?: RoundRange): Float32Array {
    return this.#predict(matrix, PREDICTION.margin, range);
  }

  /**
   * Exact SHAP values of the margin, `rows x outputs x (columns + 1)`; the last of each row is the bias, the expected
   * margin. They sum to the margin. Method: Lundberg et al. 2018, "Consistent Individualized Feature Attribution for
   * Tree Ensembles"; for `gblinear` value times coefficient.
   */
  contributions(matrix: Matrix, range?: RoundRange): Float32Array {
    return this.#predict(matrix, PREDICTION.contributions, range);
  }

  /**
   * SHAP interaction values of the margin, `rows x outputs x (columns + 1) x (columns + 1)`, the bias last. A row of
   * such a square sums to the feature's contribution. Mind the size: 1,000 rows of 80 columns take 26 MB.
   */
  interactions(matrix: Matrix, range?: RoundRange): Float32Array {
    return this.#predict(matrix, PREDICTION.interactions, range);
  }

  /** Leaf that each row reaches in each tree, `rows x trees`. Trees only. */
  leaves(matrix: Matrix, range?: RoundRange): Float32Array {
    return this.#predict(matrix, PREDICTION.leaf, range);
  }

  /** How much each feature counts; see {@link ImportanceKind}. */
  importance(kind: ImportanceKind): FeatureImportance[] {
    return importanceOf(this.#library, this.#open(), kind, this.#facts);
  }

  /** The model as bytes for {@link Booster.load} or any other XGBoost binding. The same model gives the same bytes. */
  save(format: "json" | "ubj"): Uint8Array<ArrayBuffer> {
    const length = new BigUint64Array(1);
    const out = new BigUint64Array(1);
    const config = JSON.stringify({ format });
    check(this.#library, this.#library.native.saveModel(this.#open(), config, length, out));
    return copyBytes(pointerIn(out), numberIn(length));
  }

  /** Each tree as XGBoost's JSON text, in training order; with gain and cover of every node when asked. */
  dumpTrees(options: { readonly statistics?: boolean } = {}): string[] {
    const length = new BigUint64Array(1);
    const out = new BigUint64Array(1);
    const statistics = options.statistics === true ? 1 : 0;
    check(this.#library, this.#library.native.dumpTrees(this.#open(), "", statistics, "json", length, out));
    return copyTexts(pointerIn(out), numberIn(length));
  }

  /** A text stored in the model, such as `best_iteration` after early stopping; undefined when it is not there. */
  attribute(name: string): string | undefined {
    const out = new BigUint64Array(1);
    const found = new Int32Array(1);
    check(this.#library, this.#library.native.getAttribute(this.#open(), name, out, found));
    return found[0] === 1 ? copyText(pointerIn(out)) : undefined;
  }

  /** Frees the library's memory. A second call does nothing. */
  [Symbol.dispose](): void {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    this.#handle = undefined;
    check(this.#library, this.#library.native.freeBooster(handle));
  }

  #open(): Pointer {
    if (this.#handle === undefined) throw new Error("This XGBoost model was already disposed.");
    return this.#handle;
  }

  #predict(matrix: Matrix, type: number, range: RoundRange = {}): Float32Array {
    const handle = this.#open();
    checkMatrix(matrix, "data");
    const { begin = 0, end = this.rounds } = range;
    throwFaults([...this.#columnFaults(matrix), ...this.#rangeFaults(begin, end, type)]);
    if (matrix.rows === 0) return new Float32Array(0);
    const config = JSON.stringify({
      type,
      training: false,
      iteration_begin: begin,
      // Zero means all; gblinear accepts nothing else.
      iteration_end: begin === 0 && end === this.rounds ? 0 : end,
      strict_shape: true,
    });
    using data = new NativeMatrix(this.#library, matrix, this.#threads);
    const shape = new BigUint64Array(1);
    const dimensions = new BigUint64Array(1);
    const out = new BigUint64Array(1);
    const { native } = this.#library;
    check(this.#library, native.predict(handle, data.handle, config, shape, dimensions, out));
    const sizes = new BigUint64Array(copyBytes(pointerIn(shape), numberIn(dimensions) * 8).buffer);
    return copyFloats(
      pointerIn(out),
      sizes.reduce((product, size) => product * Number(size), 1),
    );
  }

  /** The library itself fills missing columns with nothing and never compares names. */
  #columnFaults({ columns, featureNames, featureTypes, baseMargin }: Matrix): string[] {
    const { featureNames: expected, featureTypes: expectedTypes } = this.#facts;
    if (columns !== this.columns) return [`data has ${columns} columns, the model ${this.columns}`];
    const faults: string[] = [];
    if (this.outputs > 1 && baseMargin !== undefined) {
      faults.push("a base margin is not supported for several classes");
    }
    if (expected !== undefined && featureNames === undefined) {
      faults.push("the model was trained with feature names; give data.featureNames");
    } else if (expected === undefined && featureNames !== undefined) {
      faults.push("the model was trained without feature names; leave data.featureNames out");
    }
    const at = expected?.findIndex((name, column) => featureNames?.[column] !== name) ?? -1;
    if (featureNames !== undefined && at >= 0) {
      faults.push(
        `column ${at + 1} of data is "${featureNames[at]}" where the model has "${expected?.[at]}"; ` +
          "give the model's columns in the model's order",
      );
    }
    const isCategory = (types: readonly string[] | undefined, column: number) => types?.[column] === "c";
    for (let column = 0; column < columns; column += 1) {
      if (isCategory(expectedTypes, column) === isCategory(featureTypes, column)) continue;
      faults.push(
        `column ${column + 1} of data is ${isCategory(featureTypes, column) ? "a" : "no"} category, unlike the model's`,
      );
    }
    return faults;
  }

  #rangeFaults(begin: number, end: number, type: number): string[] {
    const { isLinear } = this.#facts;
    if (isLinear && type === PREDICTION.leaf) return ["a gblinear model has no leaves"];
    if (isLinear && (begin !== 0 || end !== this.rounds)) return ["a gblinear model has no range of rounds"];
    const isRange = Number.isInteger(begin) && Number.isInteger(end) && begin >= 0 && begin < end;
    if (isRange && end <= this.rounds) return [];
    return [`rounds ${begin} to ${end} are not a range within the model's ${this.rounds} rounds`];
  }
}
