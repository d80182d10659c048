import { bronzeProvinceMonth } from "../../configs/bronze-tables.ts";
import { tiers } from "../../configs/features.ts";
import { goldMaster } from "../../configs/gold-tables.ts";
import type { IsoDate } from "../../configs/names.ts";
import { silverCustomer, silverCustomerMonth } from "../../configs/silver-tables.ts";
import { goldMasterQuery } from "../../runtime/gold/gold-master.ts";
import { prepareSeries, tierQueries } from "../../runtime/gold/step.ts";
import { silverCustomerQuery } from "../../runtime/silver/customers.ts";
import { imputedMonthsQuery } from "../../runtime/silver/imputation.ts";
import { marginsQuery } from "../../runtime/silver/margins.ts";
import { type Cell, Engine, identifier } from "../../runtime/table/engine.ts";
import {
  type BronzeTables,
  type CustomerRow,
  customerRow,
  loadBronze,
  loadRows,
  type MonthRow,
  monthRow,
  type ProvinceRow,
} from "./bronze-fixture.ts";
import { temporaryFolder } from "./folders.ts";

/** The queries of silver and gold on small tables, without files and without contracts' null budgets. */

export interface SilverCustomerRow extends CustomerRow {
  readonly segment: string;
  readonly residential_type: string | null;
}
export interface SilverMonthRow extends MonthRow {
  readonly is_industrial: number;
  readonly gas_revenue_variable: number;
  readonly gas_revenue_fixed: number;
  readonly total_revenue: number;
  readonly total_margin: number;
}

const silverCustomerRow = (cells: Partial<SilverCustomerRow>): SilverCustomerRow => ({
  ...customerRow({ sales_channel: "Office" }),
  segment: "Residential",
  residential_type: "Primary_Residence",
  ...cells,
});

export const silverMonthRow = (cells: Partial<SilverMonthRow>): SilverMonthRow => ({
  ...monthRow({}),
  is_industrial: 0,
  gas_revenue_variable: 0,
  gas_revenue_fixed: 5,
  total_revenue: 25,
  total_margin: 7,
  ...cells,
});

/** Twelve months of a customer up to December 2024, each cell given per month, January first. */
export function yearOf<Row>(
  make: (cells: Partial<Row>) => Row,
  customer: string,
  cells: (index: number) => Partial<Row>,
): Row[] {
  return Array.from({ length: 12 }, (_, index) => {
    const key = { customer_id: customer, month: `2024-${String(index + 1).padStart(2, "0")}` };
    return make({ ...key, ...cells(index) });
  });
}

type FeatureRow = Readonly<Record<string, Cell>>;

function byCustomer(rows: readonly Record<string, Cell>[]): ReadonlyMap<string, FeatureRow> {
  return new Map(rows.map((row) => [String(row["customer_id"]), row]));
}

async function master(engine: Engine, asOf: IsoDate): Promise<ReadonlyMap<string, FeatureRow>> {
  await prepareSeries(engine, asOf);
  const queries = tierQueries(asOf);
  for (const { id, table } of tiers) {
    await engine.run(`CREATE OR REPLACE TABLE ${identifier(table)} AS ${queries[id]}`);
  }
  const columns = goldMaster.columns.map(({ name, type }) =>
    type === "text" ? identifier(name) : `${identifier(name)}::DOUBLE AS ${identifier(name)}`,
  );
  return byCustomer(await engine.rows(`SELECT ${columns.join(", ")} FROM (${goldMasterQuery})`));
}

async function open(): Promise<Engine> {
  return Engine.open({ threads: 1, memoryLimitMb: 300, scratch: temporaryFolder() });
}

/** Gold master rows by customer, from silver rows. */
export async function goldOf(
  silver: {
    readonly customers: readonly Partial<SilverCustomerRow>[];
    readonly months?: readonly SilverMonthRow[];
    readonly provinces?: readonly ProvinceRow[];
  },
  asOf: IsoDate,
): Promise<(customer: string) => FeatureRow> {
  using engine = await open();
  const customers = silver.customers.map((cells) => ({ ...silverCustomerRow(cells) }));
  await loadRows(engine, silverCustomer, customers);
  await loadRows(
    engine,
    silverCustomerMonth,
    (silver.months ?? []).map((row) => ({ ...row })),
  );
  await loadRows(engine, bronzeProvinceMonth, silver.provinces ?? []);
  const rows = await master(engine, asOf);
  return (customer) => {
    const row = rows.get(customer);
    if (row === undefined) throw new Error(`No customer ${customer} in gold`);
    return row;
  };
}

/** Silver rows from bronze rows: customers by id, months by id and month. */
export async function silverOf(
  bronze: BronzeTables,
  asOf: IsoDate,
): Promise<{ readonly customers: readonly FeatureRow[]; readonly months: readonly FeatureRow[] }> {
  using engine = await open();
  await silverTables(engine, bronze, asOf);
  return {
    customers: await engine.rows("FROM silver_customer ORDER BY customer_id"),
    months: await engine.rows("FROM silver_customer_month ORDER BY customer_id, month"),
  };
}

async function silverTables(engine: Engine, bronze: BronzeTables, asOf: IsoDate): Promise<void> {
  await loadBronze(engine, bronze);
  await engine.run(`CREATE TABLE silver_customer AS ${silverCustomerQuery}`);
  await engine.run(`CREATE TABLE silver_customer_month AS ${marginsQuery(`(${imputedMonthsQuery(asOf)})`)}`);
}

/** Gold master rows by customer, from bronze rows. */
export async function goldFromBronze(
  bronze: BronzeTables,
  asOf: IsoDate,
): Promise<ReadonlyMap<string, FeatureRow>> {
  using engine = await open();
  await silverTables(engine, bronze, asOf);
  return await master(engine, asOf);
}
