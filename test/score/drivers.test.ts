import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { driverCode, namedDrivers, strongestDrivers } from "../../runtime/score/drivers.ts";

const features = ["tenure_months", "segment", "is_urban", "has_interaction"];
const of = (...values: readonly number[]) => ({ features, values: Float64Array.from(values), base: -2 });
const names = (drivers: readonly { readonly feature: string }[]) => drivers.map(({ feature }) => feature);

describe("the strongest drivers", () => {
  it("are those towards churn and those away from it, each the strongest first (worked by hand)", () => {
    expect(strongestDrivers(of(0.5, 0.75, -1, 0.125, 0, -2, -0.5, -0.25))).toEqual([
      {
        raises: [
          { feature: "segment", contribution: 0.75 },
          { feature: "tenure_months", contribution: 0.5 },
          { feature: "has_interaction", contribution: 0.125 },
        ],
        lowers: [{ feature: "is_urban", contribution: -1 }],
      },
      {
        raises: [],
        lowers: [
          { feature: "segment", contribution: -2 },
          { feature: "is_urban", contribution: -0.5 },
          { feature: "has_interaction", contribution: -0.25 },
        ],
      },
    ]);
  });

  it("are at most as many as asked, equal ones in the model's order", () => {
    const [row] = strongestDrivers(of(0.5, 0.5, 0.5, -1), { raises: 2, lowers: 1 });
    expect(names(row?.raises ?? [])).toEqual(["tenure_months", "segment"]);
  });

  it("are what sorting all of them would give", () => {
    const contribution = fc.constantFrom(-2, -1, -0.5, 0, 0.5, 1, 2);
    const rows = fc.array(fc.array(contribution, { minLength: 4, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 5 }), (values, count) => {
        const expected = values.map((row) => {
          const all = row.map((value, place) => ({ feature: features[place] ?? "", contribution: value }));
          return {
            raises: all
              .filter((driver) => driver.contribution > 0)
              .toSorted((a, b) => b.contribution - a.contribution)
              .slice(0, count),
            lowers: all
              .filter((driver) => driver.contribution < 0)
              .toSorted((a, b) => a.contribution - b.contribution)
              .slice(0, count),
          };
        });
        expect(strongestDrivers(of(...values.flat()), { raises: count, lowers: count })).toEqual(expected);
      }),
    );
  });
});

describe("the drivers that reasons name", () => {
  const named = (...values: readonly number[]) =>
    strongestDrivers(of(...values)).map((drivers) => namedDrivers(drivers).map(driverCode));

  it("are three at most, all towards churn, where anything pushes that way", () => {
    expect(named(0.5, 0.75, -9, 0.125)).toEqual([
      ["driver_segment", "driver_tenure_months", "driver_has_interaction"],
    ]);
    expect(named(1, 2, 3, 4)[0]).toHaveLength(3);
  });

  it("are what keeps the customer most, where nothing pushes towards churn", () => {
    expect(named(-0.5, -0.75, 0, -0.125)).toEqual([["keeps_segment"]]);
  });

  it("are none only where the model looks at nothing", () => {
    expect(named(0, 0, 0, 0)).toEqual([[]]);
  });
});
