import type { Matrix } from "./matrix.ts";

/**
 * A plain copy of a matrix that a worker gets without a clone of its values: they lie in shared memory, and are copied
 * there unless they do already. The vectors are copied too: a clone of a view would clone the whole buffer below it.
 */
export function forWorker(matrix: Matrix): Matrix {
  const { rows, columns, values, featureNames, featureTypes, label, weight, baseMargin } = matrix;
  return {
    rows,
    columns,
    values: values.buffer instanceof SharedArrayBuffer ? values : sharedCopy(values),
    ...(featureNames === undefined ? {} : { featureNames: [...featureNames] }),
    ...(featureTypes === undefined ? {} : { featureTypes: [...featureTypes] }),
    ...(label === undefined ? {} : { label: label.slice() }),
    ...(weight === undefined ? {} : { weight: weight.slice() }),
    ...(baseMargin === undefined ? {} : { baseMargin: baseMargin.slice() }),
  };
}

function sharedCopy(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
