import type { BronzeTables, CustomerRow, MonthRow } from "./bronze-fixture.ts";

/** Silver once more, cell by cell in plain TypeScript, after features.md section 5: the queries are compared with it. */

type PriceColumn = Extract<
  keyof MonthRow,
  `${string}price${string}` | `elec_fixed_fee${string}` | `gas_fixed_revenue${string}`
>;
type KwhColumn = Extract<keyof MonthRow, `${string}kwh_tier_${string}` | `monthly_${string}`>;

const masks: readonly (readonly [PriceColumn, KwhColumn])[] = [
  ["variable_price_tier1_eur_kwh", "elec_kwh_tier_1_peak"],
  ["variable_price_tier2_eur_kwh", "elec_kwh_tier_2_standard"],
  ["variable_price_tier3_eur_kwh", "elec_kwh_tier_3_offpeak"],
  ["gas_variable_price_eur_m3", "monthly_gas_m3"],
  ["elec_fixed_fee_eur_month", "monthly_elec_kwh"],
  ["gas_fixed_revenue_eur_year", "monthly_gas_m3"],
];

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface OracleMonth extends MonthRow {
  readonly is_industrial: number | null;
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

function fillOwn(series: readonly Writable<OracleMonth>[], price: PriceColumn, mask: KwhColumn): void {
  const file = series.map((row) => row[price]);
  for (const [index, row] of series.entries()) {
    if (row[price] !== null || Number(row[mask]) <= 0) continue;
    const before = file.slice(0, index).findLast((value) => value !== null);
    const later = file.slice(index + 1).find((value) => value !== null);
    row[price] = before ?? later ?? null;
  }
}

function fillMedian(
  rows: readonly Writable<OracleMonth>[],
  price: PriceColumn,
  mask: KwhColumn,
  groupOf: (row: OracleMonth) => string,
): void {
  const used = rows.filter((row) => Number(row[mask]) > 0);
  const values = Map.groupBy(used, groupOf);
  const medians = new Map(
    [...values].map(([group, members]) => [
      group,
      medianOf(members.flatMap((row) => (row[price] === null ? [] : [row[price]]))),
    ]),
  );
  for (const row of used) row[price] ??= medians.get(groupOf(row)) ?? null;
}

/** Months up to `asOf` with imputed prices, sorted by customer and month. */
export function imputedMonths(bronze: BronzeTables, asOf: string): readonly OracleMonth[] {
  const industrial = new Map(bronze.customers.map((row) => [row.customer_id, row.is_industrial]));
  const rows: Writable<OracleMonth>[] = bronze.months
    .filter(({ month }) => String(month) <= asOf.slice(0, 7))
    .map((row) => ({ ...row, is_industrial: industrial.get(row.customer_id) ?? null }))
    .toSorted((a, b) => (`${a.customer_id} ${a.month}` < `${b.customer_id} ${b.month}` ? -1 : 1));
  for (const [price, mask] of masks) {
    for (const row of rows) if (row[price] === 0) row[price] = null;
    for (const series of Map.groupBy(rows, (row) => row.customer_id).values()) fillOwn(series, price, mask);
    fillMedian(rows, price, mask, (row) => `${row.is_industrial} ${row.month}`);
    fillMedian(rows, price, mask, (row) => String(row.month));
  }
  return rows;
}

interface OracleMargin {
  readonly gasRevenue: number;
  readonly revenue: number;
  readonly margin: number;
}

/** Revenue and margin of a month in EUR, a missing price or cost counting as 0. */
export function marginOf(row: MonthRow): OracleMargin {
  const n = (value: number | null) => value ?? 0;
  const peak = n(row.elec_kwh_tier_1_peak) * n(row.variable_price_tier1_eur_kwh);
  const standard = n(row.elec_kwh_tier_2_standard) * n(row.variable_price_tier2_eur_kwh);
  const offPeak = n(row.elec_kwh_tier_3_offpeak) * n(row.variable_price_tier3_eur_kwh);
  const elecRevenue = peak + standard + offPeak + n(row.elec_fixed_fee_eur_month);
  const energy = n(row.monthly_elec_kwh) * n(row.elec_var_cost_eur_kwh);
  const toll = n(row.monthly_elec_kwh) * n(row.peaje_elec_eur_kwh);
  const gasRevenue =
    n(row.monthly_gas_m3) * n(row.gas_variable_price_eur_m3) + n(row.gas_fixed_revenue_eur_year) / 12;
  const gasCost = n(row.monthly_gas_m3) * n(row.gas_var_cost_eur_m3) + n(row.gas_fixed_cost_eur_year) / 12;
  const revenue = elecRevenue + gasRevenue;
  return {
    gasRevenue,
    revenue,
    margin: revenue - energy - toll - n(row.elec_fixed_cost_eur_month) - gasCost,
  };
}

export function segmentOf({ is_industrial, contracted_power_kw }: CustomerRow): string {
  if (is_industrial === 0) return "Residential";
  if (is_industrial === null || contracted_power_kw === null) return "Unknown";
  return contracted_power_kw > 10 ? "Corporate" : "SME";
}

export function channelOf({ sales_channel }: CustomerRow): string {
  const cleaned = (sales_channel ?? "").trim().toLowerCase();
  switch (cleaned) {
    case "presencial_comercial":
      return "In-Person Commercial";
    case "comparador":
      return "Comparison Website";
    case "oficina":
      return "Office";
    case "telemarketing":
      return "Telemarketing";
    case "web_propia":
      return "Own Website";
    case "":
    case "desconocido":
    case "unknown":
      return "Unknown";
    default:
      return cleaned;
  }
}
