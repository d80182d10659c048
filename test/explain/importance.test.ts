import fc from "fast-check";
import { expect, it } from "vitest";
import { ImportanceSums } from "../../runtime/explain/importance.ts";
import { tendencyOf } from "../../runtime/explain/words/effects.ts";
import type { GoldColumns } from "../../runtime/model/gold-columns.ts";

const features = ["tenure_months", "segment"];
const goldOf = (values: readonly (number | null)[]): GoldColumns => ({
  customerId: values.map((_, row) => `C${row}`),
  churn: values.map(() => null),
  columns: new Map<string, readonly (number | string | null)[]>([
    ["tenure_months", values],
    ["segment", values.map(() => "SME")],
  ]),
});
const effects = (tenure: readonly number[], segment: number) =>
  ({ features, values: Float64Array.from(tenure.flatMap((each) => [each, segment])), base: 0 }) as const;

it("is the mean size of the effect, with the correlation of value and effect (worked by hand)", () => {
  const sums = new ImportanceSums();
  // Values 0, 1, 3 and one that is missing; effects 2, 1, -3 and 4. The sizes sum to 10.
  sums.add(goldOf([0, 1, 3, null]), effects([2, 1, -3, 4], -0.5));
  // Deviations of the known: values -4/3, -1/3, 5/3, effects 2, 1, -3: products -8, squares 42/9 and 14.
  expect(sums.rows()).toEqual([
    {
      feature: "tenure_months",
      mean_effect: 2.5,
      value_correlation: expect.closeTo(-8 / Math.sqrt((42 / 9) * 14), 12),
    },
    { feature: "segment", mean_effect: 0.5, value_correlation: null },
  ]);
});

it("does not depend on how the rows are cut into portions", () => {
  const row = fc.tuple(
    fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
    fc.double({ min: -5, max: 5, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(row, { minLength: 2 }), fc.nat(), (rows, cut) => {
      const add = (sums: ImportanceSums, some: typeof rows) =>
        sums.add(
          goldOf(some.map(([value]) => value)),
          effects(
            some.map(([, effect]) => effect),
            1,
          ),
        );
      const [whole, parts] = [new ImportanceSums(), new ImportanceSums()];
      add(whole, rows);
      add(parts, rows.slice(0, cut % rows.length));
      add(parts, rows.slice(cut % rows.length));
      expect(parts.rows()).toEqual(whole.rows());
    }),
  );
});

it("has no correlation where nothing varies, and no rows before anybody was scored", () => {
  const sums = new ImportanceSums();
  expect(sums.rows()).toEqual([]);
  sums.add(goldOf([7, 7]), effects([1, 2], 0));
  expect(sums.rows()[0]?.value_correlation).toBeNull();
});

it.each([
  ["tenure_months", 1, 0.5, "high_raises"],
  ["tenure_months", 1, -0.9, "high_lowers"],
  ["tenure_months", 1, 0.49, "mixed"],
  ["tenure_months", 1, null, "mixed"],
  ["tenure_months", 0, null, "none"],
  ["is_dual_fuel", 1, 1, "yes_raises"],
  ["is_dual_fuel", 1, -1, "yes_lowers"],
  ["segment", 1, null, "by_level"],
] as const)(
  "%s with the effect %d and the correlation %d is called %s",
  (feature, mean, correlation, tendency) => {
    expect(tendencyOf({ feature, mean_effect: mean, value_correlation: correlation })).toBe(tendency);
  },
);
