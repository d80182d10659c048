/** Query for `customer_months`: the figures of silver as they are, under names that carry their units. */
export const customerMonthsQuery = `
  SELECT customer_id, month, monthly_elec_kwh AS elec_kwh, monthly_gas_m3 AS gas_m3,
    total_revenue AS revenue_eur, total_cost AS cost_eur, total_margin AS margin_eur
  FROM silver_customer_month`;

/** Rows of a row group: about 1,700 customers' years. A reader of one customer skips all other groups. */
export const CUSTOMER_MONTHS_ROW_GROUP = 20_480;
