import { type IsoDate, type IsoMonth, isoMonth } from "../../configs/names.ts";
import { MARGIN_WINDOW_MONTHS } from "../../configs/price-features.ts";
import { literal } from "../table/engine.ts";

/**
 * Each customer's and each province's months as ordered lists, one row per customer or province.
 *
 * Sums, means and deviations are taken over these lists (`list_sum` ...), never by an aggregate over rows: the engine adds the
 * rows of a group in an order that depends on its threads, and floating-point sums depend on their order.
 */

/** The calendar month that lies `months` before the month of `date`. */
function monthBefore(date: IsoDate, months: number): IsoMonth {
  const [year, month] = date.split("-").map(Number);
  const count = (year ?? 0) * 12 + (month ?? 1) - 1 - months;
  const text = (value: number, digits: number) => String(value).padStart(digits, "0");
  return isoMonth(`${text(Math.floor(count / 12), 4)}-${text((count % 12) + 1, 2)}`);
}

const known = (column: string): string => `list(${column} ORDER BY month) FILTER (${column} IS NOT NULL)`;

/** Query for one row per customer with months: `customer_series`. Lists without any value are null. */
export function customerSeriesQuery(asOf: IsoDate): string {
  const latestFrom = literal(monthBefore(asOf, MARGIN_WINDOW_MONTHS - 1));
  const earlierFrom = literal(monthBefore(asOf, 2 * MARGIN_WINDOW_MONTHS - 1));
  const margins = (condition: string) => `list(total_margin ORDER BY month) FILTER (${condition})`;
  return `
  SELECT customer_id,
    count(*) AS months,
    ${known("monthly_elec_kwh")} AS elec_kwh,
    ${known("monthly_gas_m3")} AS gas_m3,
    ${known("variable_price_tier1_eur_kwh")} AS elec_price,
    ${known("gas_variable_price_eur_m3")} AS gas_price,
    ${known("gas_revenue_variable + gas_revenue_fixed")} AS gas_revenue,
    ${known("total_revenue")} AS revenue,
    ${known("total_margin")} AS margin,
    ${margins(`month >= ${latestFrom}`)} AS latest_margin,
    ${margins(`month >= ${earlierFrom} AND month < ${latestFrom}`)} AS earlier_margin
  FROM silver_customer_month
  WHERE month <= ${literal(monthBefore(asOf, 0))}
  GROUP BY customer_id`;
}

/** Query for one row per province with costs up to `asOf` (D14): `province_series`. */
export function provinceSeriesQuery(asOf: IsoDate): string {
  return `
  SELECT province,
    ${known("elec_var_cost_eur_kwh")} AS elec_cost,
    ${known("gas_var_cost_eur_m3")} AS gas_cost
  FROM bronze_province_month
  WHERE month <= ${literal(monthBefore(asOf, 0))}
  GROUP BY province`;
}
