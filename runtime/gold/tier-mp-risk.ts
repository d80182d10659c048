import { priceLimits } from "../../configs/price-features.ts";
import { flagOrNull, trend, winsorised } from "./sql.ts";

/** Sample standard deviation of a list; null below two values. */
const deviation = (list: string): string => `list_stddev_samp(${list})`;

/** Tier MP risk: how steady consumption, margin and price are. */
export const marketRiskQuery = `
  SELECT customer_id,
    ${deviation("elec_kwh")} AS std_monthly_elec_kwh,
    ${deviation("gas_m3")} AS std_monthly_gas_m3,
    months AS active_months_count,
    ${deviation("margin")} AS std_margin,
    list_min(margin) AS min_monthly_margin,
    len(list_filter(margin, lambda eur: eur < 0)) AS max_negative_margin,
    ${winsorised("elec_trend", priceLimits.trend)} AS elec_price_trend_12m,
    ${winsorised("gas_trend", priceLimits.trend)} AS gas_price_trend_12m,
    ${winsorised("volatility", priceLimits.volatility)} AS elec_price_volatility_12m,
    cost_trend AS province_elec_cost_trend,
    ${winsorised("spread", priceLimits.spread)} AS elec_price_vs_province_cost_spread,
    list_avg(latest_margin) - list_avg(earlier_margin) AS rolling_margin_trend,
    ${flagOrNull("elec_trend > 0")} AS is_price_increase
  FROM (
    SELECT *,
      ${trend("elec_price")} AS elec_trend,
      CASE WHEN list_sum(gas_m3) > 0 THEN ${trend("gas_price")} END AS gas_trend,
      ${deviation("elec_price")} AS volatility,
      ${trend("elec_cost")} AS cost_trend,
      elec_price[-1] - list_avg(elec_cost) AS spread
    FROM silver_customer
    LEFT JOIN customer_series USING (customer_id)
    LEFT JOIN province_series ON province = province_code
  )`;
