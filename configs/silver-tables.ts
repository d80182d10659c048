import { bronzeCustomer, bronzeCustomerMonth } from "./bronze-tables.ts";
import { type Column, type Contract, defineContract } from "./contract.ts";
import { imputedPrices } from "./imputation.ts";
import { residentialTypes, segments } from "./segments.ts";

/** The silver tables: bronze with segments, imputed prices and margins. */

function channelInEnglish(column: Column): Column {
  if (column.name !== "sales_channel") return column;
  return {
    name: column.name,
    type: column.type,
    description: "How the customer was won, in English.",
    formula:
      "bronze_customer.sales_channel, trimmed and in lower case, through the channel map; a channel that is not in " +
      "the map keeps its own name; empty or blank: Unknown (D8)",
  };
}

/** Bronze customers with segment and channel in English. */
export const silverCustomer: Contract = defineContract({
  name: "silver_customer",
  version: 1,
  layer: "silver",
  description: "Every customer of the master, with segment and channel in English.",
  grain: "one customer",
  key: ["customer_id"],
  columns: [
    ...bronzeCustomer.columns.map(channelInEnglish),
    {
      name: "segment",
      type: "text",
      description: "Household, small business, large business, or unknown.",
      formula:
        "is_industrial 0: Residential; 1 and contracted_power_kw <= 10: SME; 1 and above 10: Corporate; else Unknown " +
        "(D8; the original takes exactly 10 kW for an SME)",
      allowed: [...segments],
    },
    {
      name: "residential_type",
      type: "text",
      description: "Main or second home; empty for businesses.",
      formula: "segment Residential and is_second_residence 1: Second_Residence, 0: Primary_Residence",
      nullBudget: 1,
      allowed: [...residentialTypes],
    },
  ],
});

/**
 * Imputed columns keep the customer's own price of a later month as a last resort of level 1, and take medians over
 * all customers instead of the training part's alone: the tables are made before anyone knows which customers are held
 * out, and no month after as_of is ever read.
 */
function imputed(column: Column): Column {
  const rule = imputedPrices.find(({ price }) => price === column.name);
  if (rule === undefined) return column;
  return {
    ...column,
    description: `${rule.title}, imputed where it was missing.`,
    formula:
      `bronze_customer_month.${column.name}, 0 read as missing; where missing and ${rule.consumption} > 0: ` +
      "1. the customer's price of the months before, else after; 2. median of the month among customers with the same " +
      `is_industrial and ${rule.consumption} > 0, after 1; 3. median of the month among all customers with ` +
      `${rule.consumption} > 0, after 2. Stays empty without that consumption, and where nothing can be imputed (D9).`,
    nullBudget: 1,
  };
}

function amount(name: string, description: string, formula: string): Column {
  return { name, type: "number", unit: "EUR", description, formula };
}

/** What a customer brought in and cost in a month. Missing prices and costs count as 0 here and only here (D9). */
const marginColumns: readonly Column[] = [
  amount(
    "elec_revenue_variable",
    "Revenue from electricity by the kWh.",
    "sum over the three periods of elec_kwh_<period> * variable_price_<period>_eur_kwh",
  ),
  amount("elec_revenue_fixed", "Fixed electricity fee.", "elec_fixed_fee_eur_month"),
  amount(
    "elec_cost_variable",
    "Cost of electricity by the kWh, grid toll included.",
    "monthly_elec_kwh * (elec_var_cost_eur_kwh + peaje_elec_eur_kwh)",
  ),
  amount("elec_cost_fixed", "Fixed cost of the electricity supply.", "elec_fixed_cost_eur_month"),
  amount(
    "elec_margin",
    "Margin on electricity.",
    "elec_revenue_variable + elec_revenue_fixed - elec_cost_variable - elec_cost_fixed",
  ),
  amount(
    "gas_revenue_variable",
    "Revenue from gas by the cubic metre.",
    "monthly_gas_m3 * gas_variable_price_eur_m3",
  ),
  amount("gas_revenue_fixed", "Fixed gas fee.", "gas_fixed_revenue_eur_year / 12"),
  amount("gas_cost_variable", "Cost of gas by the cubic metre.", "monthly_gas_m3 * gas_var_cost_eur_m3"),
  amount("gas_cost_fixed", "Fixed cost of the gas supply.", "gas_fixed_cost_eur_year / 12"),
  amount(
    "gas_margin",
    "Margin on gas.",
    "gas_revenue_variable + gas_revenue_fixed - gas_cost_variable - gas_cost_fixed",
  ),
  amount(
    "total_revenue",
    "Revenue from both fuels.",
    "elec_revenue_variable + elec_revenue_fixed + gas_revenue_variable + gas_revenue_fixed",
  ),
  amount(
    "total_cost",
    "Cost of both fuels.",
    "elec_cost_variable + elec_cost_fixed + gas_cost_variable + gas_cost_fixed",
  ),
  amount("total_margin", "Margin on both fuels.", "total_revenue - total_cost"),
];

/** Bronze months with imputed prices and margins. */
export const silverCustomerMonth: Contract = defineContract({
  name: "silver_customer_month",
  version: 1,
  layer: "silver",
  description:
    "Each customer's months with consumption, imputed prices, costs and margins. Prices are imputed from months up to " +
    "as_of, later ones included where no earlier one is known, and from all customers, held out or not.",
  grain: "one customer in one calendar month up to as_of",
  key: ["customer_id", "month"],
  columns: [
    ...bronzeCustomerMonth.columns.map(imputed),
    {
      name: "is_industrial",
      type: "flag",
      description:
        "1 for a business, 0 for a household: the kind of customer for the medians of imputed prices.",
      formula: "bronze_customer.is_industrial",
    },
    ...marginColumns,
  ],
});
