import { InputError } from "../errors.ts";
import { check, type Library } from "./library.ts";
import { type OutCell, type Pointer, pointerIn } from "./memory.ts";

/**
 * A column's type in XGBoost's own letters: `q` number, `float` and `int` numbers of that kind, `i` flag (0/1),
 * `c` category, coded as whole numbers from 0.
 */
export type FeatureType = (typeof FEATURE_TYPES)[number];
const FEATURE_TYPES = ["q", "float", "int", "i", "c"] as const;

/** Rows and columns for training or prediction. Nothing in it is changed or kept. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** `rows x columns` values, row after row. NaN means missing. Over a `SharedArrayBuffer`, `train` copies nothing. */
  readonly values: Float32Array;
  /** Unique, one per column. A model trained with names accepts only matrices with the same names in the same order. */
  readonly featureNames?: readonly string[];
  /** One per column. Default: all numbers. */
  readonly featureTypes?: readonly FeatureType[];
  /** Target, one per row. Needed for training and evaluation; classes are 0, 1, ... */
  readonly label?: Float32Array;
  /** Weight of each row, 0 or more. Default: 1. */
  readonly weight?: Float32Array;
  /** Starting score of each row on the margin scale, in place of the base score. */
  readonly baseMargin?: Float32Array;
}

/** XGBoost holds categories as 32-bit floats, which are exact up to here. */
const LARGEST_CATEGORY = 2 ** 24;
/** Characters that XGBoost refuses in names, or writes unescaped into tree dumps. */
const BAD_NAME = /[[\]<>"\\]|\p{Cc}/u;

/** Every fault of a matrix, in words; empty when it is sound. `name` stands for it in the messages. */
export function matrixFaults(matrix: Matrix, name: string): string[] {
  const { rows, columns, values } = matrix;
  if (!Number.isInteger(rows) || rows < 0) return [`${name}.rows is ${rows}, not a whole number`];
  if (!Number.isInteger(columns) || columns < 1) return [`${name}.columns is ${columns}, not 1 or more`];
  if (values.length !== rows * columns) {
    return [`${name}.values holds ${values.length} numbers, not rows x columns = ${rows * columns}`];
  }
  return [
    ...nameFaults(matrix, name),
    ...typeFaults(matrix, name),
    ...valueFaults(matrix, name),
    ...vectorFaults(matrix.label, rows, `${name}.label`),
    ...vectorFaults(matrix.weight, rows, `${name}.weight`, 0),
    ...vectorFaults(matrix.baseMargin, rows, `${name}.baseMargin`),
  ];
}

/** @throws InputError that lists all faults of the matrix. */
export function checkMatrix(matrix: Matrix, name: string): void {
  throwFaults(matrixFaults(matrix, name));
}

/** @throws InputError that lists the faults, if there are any. */
export function throwFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new InputError(`XGBoost cannot use this: ${faults.join("; ")}.`);
}

function nameFaults({ featureNames, columns }: Matrix, name: string): string[] {
  if (featureNames === undefined) return [];
  const faults: string[] = [];
  if (featureNames.length !== columns) {
    faults.push(`${name} has ${columns} columns but ${featureNames.length} feature names`);
  }
  const seen = new Set<string>();
  for (const feature of featureNames) {
    if (feature === "" || BAD_NAME.test(feature)) {
      faults.push(`the feature name ${JSON.stringify(feature)} is empty or holds one of [ ] < > " \\`);
    }
    if (seen.has(feature)) faults.push(`the feature name "${feature}" stands twice`);
    seen.add(feature);
  }
  return faults;
}

function typeFaults({ featureTypes, columns }: Matrix, name: string): string[] {
  if (featureTypes === undefined) return [];
  const faults: string[] = [];
  if (featureTypes.length !== columns) {
    faults.push(`${name} has ${columns} columns but ${featureTypes.length} feature types`);
  }
  for (const type of new Set(featureTypes)) {
    if (!FEATURE_TYPES.includes(type)) {
      faults.push(`the feature type "${type}" is unknown (known: ${FEATURE_TYPES.join(", ")})`);
    }
  }
  return faults;
}

/** The first infinite value, and the first value of a category column that is no category. */
function valueFaults(matrix: Matrix, name: string): string[] {
  const { values, columns, featureTypes } = matrix;
  const infinite = values.findIndex((value) => value === Infinity || value === -Infinity);
  const faults = infinite < 0 ? [] : [`${placeOf(matrix, infinite, name)} is infinite; use NaN for missing`];
  const categories = featureTypes?.flatMap((type, column) => (type === "c" ? [column] : [])) ?? [];
  for (const column of categories) {
    for (let at = column; at < values.length; at += columns) {
      const value = values[at] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (Number.isInteger(value) && value >= 0 && value < LARGEST_CATEGORY) continue;
      faults.push(`${placeOf(matrix, at, name)} is ${value}, not a category (whole number from 0)`);
      break;
    }
  }
  return faults;
}

function placeOf({ columns, featureNames }: Matrix, at: number, name: string): string {
  const column = at % columns;
  return `${name} row ${Math.floor(at / columns)}, column "${featureNames?.[column] ?? column}"`;
}

function vectorFaults(
  vector: Float32Array | undefined,
  rows: number,
  name: string,
  least?: number,
): string[] {
  if (vector === undefined) return [];
  if (vector.length !== rows) return [`${name} has ${vector.length} values for ${rows} rows`];
  const bad = vector.findIndex((value) => !Number.isFinite(value) || (least !== undefined && value < least));
  if (bad < 0) return [];
  return [
    `${name}[${bad}] is ${vector[bad]}, not a finite number${least === undefined ? "" : ` from ${least}`}`,
  ];
}

/** The library's copy of a matrix. Dispose it, best with `using`: the garbage collector does not see it. */
export class NativeMatrix implements Disposable {
  readonly #library: Library;
  #handle: Pointer | undefined;

  /** The matrix must have passed {@link checkMatrix} and hold at least one row. `threads` only speeds the copy up. */
  constructor(library: Library, matrix: Matrix, threads: number) {
    const out: OutCell = new BigUint64Array(1);
    const { values, rows, columns } = matrix;
    check(library, library.native.createMatrix(values, rows, columns, Number.NaN, out, threads));
    this.#library = library;
    this.#handle = pointerIn(out);
    try {
      this.#setFloats("label", matrix.label);
      this.#setFloats("weight", matrix.weight);
      this.#setFloats("base_margin", matrix.baseMargin);
      this.#setTexts("feature_name", matrix.featureNames);
      this.#setTexts("feature_type", matrix.featureTypes);
    } catch (thrown) {
      this[Symbol.dispose]();
      throw thrown;
    }
  }

  /** @throws Error after disposal. */
  get handle(): Pointer {
    if (this.#handle === undefined) throw new Error("This XGBoost matrix was already disposed.");
    return this.#handle;
  }

  #setFloats(field: string, values: Float32Array | undefined): void {
    if (values === undefined) return;
    check(this.#library, this.#library.native.setFloatInfo(this.handle, field, values, values.length));
  }

  #setTexts(field: string, texts: readonly string[] | undefined): void {
    if (texts === undefined) return;
    check(this.#library, this.#library.native.setMatrixTexts(this.handle, field, texts, texts.length));
  }

  [Symbol.dispose](): void {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    this.#handle = undefined;
    check(this.#library, this.#library.native.freeMatrix(handle));
  }
}
