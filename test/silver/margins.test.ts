import { expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { customerRow, type MonthRow, monthRow } from "../support/bronze-fixture.ts";
import { silverOf } from "../support/gold-fixture.ts";

async function margins(cells: Partial<MonthRow>) {
  const bronze = { customers: [customerRow({})], months: [monthRow(cells)], provinces: [] };
  const [row] = (await silverOf(bronze, isoDate("2024-12-31"))).months;
  return row ?? {};
}

/** 100 kWh and 40 m3 of a customer with both fuels. */
const december: Partial<MonthRow> = {
  monthly_elec_kwh: 100,
  elec_kwh_tier_1_peak: 30.5,
  elec_kwh_tier_2_standard: 20,
  elec_kwh_tier_3_offpeak: 49.5,
  variable_price_tier1_eur_kwh: 0.2,
  variable_price_tier2_eur_kwh: 0.15,
  variable_price_tier3_eur_kwh: 0.1,
  elec_fixed_fee_eur_month: 12.34,
  elec_fixed_cost_eur_month: 7.89,
  elec_var_cost_eur_kwh: 0.08,
  peaje_elec_eur_kwh: 0.05,
  monthly_gas_m3: 40,
  gas_variable_price_eur_m3: 0.75,
  gas_fixed_revenue_eur_year: 60,
  gas_var_cost_eur_m3: 0.7,
  gas_fixed_cost_eur_year: 24,
};

function expectCents(
  row: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, number>>,
): void {
  for (const [column, eur] of Object.entries(expected)) expect(row[column], column).toBeCloseTo(eur, 9);
}

it("is worked out to the cent", async () => {
  expectCents(await margins(december), {
    elec_revenue_variable: 14.05, // 30.5 x 0.20 + 20 x 0.15 + 49.5 x 0.10 = 6.10 + 3.00 + 4.95
    elec_revenue_fixed: 12.34,
    elec_cost_variable: 13, // 100 x (0.08 + 0.05)
    elec_cost_fixed: 7.89,
    elec_margin: 5.5, // 14.05 + 12.34 - 13.00 - 7.89
    gas_revenue_variable: 30, // 40 x 0.75
    gas_revenue_fixed: 5, // 60 / 12
    gas_cost_variable: 28, // 40 x 0.70
    gas_cost_fixed: 2, // 24 / 12
    gas_margin: 5, // 30 + 5 - 28 - 2
    total_revenue: 61.39, // 14.05 + 12.34 + 30 + 5
    total_cost: 50.89, // 13 + 7.89 + 28 + 2
    total_margin: 10.5,
  });
});

it("counts a missing price or cost as 0, and leaves it missing in the table (D9)", async () => {
  const missing = {
    variable_price_tier2_eur_kwh: null,
    elec_fixed_fee_eur_month: null,
    elec_fixed_cost_eur_month: null,
    peaje_elec_eur_kwh: null,
    gas_variable_price_eur_m3: null,
    gas_fixed_revenue_eur_year: null,
    gas_var_cost_eur_m3: null,
    gas_fixed_cost_eur_year: null,
  };
  const row = await margins({ ...december, ...missing });
  expect(row).toMatchObject(missing);
  expectCents(row, {
    elec_revenue_variable: 11.05, // without the standard period's 3.00
    elec_revenue_fixed: 0,
    elec_cost_variable: 8, // 100 x 0.08
    elec_cost_fixed: 0,
    elec_margin: 3.05,
    gas_revenue_variable: 0,
    gas_revenue_fixed: 0,
    gas_cost_variable: 0,
    gas_cost_fixed: 0,
    gas_margin: 0,
    total_revenue: 11.05,
    total_cost: 8,
    total_margin: 3.05,
  });
});

it("takes gas and electricity prices apart: no consumption leaves the fixed amounts", async () => {
  const row = await margins({
    ...december,
    monthly_elec_kwh: 0,
    elec_kwh_tier_1_peak: 0,
    elec_kwh_tier_2_standard: 0,
    elec_kwh_tier_3_offpeak: 0,
    monthly_gas_m3: 0,
  });
  expectCents(row, { elec_margin: 4.45, gas_margin: 3, total_revenue: 17.34, total_margin: 7.45 });
});
