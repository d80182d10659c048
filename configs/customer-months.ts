import { type Column, defineContract } from "./contract.ts";

function measure(name: string, unit: string, description: string, source: string): Column {
  return { name, type: "number", unit, description, formula: `silver_customer_month.${source}, unrounded` };
}

/**
 * What a reader sees of one customer's year. It stands beside the features, in a layer that holds nobody's words, and
 * its file is cut finely: looking up one customer reads a few thousand rows of many millions.
 */
export const customerMonths = defineContract({
  name: "customer_months",
  version: 1,
  layer: "gold",
  description:
    "Each customer's months with consumption, revenue, cost and margin, to be looked up by customer.",
  grain: "one customer in one calendar month up to as_of",
  key: ["customer_id", "month"],
  columns: [
    { name: "customer_id", type: "text", description: "Key of the customer.", personal: "identifier" },
    { name: "month", type: "month", description: "Calendar month, not after the as-of date." },
    { ...measure("elec_kwh", "kWh", "Electricity used in the month.", "monthly_elec_kwh"), min: 0 },
    { ...measure("gas_m3", "m3", "Gas used in the month.", "monthly_gas_m3"), min: 0 },
    measure("revenue_eur", "EUR", "Revenue from both fuels.", "total_revenue"),
    measure("cost_eur", "EUR", "Cost of both fuels.", "total_cost"),
    measure("margin_eur", "EUR", "Margin on both fuels.", "total_margin"),
  ],
});
