import { check, type Library } from "./library.ts";
import { throwFaults } from "./matrix.ts";
import { copyFloats, copyTexts, numberIn, type Pointer, pointerIn } from "./memory.ts";
import type { ModelFacts } from "./model-facts.ts";

const KINDS = ["weight", "gain", "total_gain", "cover", "total_cover"] as const;

/**
 * `weight`: number of splits on the feature (for `gblinear` its coefficient). `gain` and `cover`: mean loss reduction
 * and mean sum of hessians of those splits. `total_gain` and `total_cover`: their sums.
 */
export type ImportanceKind = (typeof KINDS)[number];

export interface FeatureImportance {
  /** The feature's name, or `f0`, `f1`, ... by column when the model has no names. */
  readonly feature: string;
  readonly value: number;
}

/** The features that the model uses, largest value first, equal ones in column order. */
export function importanceOf(
  library: Library,
  booster: Pointer,
  kind: ImportanceKind,
  { columns, featureNames, isLinear, outputs }: ModelFacts,
): FeatureImportance[] {
  const faults = KINDS.includes(kind) ? [] : [`importance "${kind}" is unknown (known: ${KINDS.join(", ")})`];
  if (isLinear && kind !== "weight") faults.push('a gblinear model has only the importance "weight"');
  if (isLinear && outputs > 1) faults.push("a gblinear model with several classes has no single importance");
  throwFaults(faults);
  const count = new BigUint64Array(1);
  const names = new BigUint64Array(1);
  const dimensions = new BigUint64Array(1);
  const shape = new BigUint64Array(1);
  const out = new BigUint64Array(1);
  const config = JSON.stringify({ importance_type: kind });
  check(library, library.native.featureScore(booster, config, count, names, dimensions, shape, out));
  const features = copyTexts(pointerIn(names), numberIn(count));
  const values = copyFloats(pointerIn(out), features.length);
  const columnOf = new Map(Array.from({ length: columns }, (_, at) => [featureNames?.[at] ?? `f${at}`, at]));
  const order = ({ feature }: FeatureImportance) => columnOf.get(feature) ?? columns;
  return features
    .map((feature, at) => ({ feature, value: values[at] ?? 0 }))
    .sort((one, other) => other.value - one.value || order(one) - order(other));
}
