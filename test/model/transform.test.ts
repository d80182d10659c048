import { describe, expect, it } from "vitest";
import type { GoldColumns } from "../../runtime/model/gold-columns.ts";
import {
  applyTransform,
  fitTransform,
  matrixColumns,
  type Transform,
  type TransformFeature,
  transformSchema,
} from "../../runtime/model/transform.ts";
import type { Scalar } from "../../runtime/table/scalar.ts";

function goldOf(columns: Record<string, Scalar[]>): GoldColumns {
  const rows = Object.values(columns)[0]?.length ?? 0;
  return {
    customerId: Array.from({ length: rows }, (_, row) => `C${row}`),
    churn: Array.from({ length: rows }, () => null),
    columns: new Map(Object.entries(columns)),
  };
}

const features: TransformFeature[] = [
  { name: "tenure_months", kind: "numeric" },
  { name: "is_dual_fuel", kind: "flag" },
  { name: "segment", kind: "category" },
];
const training = goldOf({
  tenure_months: [10, null, 30, 50],
  is_dual_fuel: [1, 0, 0, null],
  segment: ["SME", "Residential", null, "SME"],
});

/** The matrix row by row, with null for missing. */
function rowsOf(transform: Transform, gold: GoldColumns): (number | null)[][] {
  const { matrix } = applyTransform(transform, gold);
  return Array.from({ length: matrix.rows }, (_, row) =>
    Array.from(matrix.values.slice(row * matrix.columns, (row + 1) * matrix.columns), (value) =>
      Number.isNaN(value) ? null : value,
    ),
  );
}

describe("the transform for trees", () => {
  const transform = fitTransform(training, features);

  it("names a column for each number, flag and level, levels sorted", () => {
    expect(matrixColumns(transform)).toEqual([
      { name: "tenure_months", feature: "tenure_months" },
      { name: "is_dual_fuel", feature: "is_dual_fuel" },
      { name: "segment=Residential", feature: "segment" },
      { name: "segment=SME", feature: "segment" },
      { name: "segment=missing", feature: "segment" },
    ]);
  });

  it("keeps missing numbers missing and gives an empty category its own level", () => {
    expect(rowsOf(transform, training)).toEqual([
      [10, 1, 0, 1, 0],
      [null, 0, 1, 0, 0],
      [30, 0, 0, 0, 1],
      [50, null, 0, 1, 0],
    ]);
  });

  it("turns a level that training never saw into zeros, and counts it", () => {
    const later = goldOf({
      tenure_months: [1, 2],
      is_dual_fuel: [0, 1],
      segment: ["Corporate", "Residential"],
    });
    expect(rowsOf(transform, later)).toEqual([
      [1, 0, 0, 0, 0],
      [2, 1, 1, 0, 0],
    ]);
    expect(applyTransform(transform, later).unseen).toEqual(new Map([["segment", 1]]));
    expect(applyTransform(transform, training).unseen.size).toBe(0);
  });

  it("counts an empty category as unseen where training had none", () => {
    const full = fitTransform(goldOf({ segment: ["SME"] }), [{ name: "segment", kind: "category" }]);
    expect(applyTransform(full, goldOf({ segment: [null] })).unseen).toEqual(new Map([["segment", 1]]));
  });

  it("gives a row the same values alone, among others, and after a round trip through JSON", () => {
    const revived = transformSchema.parse(JSON.parse(JSON.stringify(transform)));
    expect(revived).toEqual(transform);
    const all = rowsOf(transform, training);
    training.customerId.forEach((_, row) => {
      const alone = goldOf(
        Object.fromEntries([...training.columns].map(([name, values]) => [name, values.slice(row, row + 1)])),
      );
      expect(rowsOf(revived, alone)).toEqual(all.slice(row, row + 1));
    });
  });

  it("learns from the rows it is fitted on alone", () => {
    const more = goldOf({
      tenure_months: [10, null, 30, 50, 9999],
      is_dual_fuel: [1, 0, 0, null, 1],
      segment: ["SME", "Residential", null, "SME", "Corporate"],
    });
    expect(fitTransform(more, features)).not.toEqual(transform);
  });

  it("keeps column names apart that XGBoost would refuse", () => {
    const odd = fitTransform(goldOf({ segment: ["a<b", "a[b]", 'a"b', "a%3cb"] }), [
      { name: "segment", kind: "category" },
    ]);
    const names = matrixColumns(odd).map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
    expect(names).toContain("segment=a%3cb");
    expect(names).toContain("segment=a%253cb");
    expect(names.join("")).not.toMatch(/[[\]<>"\\]/);
  });
});

describe("the transform for linear models", () => {
  const transform = fitTransform(training, features, "linear");

  it("fills the median, standardises, and flags what was missing (worked by hand)", () => {
    // Tenure: median of 10, 30, 50 is 30; filled mean 30, population variance (400 + 0 + 0 + 400) / 4 = 200.
    const unit = 20 / Math.sqrt(200);
    const tenure = rowsOf(transform, training).map((row) => row.slice(0, 2));
    const expected = [
      [-unit, 0],
      [0, 1],
      [0, 0],
      [unit, 0],
    ];
    tenure.forEach((row, index) => {
      expect(row[0]).toBeCloseTo(expected[index]?.[0] ?? Number.NaN, 6);
      expect(row[1]).toBe(expected[index]?.[1]);
    });
    expect(matrixColumns(transform).map(({ name }) => name)).toEqual([
      "tenure_months",
      "tenure_months=missing",
      "is_dual_fuel",
      "is_dual_fuel=missing",
      "segment=Residential",
      "segment=SME",
      "segment=missing",
    ]);
  });

  it("takes the mean of the middle two as median, and divides a constant by 1", () => {
    const { columns } = fitTransform(
      goldOf({ a: [4, 1, 3, 2], b: [5, 5, 5, 5], c: [null, null, null, null] }),
      ["a", "b", "c"].map((name) => ({ name, kind: "numeric" })),
      "linear",
    );
    expect(columns).toMatchObject([
      { median: 2.5, missingFlag: false },
      { mean: 5, deviation: 1 },
      { median: 0, mean: 0, deviation: 1, missingFlag: true },
    ]);
  });
});

describe("a transform refuses", () => {
  const transform = fitTransform(training, features);

  it("rows without one of its features", () => {
    const rows = goldOf({ tenure_months: [1], segment: ["SME"] });
    expect(() => applyTransform(transform, rows)).toThrow("lack the feature is_dual_fuel");
    expect(() => fitTransform(rows, features)).toThrow("lack the feature is_dual_fuel");
  });

  it("texts among numbers and numbers among categories", () => {
    expect(() => fitTransform(goldOf({ a: ["x"] }), [{ name: "a", kind: "numeric" }])).toThrow(
      "holds a text",
    );
    expect(() => fitTransform(goldOf({ a: [1] }), [{ name: "a", kind: "category" }])).toThrow(
      "holds a number",
    );
  });

  it("to be fitted on nothing", () => {
    expect(() => fitTransform(goldOf({ a: [] }), [{ name: "a", kind: "numeric" }])).toThrow("no rows");
  });
});
