import type { Matrix } from "../../runtime/xgboost/index.ts";

/** A small generator (mulberry32), so that the same seed gives the same data everywhere. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type LabelledMatrix = Matrix & {
  readonly label: Float32Array;
  readonly featureNames: readonly string[];
};

/**
 * Churn-like data: a noisy 0/1 label that rises with column 0, falls with column 1 and needs columns 2 and 3 together;
 * 8 % of the values are missing, and the last third of the columns are small whole numbers.
 */
export function churnLike(rows: number, columns: number, seed: number): LabelledMatrix {
  const next = random(seed);
  const values = new Float32Array(rows * columns);
  const label = new Float32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const of = (column: number) => values[row * columns + column] || 0;
    for (let column = 0; column < columns; column += 1) {
      const value = column * 3 < columns * 2 ? next() * 10 ** (column % 4) : Math.floor(next() * 6);
      values[row * columns + column] = next() < 0.08 ? Number.NaN : value;
    }
    const logit = 4 * of(0) - 0.3 * of(1) + 0.002 * of(2) * (of(3) > 500 ? 1 : -1) - 2;
    label[row] = next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  }
  const featureNames = Array.from({ length: columns }, (_, column) => `feature_${column}`);
  return { rows, columns, values, label, featureNames };
}

/** A matrix from plain rows. */
export function matrixOf(rows: readonly (readonly number[])[], label?: readonly number[]): Matrix {
  const matrix = { rows: rows.length, columns: rows[0]?.length ?? 1, values: Float32Array.from(rows.flat()) };
  return label === undefined ? matrix : { ...matrix, label: Float32Array.from(label) };
}
