/**
 * Prices that are filled where they are missing (null or 0), and the consumption that must be above 0 for it:
 * a price without consumption is not needed, and stays missing.
 */
export const imputedPrices = [
  {
    price: "variable_price_tier1_eur_kwh",
    title: "Electricity price of the peak period",
    consumption: "elec_kwh_tier_1_peak",
  },
  {
    price: "variable_price_tier2_eur_kwh",
    title: "Electricity price of the standard period",
    consumption: "elec_kwh_tier_2_standard",
  },
  {
    price: "variable_price_tier3_eur_kwh",
    title: "Electricity price of the off-peak period",
    consumption: "elec_kwh_tier_3_offpeak",
  },
  { price: "gas_variable_price_eur_m3", title: "Gas price", consumption: "monthly_gas_m3" },
  {
    price: "elec_fixed_fee_eur_month",
    title: "Fixed electricity fee that the customer pays",
    consumption: "monthly_elec_kwh",
  },
  {
    price: "gas_fixed_revenue_eur_year",
    title: "Fixed gas fee that the customer pays",
    consumption: "monthly_gas_m3",
  },
] as const;

export type ImputedPrice = (typeof imputedPrices)[number]["price"];
