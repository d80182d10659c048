import { bronzeCustomer, bronzeCustomerMonth, bronzeProvinceMonth } from "../../configs/bronze-tables.ts";
import type { Contract } from "../../configs/contract.ts";
import type { IsoDate } from "../../configs/names.ts";
import { sqlType } from "../../runtime/table/checks.ts";
import { type Engine, identifier, literal } from "../../runtime/table/engine.ts";
import { writeTable } from "../../runtime/table/write-table.ts";

/** Small bronze tables, typed in by hand: an ordinary row of each, whose cells a test replaces as it needs. */

type RowLike<Row> = { readonly [Name in keyof Row]: (Row[Name] extends string ? string : number) | null };

const ordinaryCustomer = {
  customer_id: "C1",
  churn: 0,
  contracted_power_kw: 4.6,
  is_industrial: 0,
  is_second_residence: 0,
  province_code: 28,
  region: "Centro",
  is_high_competition_province: 0,
  is_urban: 1,
  sales_channel: "oficina",
  customer_first_activation_date: "2020-12-31",
  contract_start_date: "2024-01-01",
  last_product_change_date: "2024-07-01",
  next_renewal_date: "2025-07-01",
  date: "2024-11-01",
  channel: "phone",
  interaction_summary: "Asked about the renewal date. Info given.",
  customer_intent: "Contract Renewal",
  has_interaction: 1,
  sentiment_neg: 0.1,
  sentiment_neu: 0.8,
  sentiment_pos: 0.1,
  sentiment_label: "neutral",
};

const ordinaryMonth = {
  customer_id: "C1",
  month: "2024-12",
  monthly_elec_kwh: 100,
  monthly_gas_m3: 0,
  monthly_gas_kwh: 0,
  elec_kwh_tier_1_peak: 30,
  elec_kwh_tier_2_standard: 30,
  elec_kwh_tier_3_offpeak: 40,
  gas_m3_tier_1_peak: 0,
  gas_m3_tier_2_standard: 0,
  gas_m3_tier_3_offpeak: 0,
  gas_kwh_tier_1_peak: 0,
  gas_kwh_tier_2_standard: 0,
  gas_kwh_tier_3_offpeak: 0,
  holiday_hours_in_month: 24,
  hours: 744,
  variable_price_tier1_eur_kwh: 0.15,
  variable_price_tier2_eur_kwh: 0.12,
  variable_price_tier3_eur_kwh: 0.09,
  elec_fixed_fee_eur_month: 10,
  elec_fixed_cost_eur_month: 6,
  gas_variable_price_eur_m3: 0.75,
  gas_fixed_revenue_eur_year: 60,
  gas_fixed_cost_eur_year: 12,
  elec_var_cost_eur_kwh: 0.08,
  gas_var_cost_eur_m3: 0.7,
  peaje_elec_eur_kwh: 0.05,
};

const ordinaryProvince = {
  province: 28,
  month: "2024-12",
  elec_var_cost_eur_kwh: 0.08,
  gas_var_cost_eur_m3: 0.7,
  peaje_elec_eur_kwh: 0.05,
};

export type CustomerRow = RowLike<typeof ordinaryCustomer>;
export type MonthRow = RowLike<typeof ordinaryMonth>;
export type ProvinceRow = RowLike<typeof ordinaryProvince>;

export interface BronzeTables {
  readonly customers: readonly CustomerRow[];
  readonly months: readonly MonthRow[];
  readonly provinces: readonly ProvinceRow[];
}

/** A household in Madrid that asked about its renewal, unless told otherwise. */
export const customerRow = (cells: Partial<CustomerRow>): CustomerRow => ({ ...ordinaryCustomer, ...cells });
/** December 2024 of an electricity-only household, unless told otherwise. */
export const monthRow = (cells: Partial<MonthRow>): MonthRow => ({ ...ordinaryMonth, ...cells });
export const provinceRow = (cells: Partial<ProvinceRow>): ProvinceRow => ({ ...ordinaryProvince, ...cells });

/** Cells of a customer who never got in touch (D12). */
export const noInteraction = {
  date: null,
  channel: null,
  interaction_summary: null,
  customer_intent: "no_interaction",
  has_interaction: 0,
  sentiment_neg: null,
  sentiment_neu: null,
  sentiment_pos: null,
  sentiment_label: "no_interaction",
} as const satisfies Partial<CustomerRow>;

/** Makes rows a table in the engine, with the contract's columns and types; cells that a row lacks are null. */
export async function loadRows(
  engine: Engine,
  contract: Contract,
  rows: readonly Readonly<Record<string, string | number | readonly string[] | null>>[],
): Promise<void> {
  const types = Object.fromEntries(contract.columns.map((column) => [column.name, sqlType(column)]));
  const empty = Object.fromEntries(contract.columns.map((column) => [column.name, null]));
  const structure = literal(JSON.stringify([types]));
  await engine.run(
    `CREATE OR REPLACE TABLE ${identifier(contract.name)} AS
     SELECT r.* FROM (SELECT unnest(from_json_strict($rows, ${structure})) AS r)`,
    { rows: JSON.stringify(rows.map((row) => ({ ...empty, ...row }))) },
  );
}

/** Makes the three bronze tables in the engine, unchecked. */
export async function loadBronze(engine: Engine, bronze: BronzeTables): Promise<void> {
  await loadRows(engine, bronzeCustomer, bronze.customers);
  await loadRows(engine, bronzeCustomerMonth, bronze.months);
  await loadRows(engine, bronzeProvinceMonth, bronze.provinces);
}

/** Writes the three bronze tables as the bronze step does; `orderBy` may shuffle their rows. */
export async function writeBronze(
  engine: Engine,
  bronze: BronzeTables,
  options: { readonly folder: string; readonly asOf: IsoDate; readonly orderBy?: string },
): Promise<void> {
  await loadBronze(engine, bronze);
  for (const contract of [bronzeCustomer, bronzeCustomerMonth, bronzeProvinceMonth]) {
    await writeTable(engine, { contract, query: `FROM ${identifier(contract.name)}`, ...options });
    await engine.run(`DROP TABLE ${identifier(contract.name)}`);
  }
}
