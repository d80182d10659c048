import { priceLimits } from "../price-features.ts";
import { budget, type NotesOf } from "./notes.ts";

const sampleDeviation = "sample standard deviation (n - 1) of";
const tierOnePrice =
  "silver_customer_month.variable_price_tier1_eur_kwh, imputed, empty months skipped (D15)";

export const marketRiskNotes: NotesOf<"MP_risk"> = {
  std_monthly_elec_kwh: {
    description: "How much monthly electricity consumption varies.",
    unit: "kWh",
    formula: `${sampleDeviation} silver_customer_month.monthly_elec_kwh. Fewer than two months: empty.`,
    nullBudget: budget.history,
    min: 0,
  },
  std_monthly_gas_m3: {
    description: "How much monthly gas consumption varies; 0 without gas.",
    unit: "m3",
    formula: `${sampleDeviation} silver_customer_month.monthly_gas_m3. Fewer than two months: empty.`,
    nullBudget: budget.history,
    min: 0,
  },
  active_months_count: {
    description: "Months with readings.",
    unit: "months",
    formula: "number of the customer's rows in silver_customer_month. None: empty.",
    nullBudget: budget.months,
    type: "integer",
    min: 1,
  },
  std_margin: {
    description: "How much the monthly margin varies.",
    unit: "EUR",
    formula: `${sampleDeviation} silver_customer_month.total_margin. Fewer than two months: empty.`,
    nullBudget: budget.history,
    min: 0,
  },
  min_monthly_margin: {
    description: "Margin of the customer's worst month.",
    unit: "EUR",
    formula: "least silver_customer_month.total_margin. No months: empty.",
    nullBudget: budget.months,
  },
  max_negative_margin: {
    description: "Number of months with a loss; the name is the original's.",
    unit: "months",
    formula: "count of silver_customer_month.total_margin < 0. No months: empty.",
    nullBudget: budget.months,
    type: "integer",
    min: 0,
  },
  elec_price_trend_12m: {
    description: "Change of the peak price from the first to the last known month.",
    unit: "share of the first price",
    formula:
      `(last - first) / first of ${tierOnePrice}; a first price that is not positive, or no price: empty. ` +
      `Winsorised to ${priceLimits.trend.min} .. ${priceLimits.trend.max}.`,
    nullBudget: budget.prices,
    ...priceLimits.trend,
  },
  gas_price_trend_12m: {
    description: "Change of the gas price from the first to the last known month; empty without gas.",
    unit: "share of the first price",
    formula:
      "(last - first) / first of silver_customer_month.gas_variable_price_eur_m3, imputed, empty months skipped; " +
      "empty for customers whose gas consumption is 0 (D15), for a first price that is not positive, and for no price. " +
      `Winsorised to ${priceLimits.trend.min} .. ${priceLimits.trend.max}.`,
    nullBudget: budget.any,
    ...priceLimits.trend,
  },
  elec_price_volatility_12m: {
    description: "How much the peak price varies.",
    unit: "EUR/kWh",
    formula:
      `${sampleDeviation} ${tierOnePrice}; fewer than two prices: empty. ` +
      `Winsorised to at most ${priceLimits.volatility.max}.`,
    nullBudget: budget.history,
    ...priceLimits.volatility,
  },
  province_elec_cost_trend: {
    description: "Change of the province's electricity cost from the first to the last month.",
    unit: "share of the first cost",
    formula:
      "(last - first) / first of bronze_province_month.elec_var_cost_eur_kwh, months up to as_of (D14); " +
      "a first cost that is not positive, or no cost: empty.",
    nullBudget: budget.costs,
    min: -1,
  },
  elec_price_vs_province_cost_spread: {
    description: "How far the customer's latest peak price lies above the province's mean cost.",
    unit: "EUR/kWh",
    formula:
      `last of ${tierOnePrice} - province_avg_elec_cost_2024; either unknown: empty. ` +
      `Winsorised to ${priceLimits.spread.min} .. ${priceLimits.spread.max}.`,
    nullBudget: budget.prices,
    ...priceLimits.spread,
  },
  rolling_margin_trend: {
    description: "Mean margin of the last three calendar months against the three before.",
    unit: "EUR",
    formula:
      "mean of silver_customer_month.total_margin over the three calendar months that end with the month of as_of, " +
      "minus the mean over the three before; either window without a month: empty (D16).",
    nullBudget: budget.history,
  },
  is_price_increase: {
    description: "1 when the peak price rose.",
    formula: "elec_price_trend_12m > 0. Empty trend: empty.",
    nullBudget: budget.prices,
  },
};
