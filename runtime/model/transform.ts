import { z } from "zod";
import { type FeatureKind, MISSING_LEVEL } from "../../configs/features.ts";
import type { Scalar } from "../table/scalar.ts";
import type { Matrix } from "../xgboost/index.ts";
import type { GoldColumns } from "./gold-columns.ts";

/**
 * The fitted transform (D19): turns gold rows into the matrix of a model, the same way in training, evaluation,
 * scoring and drift. It is plain JSON and stored in the artifact.
 *
 * - `tree`: missing numbers and flags stay missing (NaN); XGBoost learns where to send them.
 * - `linear`: numbers and flags get the training median, a missing flag, and zero mean and unit variance.
 * - categories, in both: null becomes the level "missing"; one 0/1 column per training level, sorted; a level that
 *   training never saw is all zeros, and counted.
 */
export const transformSchema = z.strictObject({
  variant: z.enum(["tree", "linear"]),
  columns: z
    .array(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("as_is"), feature: z.string() }),
        z.strictObject({
          kind: z.literal("standardised"),
          feature: z.string(),
          /** Value of a missing cell, before standardisation. */
          median: z.number(),
          mean: z.number(),
          /** Population standard deviation after the median is filled in; 1 where it is zero. */
          deviation: z.number().positive(),
          /** Whether a 0/1 column `<feature>=missing` follows: the feature had gaps in training. */
          missingFlag: z.boolean(),
        }),
        z.strictObject({
          kind: z.literal("one_hot"),
          feature: z.string(),
          levels: z.array(z.string()).readonly(),
        }),
      ]),
    )
    .readonly(),
});
export type Transform = z.infer<typeof transformSchema>;
export type TransformVariant = Transform["variant"];
type TransformColumn = Transform["columns"][number];

/** A feature as the transform needs to know it. */
export interface TransformFeature {
  readonly name: string;
  readonly kind: FeatureKind;
}

/** A matrix for XGBoost, and what the transform met for the first time. */
export interface TransformedRows {
  readonly matrix: Matrix;
  /** Rows with a level that training never saw, by feature; features without any are left out. */
  readonly unseen: ReadonlyMap<string, number>;
}

function valuesOf(gold: GoldColumns, feature: string): readonly Scalar[] {
  const values = gold.columns.get(feature);
  if (values === undefined) throw new Error(`The gold rows lack the feature ${feature}.`);
  return values;
}

function numberOf(value: Scalar, feature: string): number {
  if (value === null) return Number.NaN;
  if (typeof value === "number") return value;
  throw new Error(`The feature ${feature} is numeric, but a row holds a text.`);
}

function levelOf(value: Scalar, feature: string): string {
  if (value === null) return MISSING_LEVEL;
  if (typeof value === "string") return value;
  throw new Error(`The feature ${feature} is a category, but a row holds a number.`);
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const pair = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0] as const;
  return (pair[0] + pair[1]) / 2;
}

function fitStandardised(feature: string, values: readonly number[]): TransformColumn {
  const present = values.filter((value) => !Number.isNaN(value));
  const middle = median(present.toSorted((a, b) => a - b));
  const filled = values.map((value) => (Number.isNaN(value) ? middle : value));
  const mean = filled.reduce((sum, value) => sum + value, 0) / filled.length;
  const variance = filled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / filled.length;
  return {
    kind: "standardised",
    feature,
    median: middle,
    mean,
    deviation: variance > 0 ? Math.sqrt(variance) : 1,
    missingFlag: present.length < values.length,
  };
}

function fitColumn(gold: GoldColumns, feature: TransformFeature, variant: TransformVariant): TransformColumn {
  const { name, kind } = feature;
  const values = valuesOf(gold, name);
  if (kind === "category") {
    return {
      kind: "one_hot",
      feature: name,
      levels: [...new Set(values.map((value) => levelOf(value, name)))].sort(),
    };
  }
  const numbers = values.map((value) => numberOf(value, name));
  return variant === "tree" ? { kind: "as_is", feature: name } : fitStandardised(name, numbers);
}

/**
 * Learns the transform from training rows, and from nothing else.
 * @throws Error when a feature is absent or a cell is of the wrong kind.
 */
export function fitTransform(
  gold: GoldColumns,
  features: readonly TransformFeature[],
  variant: TransformVariant = "tree",
): Transform {
  if (gold.customerId.length === 0) throw new Error("A transform cannot be fitted on no rows.");
  return { variant, columns: features.map((feature) => fitColumn(gold, feature, variant)) };
}

/** Characters that XGBoost refuses in column names, and the escape character itself. */
const BAD_IN_NAMES = /[[\]<>"\\%\p{Cc}]/gu;

/** A level as part of a column name: what XGBoost refuses becomes `%` and its code, so that names stay unique. */
function escapedLevel(level: string): string {
  return level.replace(
    BAD_IN_NAMES,
    (sign) => `%${(sign.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`,
  );
}

/** The matrix columns that one transform column makes: `tenure_months`, `segment=Residential`. */
function outputNames(column: TransformColumn): readonly string[] {
  switch (column.kind) {
    case "as_is":
      return [column.feature];
    case "standardised":
      return column.missingFlag ? [column.feature, `${column.feature}=${MISSING_LEVEL}`] : [column.feature];
    case "one_hot":
      return column.levels.map((level) => `${column.feature}=${escapedLevel(level)}`);
  }
}

/** The columns of the matrix, in order, each with the gold feature that it comes from. */
export function matrixColumns(
  transform: Transform,
): readonly { readonly name: string; readonly feature: string }[] {
  return transform.columns.flatMap((column) =>
    outputNames(column).map((name) => ({ name, feature: column.feature })),
  );
}

function fillColumn(
  column: TransformColumn,
  gold: GoldColumns,
  target: { readonly values: Float32Array; readonly offset: number; readonly width: number },
): number {
  const { feature } = column;
  const source = valuesOf(gold, feature);
  const put = (row: number, place: number, value: number) => {
    target.values[row * target.width + target.offset + place] = value;
  };
  switch (column.kind) {
    case "as_is":
      source.forEach((value, row) => {
        put(row, 0, numberOf(value, feature));
      });
      return 0;
    case "standardised":
      source.forEach((value, row) => {
        const number = numberOf(value, feature);
        const missing = Number.isNaN(number);
        put(row, 0, ((missing ? column.median : number) - column.mean) / column.deviation);
        if (column.missingFlag) put(row, 1, missing ? 1 : 0);
      });
      return 0;
    case "one_hot": {
      const places = new Map(column.levels.map((level, place) => [level, place]));
      let unseen = 0;
      source.forEach((value, row) => {
        const place = places.get(levelOf(value, feature));
        if (place === undefined) unseen += 1;
        else put(row, place, 1);
      });
      return unseen;
    }
  }
}

/**
 * The matrix of these gold rows, without labels.
 * @throws Error when a feature is absent or a cell is of the wrong kind.
 */
export function applyTransform(transform: Transform, gold: GoldColumns): TransformedRows {
  const names = matrixColumns(transform).map(({ name }) => name);
  const rows = gold.customerId.length;
  const values = new Float32Array(rows * names.length);
  const unseen = new Map<string, number>();
  let offset = 0;
  for (const column of transform.columns) {
    const strangers = fillColumn(column, gold, { values, offset, width: names.length });
    if (strangers > 0) unseen.set(column.feature, strangers);
    offset += outputNames(column).length;
  }
  return { matrix: { rows, columns: names.length, values, featureNames: names }, unseen };
}
