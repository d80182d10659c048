import { describe, expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { provinceRow } from "../support/bronze-fixture.ts";
import { goldOf, type SilverMonthRow, silverMonthRow } from "../support/gold-fixture.ts";

const asOf = isoDate("2024-12-31");

/** Features of a customer with these months, January first; null leaves a month out. */
async function core(months: readonly (Partial<SilverMonthRow> | null)[]) {
  const rows = months.flatMap((cells, index) =>
    cells === null ? [] : [silverMonthRow({ month: `2024-${String(index + 1).padStart(2, "0")}`, ...cells })],
  );
  return (await goldOf({ customers: [{}], months: rows }, asOf))("C1");
}

describe("consumption", () => {
  it("is averaged over the months that exist and summed", async () => {
    const row = await core([
      { monthly_elec_kwh: 100, monthly_gas_m3: 10 },
      null,
      { monthly_elec_kwh: 0, monthly_gas_m3: 0 },
      { monthly_elec_kwh: 50, monthly_gas_m3: 0 },
      { monthly_elec_kwh: 250, monthly_gas_m3: 2 },
    ]);
    expect(row).toMatchObject({
      avg_monthly_elec_kwh: 100, // 400 / 4
      total_elec_kwh_2024: 400,
      avg_monthly_gas_m3: 3, // 12 / 4
      total_gas_m3_2024: 12,
    });
  });

  it("is unknown without months", async () => {
    expect(await core([])).toMatchObject({
      avg_monthly_elec_kwh: null,
      total_elec_kwh_2024: null,
      avg_monthly_gas_m3: null,
      total_gas_m3_2024: null,
      gas_share_of_revenue: null,
      price_update_count: null,
    });
  });
});

describe("gas_share_of_revenue (D13)", () => {
  it("holds the variable and the fixed part of gas", async () => {
    const row = await core([
      { gas_revenue_variable: 7.5, gas_revenue_fixed: 5, total_revenue: 40 },
      { gas_revenue_variable: 0, gas_revenue_fixed: 5, total_revenue: 20 },
      { gas_revenue_variable: 0, gas_revenue_fixed: 5, total_revenue: 30 },
      { gas_revenue_variable: 1.5, gas_revenue_fixed: 5, total_revenue: 55 },
    ]);
    expect(row["gas_share_of_revenue"]).toBeCloseTo(0.2, 12); // (9 + 20) / 145
  });

  it.each([0, -3])("is unknown when the total revenue is %s", async (revenue) => {
    expect(await core([{ total_revenue: revenue }])).toMatchObject({ gas_share_of_revenue: null });
  });
});

// Peak prices from January on -> how many moves of more than 0.001
describe("price_update_count (D15)", () => {
  it.each([
    ["moves of exactly 0.001 and less do not count", [0.1, 0.101, 0.1005, 0.1015], 0],
    ["moves of more do, up and down", [0.1, 0.1011, 0.1, 0.12, 0.12], 3],
    ["a month without a price is passed over", [0.15, null, 0.15, null, 0.16], 1],
    ["leading months without a price do not count", [null, null, 0.15], 0],
    ["a single price", [0.15], 0],
    ["no price at all", [null, null], null],
  ])("%s", async (_name, prices, count) => {
    const row = await core(prices.map((price) => ({ variable_price_tier1_eur_kwh: price })));
    expect(row["price_update_count"]).toBe(count);
  });
});

describe("province averages (D14)", () => {
  it("are taken from the cost file up to as_of, not from the customer's months", async () => {
    const gold = await goldOf(
      {
        customers: [
          { customer_id: "A", province_code: 28 },
          { customer_id: "B", province_code: 8 },
          { customer_id: "C", province_code: 1 },
        ],
        // The months' own costs are of no account.
        months: [silverMonthRow({ customer_id: "A", elec_var_cost_eur_kwh: 9, gas_var_cost_eur_m3: 9 })],
        provinces: [
          provinceRow({ month: "2024-01", elec_var_cost_eur_kwh: 0.07, gas_var_cost_eur_m3: 0.7 }),
          provinceRow({ month: "2024-12", elec_var_cost_eur_kwh: 0.09, gas_var_cost_eur_m3: 0.8 }),
          provinceRow({ month: "2025-01", elec_var_cost_eur_kwh: 5, gas_var_cost_eur_m3: 5 }),
          provinceRow({
            province: 8,
            month: "2024-05",
            elec_var_cost_eur_kwh: 0.1,
            gas_var_cost_eur_m3: 0.6,
          }),
        ],
      },
      asOf,
    );
    expect(gold("A")["province_avg_elec_cost_2024"]).toBeCloseTo(0.08, 12);
    expect(gold("A")["province_avg_gas_cost_2024"]).toBeCloseTo(0.75, 12);
    expect(gold("B")).toMatchObject({ province_avg_elec_cost_2024: 0.1, province_avg_gas_cost_2024: 0.6 });
    expect(gold("C")).toMatchObject({ province_avg_elec_cost_2024: null, province_avg_gas_cost_2024: null });
  });
});
