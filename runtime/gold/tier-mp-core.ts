import { PRICE_MOVE_EUR_KWH } from "../../configs/price-features.ts";

/**
 * How often a price moved between neighbouring entries of an ordered list, as a count; null for no price at all.
 * Moves are rounded to a billionth first, so that a move of exactly the limit never counts, whatever its floating-point noise.
 */
const moves = (list: string): string =>
  `len(list_filter(range(2, len(${list}) + 1),
    lambda i: round(abs(${list}[i] - ${list}[i - 1]), 9) > ${PRICE_MOVE_EUR_KWH}))`;

/** Tier MP core: how much the customer uses, what share is gas, and what energy costs in the province. */
export const marketCoreQuery = `
  SELECT customer_id,
    list_avg(elec_kwh) AS avg_monthly_elec_kwh,
    list_sum(elec_kwh) AS total_elec_kwh_2024,
    list_avg(gas_m3) AS avg_monthly_gas_m3,
    list_sum(gas_m3) AS total_gas_m3_2024,
    CASE WHEN list_sum(revenue) > 0 THEN list_sum(gas_revenue) / list_sum(revenue) END AS gas_share_of_revenue,
    ${moves("elec_price")} AS price_update_count,
    list_avg(elec_cost) AS province_avg_elec_cost_2024,
    list_avg(gas_cost) AS province_avg_gas_cost_2024
  FROM silver_customer
  LEFT JOIN customer_series USING (customer_id)
  LEFT JOIN province_series ON province = province_code`;
