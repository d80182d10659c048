/** A value that counts as 0 when it is missing: only here, the stored prices and costs keep their nulls (D9). */
const zeroed = (column: string): string => `coalesce(${column}, 0)`;
const times = (quantity: string, price: string): string => `${zeroed(quantity)} * ${zeroed(price)}`;

/** Profit and loss of a customer in a month, in EUR. Later entries refer to earlier ones by name. */
const margins = {
  elec_revenue_variable: [
    times("elec_kwh_tier_1_peak", "variable_price_tier1_eur_kwh"),
    times("elec_kwh_tier_2_standard", "variable_price_tier2_eur_kwh"),
    times("elec_kwh_tier_3_offpeak", "variable_price_tier3_eur_kwh"),
  ].join(" + "),
  elec_revenue_fixed: zeroed("elec_fixed_fee_eur_month"),
  elec_cost_variable: `${zeroed("monthly_elec_kwh")} * (${zeroed("elec_var_cost_eur_kwh")} + ${zeroed("peaje_elec_eur_kwh")})`,
  elec_cost_fixed: zeroed("elec_fixed_cost_eur_month"),
  elec_margin: "elec_revenue_variable + elec_revenue_fixed - elec_cost_variable - elec_cost_fixed",
  gas_revenue_variable: times("monthly_gas_m3", "gas_variable_price_eur_m3"),
  gas_revenue_fixed: `${zeroed("gas_fixed_revenue_eur_year")} / 12`,
  gas_cost_variable: times("monthly_gas_m3", "gas_var_cost_eur_m3"),
  gas_cost_fixed: `${zeroed("gas_fixed_cost_eur_year")} / 12`,
  gas_margin: "gas_revenue_variable + gas_revenue_fixed - gas_cost_variable - gas_cost_fixed",
  total_revenue: "elec_revenue_variable + elec_revenue_fixed + gas_revenue_variable + gas_revenue_fixed",
  total_cost: "elec_cost_variable + elec_cost_fixed + gas_cost_variable + gas_cost_fixed",
  total_margin: "total_revenue - total_cost",
} as const;

/**
 * Query for every row of `relation` (months with imputed prices) with its 13 margin columns. Each is one expression of
 * the row's own cells, so its last bit does not depend on threads.
 */
export function marginsQuery(relation: string): string {
  const columns = Object.entries(margins).map(([name, formula]) => `${formula} AS ${name}`);
  return `SELECT *, ${columns.join(",\n")} FROM ${relation}`;
}
