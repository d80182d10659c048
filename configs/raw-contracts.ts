import { defineContract } from "./contract.ts";

/**
 * One contract per raw file of a delivery.
 * Ranges and null budgets are the real files' figures with headroom: they catch nonsense, not unusual customers.
 */

/** Customers' keys look like `C00001`; any text without blanks at its ends is accepted. */
const customerId = {
  name: "customer_id",
  type: "text",
  description: "Key of the customer.",
  personal: "identifier",
  pattern: "\\S(.{0,62}\\S)?",
  patternInWords: "1 to 64 characters without blanks at the ends",
} as const;

const FIRST_DAY = "1980-01-01";
const LAST_DAY = "2099-12-31";
/** Spanish provinces by their INE code. */
const province = { min: 1, max: 52 } as const;

export const churnLabel = defineContract({
  name: "churn_label",
  version: 1,
  layer: "raw",
  description: "Who left. Customers without a row are scored but not trained on.",
  grain: "one labelled customer",
  key: ["customer_id"],
  columns: [
    customerId,
    { name: "churn", type: "flag", description: "1 when the customer left, 0 when the customer stayed." },
  ],
});

export const customerAttributes = defineContract({
  name: "customer_attributes",
  version: 1,
  layer: "raw",
  description: "The customer master: every customer who is to be scored.",
  grain: "one customer",
  key: ["customer_id"],
  columns: [
    customerId,
    {
      name: "contracted_power_kw",
      type: "number",
      unit: "kW",
      description: "Power that the customer has contracted.",
      min: 0.1,
      max: 10_000,
    },
    { name: "is_industrial", type: "flag", description: "1 for a business, 0 for a household." },
    { name: "is_second_residence", type: "flag", description: "1 for a second home." },
    {
      name: "province_code",
      type: "integer",
      description: "INE code of the province; joins the cost file's `province`.",
      ...province,
    },
    { name: "region", type: "text", description: "Name of the region.", nullBudget: 0.5, maxLength: 100 },
    {
      name: "is_high_competition_province",
      type: "flag",
      description: "1 where many retailers compete for customers.",
    },
    { name: "is_urban", type: "flag", description: "1 in towns and cities." },
    {
      name: "sales_channel",
      type: "text",
      description: "How the customer was won, in Spanish: presencial_comercial, comparador, oficina ...",
      nullBudget: 0.1,
      maxLength: 100,
    },
  ],
});

export const customerContracts = defineContract({
  name: "customer_contracts",
  version: 1,
  layer: "raw",
  description: "The dates of each customer's contract.",
  grain: "one customer",
  key: ["customer_id"],
  columns: [
    customerId,
    {
      name: "customer_first_activation_date",
      type: "date",
      description: "Day on which the supply was first activated.",
      nullBudget: 0.02,
      min: FIRST_DAY,
      notInFuture: true,
    },
    {
      name: "contract_start_date",
      type: "date",
      description: "Day on which the present contract began.",
      nullBudget: 0.1,
      min: FIRST_DAY,
      max: LAST_DAY,
    },
    {
      name: "last_product_change_date",
      type: "date",
      description: "Day of the last change of product; empty when there was none.",
      nullBudget: 0.6,
      min: FIRST_DAY,
      notInFuture: true,
    },
    {
      name: "next_renewal_date",
      type: "date",
      description: "Day on which the contract next renews.",
      nullBudget: 0.02,
      min: FIRST_DAY,
      max: LAST_DAY,
    },
  ],
});

export const customerInteractions = defineContract({
  name: "customer_interactions",
  version: 1,
  layer: "raw",
  description: "Conversations with customers, as the agents noted them.",
  grain: "one conversation",
  key: [],
  columns: [
    customerId,
    {
      name: "date",
      type: "date",
      description: "Day of the conversation.",
      min: FIRST_DAY,
      notInFuture: true,
    },
    {
      name: "channel",
      type: "text",
      description: "How the customer got in touch: phone, office, email, web_chat ...",
      nullBudget: 0.2,
      maxLength: 100,
    },
    {
      name: "interaction_summary",
      type: "text",
      description: "What the agent wrote down, in English or Spanish.",
      personal: "words",
      nullBudget: 0.2,
      maxLength: 20_000,
    },
  ],
});

/** A price per kWh. Zero stands for "missing" in the files and is imputed later. */
function tierPrice<const Name extends string>(name: Name, period: string) {
  return {
    name,
    type: "number",
    unit: "EUR/kWh",
    description: `Electricity price of the ${period} period; 0 means missing.`,
    nullBudget: 0.05,
    min: 0,
    max: 10,
  } as const;
}

function fixedAmount<const Name extends string>(name: Name, unit: string, description: string) {
  return { name, type: "number", unit, description, nullBudget: 0.05, min: 0, max: 100_000 } as const;
}

/** The eight prices of the price file, in its order. */
export const priceColumns = [
  tierPrice("variable_price_tier1_eur_kwh", "peak"),
  tierPrice("variable_price_tier2_eur_kwh", "standard"),
  tierPrice("variable_price_tier3_eur_kwh", "off-peak"),
  fixedAmount("elec_fixed_fee_eur_month", "EUR/month", "Fixed electricity fee that the customer pays."),
  fixedAmount("elec_fixed_cost_eur_month", "EUR/month", "Fixed cost of the customer's electricity supply."),
  {
    name: "gas_variable_price_eur_m3",
    type: "number",
    unit: "EUR/m3",
    description: "Gas price; empty or 0 for customers without gas.",
    nullBudget: 0.98,
    min: 0,
    max: 10,
  },
  fixedAmount("gas_fixed_revenue_eur_year", "EUR/year", "Fixed gas fee that the customer pays."),
  fixedAmount("gas_fixed_cost_eur_year", "EUR/year", "Fixed cost of the customer's gas supply."),
] as const;

export const priceHistory = defineContract({
  name: "price_history",
  version: 1,
  layer: "raw",
  description: "What each customer paid in each month.",
  grain: "one customer in one month",
  key: ["customer_id", "pricing_date"],
  columns: [
    customerId,
    {
      name: "pricing_date",
      type: "date",
      description: "A day of the month for which the prices hold.",
      min: "2000-01-01",
      max: LAST_DAY,
    },
    ...priceColumns,
  ],
});

function cost<const Name extends string>(name: Name, unit: string, description: string) {
  return { name, type: "number", unit, description, min: 0, max: 10 } as const;
}

/** The three costs of the cost file, in its order. */
export const costColumns = [
  cost("elec_var_cost_eur_kwh", "EUR/kWh", "What a kWh of electricity costs the company."),
  cost("gas_var_cost_eur_m3", "EUR/m3", "What a cubic metre of gas costs the company."),
  cost("peaje_elec_eur_kwh", "EUR/kWh", "Grid toll on electricity."),
] as const;

export const costsByProvinceMonth = defineContract({
  name: "costs_by_province_month",
  version: 1,
  layer: "raw",
  description: "What energy costs the company, by province and month.",
  grain: "one province in one month",
  key: ["month", "province"],
  columns: [
    { name: "month", type: "month", description: "Calendar month.", min: "2000-01", max: "2099-12" },
    { name: "province", type: "integer", description: "INE code of the province.", ...province },
    ...costColumns,
  ],
});

export const consumptionHourly = defineContract({
  name: "consumption_hourly_2024",
  version: 1,
  layer: "raw",
  description: "The smart meters' hourly readings.",
  grain: "one customer in one hour",
  key: ["customer_id", "timestamp"],
  columns: [
    customerId,
    {
      name: "timestamp",
      type: "timestamp",
      description: "Start of the hour; the data set's time zone says which clock.",
      min: "2000-01-01 00:00:00",
      notInFuture: true,
    },
    {
      name: "consumption_elec_kwh",
      type: "number",
      unit: "kWh",
      description: "Electricity used in the hour. Meters report small negative values, which count as 0.",
      nullBudget: 0.05,
      min: -100_000,
      max: 100_000,
    },
    {
      name: "consumption_gas_m3",
      type: "number",
      unit: "m3",
      description: "Gas used in the hour. Small negative values count as 0; empty without gas.",
      nullBudget: 1,
      min: -100_000,
      max: 100_000,
    },
  ],
});
