import { describe, expect, it } from "vitest";
import { imputedPrices } from "../../configs/imputation.ts";
import { isoDate } from "../../configs/names.ts";
import { customerRow, type MonthRow, monthRow } from "../support/bronze-fixture.ts";
import { silverOf } from "../support/gold-fixture.ts";

/** Peak price and peak kWh of one customer and month. */
type PeakMonth = readonly [customer: string, month: string, price: number | null, kwh: number];

const peak = (months: readonly PeakMonth[]): MonthRow[] =>
  months.map(([customer, month, price, kwh]) =>
    monthRow({
      customer_id: customer,
      month: `2024-${month}`,
      variable_price_tier1_eur_kwh: price,
      elec_kwh_tier_1_peak: kwh,
    }),
  );

async function imputed(months: readonly MonthRow[], industrial: readonly string[] = [], asOf = "2024-12-31") {
  const ids = [...new Set(months.map(({ customer_id }) => customer_id))];
  const customers = ids.map((id) =>
    customerRow({ customer_id: id, is_industrial: industrial.includes(String(id)) ? 1 : 0 }),
  );
  return (await silverOf({ customers, months, provinces: [] }, isoDate(asOf))).months;
}

async function peakPrices(months: readonly PeakMonth[], industrial: readonly string[] = []) {
  const rows = await imputed(peak(months), industrial);
  return Object.fromEntries(
    rows.map((row) => [
      `${row["customer_id"]} ${String(row["month"]).slice(5)}`,
      [row["variable_price_tier1_eur_kwh"], row["variable_price_tier1_eur_kwh_level"]],
    ]),
  );
}

describe("level 1: the customer's own price", () => {
  it("comes from the months before, else from the months after, and only where there is consumption", async () => {
    expect(
      await peakPrices([
        ["A", "01", null, 5],
        ["A", "02", 0.1, 5],
        ["A", "03", 0, 5],
        ["A", "04", null, 0],
        ["A", "05", 0.12, 0],
        ["A", "06", null, 5],
        ["A", "07", 0, 0],
      ]),
    ).toEqual({
      "A 01": [0.1, 1], // nothing before: the price after
      "A 02": [0.1, 0],
      "A 03": [0.1, 1], // 0 counts as missing
      "A 04": [null, null], // no consumption: stays missing
      "A 05": [0.12, 0], // a price in a month without consumption stays ...
      "A 06": [0.12, 1], // ... and is carried on
      "A 07": [null, null], // 0 counts as missing here too
    });
  });

  it("leaves out months without a row", async () => {
    expect(
      await peakPrices([
        ["A", "01", 0.1, 5],
        ["A", "11", null, 5],
      ]),
    ).toMatchObject({ "A 11": [0.1, 1] });
  });
});

describe("level 2: the median of the customer's kind in the month", () => {
  it("is the mean of the two in the middle, over months with consumption", async () => {
    const prices = await peakPrices(
      [
        ["A", "01", 0.1, 5],
        ["B", "01", 0.125, 5],
        ["C", "01", 0.25, 5],
        ["D", "01", 0.5, 5],
        ["E", "01", 0.75, 0], // without consumption: not in the median
        ["F", "01", 0.75, 5], // industrial: another median
        ["G", "01", null, 5],
        ["H", "01", null, 5],
        ["A", "02", 0.5, 5], // another month: another median
        ["G", "02", null, 5],
      ],
      ["F", "H"],
    );
    expect(prices["G 01"]).toEqual([0.1875, 2]); // (0.125 + 0.25) / 2
    expect(prices["H 01"]).toEqual([0.75, 2]);
    expect(prices["G 02"]).toEqual([0.5, 2]);
    expect(prices["E 01"]).toEqual([0.75, 0]);
  });

  it("counts the prices that level 1 filled", async () => {
    const prices = await peakPrices([
      ["A", "01", 0.1, 5],
      ["B", "01", null, 5], // 0.3 by level 1
      ["B", "02", 0.3, 5],
      ["C", "01", null, 5], // 0.3 by level 1
      ["C", "03", 0.3, 5],
      ["D", "01", null, 5],
    ]);
    expect(prices["D 01"]).toEqual([0.3, 2]); // median of 0.1, 0.3, 0.3
  });
});

describe("level 3: the median of everyone in the month", () => {
  it("serves customers whose kind has no price in the month", async () => {
    const prices = await peakPrices(
      [
        ["A", "01", 0.125, 5],
        ["B", "01", 0.25, 5],
        ["C", "01", 0.75, 0], // without consumption: not in the median
        ["D", "01", null, 5], // 0.1875 by level 2
        ["E", "01", null, 5],
        ["F", "01", null, 0],
      ],
      ["E", "F"],
    );
    expect(prices["D 01"]).toEqual([0.1875, 2]);
    expect(prices["E 01"]).toEqual([0.1875, 3]); // median of 0.125, 0.25 and the imputed 0.1875
    expect(prices["F 01"]).toEqual([null, null]);
  });

  it("leaves a price missing that nobody has", async () => {
    expect(await peakPrices([["A", "01", null, 5]])).toEqual({ "A 01": [null, null] });
  });
});

describe("each price", () => {
  const measured = [
    "monthly_elec_kwh",
    "monthly_gas_m3",
    "elec_kwh_tier_1_peak",
    "elec_kwh_tier_2_standard",
    "elec_kwh_tier_3_offpeak",
  ] as const;
  // Typed in again from features.md 5.2, so that a changed rule does not change the test.
  const masks = {
    variable_price_tier1_eur_kwh: "elec_kwh_tier_1_peak",
    variable_price_tier2_eur_kwh: "elec_kwh_tier_2_standard",
    variable_price_tier3_eur_kwh: "elec_kwh_tier_3_offpeak",
    gas_variable_price_eur_m3: "monthly_gas_m3",
    elec_fixed_fee_eur_month: "monthly_elec_kwh",
    gas_fixed_revenue_eur_year: "monthly_gas_m3",
  } as const;

  it.each(imputedPrices.map(({ price }) => price))(
    "%s is filled by its own consumption alone",
    async (price) => {
      const allUsed = Object.fromEntries(measured.map((column) => [column, 1]));
      const onlyMask = { ...Object.fromEntries(measured.map((column) => [column, 0])), [masks[price]]: 1 };
      const allButMask = { ...allUsed, [masks[price]]: 0 };
      const rows = await imputed([
        monthRow({ customer_id: "A", month: "2024-01", ...allUsed, [price]: 0.5 }),
        monthRow({ customer_id: "B", month: "2024-01", ...onlyMask, [price]: null }),
        monthRow({ customer_id: "C", month: "2024-01", ...allButMask, [price]: null }),
      ]);
      expect(rows.map((row) => row[price])).toEqual([0.5, 0.5, null]);
    },
  );

  it("is the only thing that is filled: costs keep their nulls and zeros", async () => {
    const costs = {
      elec_fixed_cost_eur_month: null,
      gas_fixed_cost_eur_year: 0,
      elec_var_cost_eur_kwh: null,
      gas_var_cost_eur_m3: null,
      peaje_elec_eur_kwh: 0,
    };
    const [row] = await imputed([
      monthRow({ month: "2024-01", ...costs }),
      monthRow({ month: "2024-02", monthly_gas_m3: 1 }),
    ]);
    expect(row).toMatchObject(costs);
  });
});

it("reads no month after the as-of date", async () => {
  const months = peak([
    ["A", "01", null, 5],
    ["A", "07", 0.5, 5],
    ["B", "01", 0.1, 5],
  ]);
  const rows = await imputed(months, [], "2024-06-30");
  expect(rows.map((row) => [row["customer_id"], row["month"], row["variable_price_tier1_eur_kwh"]])).toEqual([
    ["A", "2024-01", 0.1],
    ["B", "2024-01", 0.1],
  ]);
});
