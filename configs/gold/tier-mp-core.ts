import { budget, type NotesOf } from "./notes.ts";

const allMonths = "over the customer's months in silver_customer_month, none of them later than as_of";

export const marketCoreNotes: NotesOf<"MP_core"> = {
  avg_monthly_elec_kwh: {
    description: "Mean monthly electricity consumption.",
    unit: "kWh",
    formula: `mean of monthly_elec_kwh ${allMonths}. No months: empty.`,
    nullBudget: budget.months,
    min: 0,
  },
  total_elec_kwh_2024: {
    description:
      "Electricity consumption of all months delivered; named after the year of the first data set.",
    unit: "kWh",
    formula: `sum of monthly_elec_kwh ${allMonths}. No months: empty.`,
    nullBudget: budget.months,
    min: 0,
  },
  avg_monthly_gas_m3: {
    description: "Mean monthly gas consumption.",
    unit: "m3",
    formula: `mean of monthly_gas_m3 ${allMonths}. No months: empty.`,
    nullBudget: budget.months,
    min: 0,
  },
  total_gas_m3_2024: {
    description: "Gas consumption of all months delivered; named after the year of the first data set.",
    unit: "m3",
    formula: `sum of monthly_gas_m3 ${allMonths}. No months: empty.`,
    nullBudget: budget.months,
    min: 0,
  },
  gas_share_of_revenue: {
    description: "Share of the customer's revenue that comes from gas, fixed fee included.",
    unit: "share",
    formula:
      "sum of (gas_revenue_variable + gas_revenue_fixed) / sum of total_revenue in silver_customer_month; " +
      "empty when the total is not positive (D13; the original leaves the fixed fee out and reads 0 then).",
    nullBudget: budget.prices,
    min: 0,
    max: 1,
  },
  price_update_count: {
    description: "How often the peak price moved from one month with a known price to the next.",
    unit: "updates",
    formula:
      "count of |price - previous known price| > 0.001 EUR/kWh over the months of " +
      "silver_customer_month.variable_price_tier1_eur_kwh, imputed, without zero fill (D15); the first known price " +
      "never counts, a month without a price is passed over. No price at all: empty.",
    nullBudget: budget.prices,
    type: "integer",
    min: 0,
  },
  province_avg_elec_cost_2024: {
    description: "Mean cost of electricity in the customer's province.",
    unit: "EUR/kWh",
    formula:
      "mean of bronze_province_month.elec_var_cost_eur_kwh over the province's months up to as_of (D14). No costs: empty.",
    nullBudget: budget.costs,
    min: 0,
  },
  province_avg_gas_cost_2024: {
    description: "Mean cost of gas in the customer's province.",
    unit: "EUR/m3",
    formula:
      "mean of bronze_province_month.gas_var_cost_eur_m3 over the province's months up to as_of (D14). No costs: empty.",
    nullBudget: budget.costs,
    min: 0,
  },
};
