import { defineContract } from "./contract.ts";
import {
  costColumns,
  costsByProvinceMonth,
  customerAttributes,
  customerContracts,
  priceColumns,
} from "./raw-contracts.ts";

/** What the bronze step writes: the raw files brought together, checked and not yet interpreted. */

const customerId = {
  name: "customer_id",
  type: "text",
  description: "Key of the customer.",
  personal: "identifier",
} as const;

const attributes = customerAttributes.columns.filter(({ name }) => name !== "customer_id");
/** A customer may lack a row in a file that is joined to the master: then its columns are empty. */
const contractDates = customerContracts.columns
  .filter(({ name }) => name !== "customer_id")
  .map(({ name, type, description }) => ({ name, type, description, nullBudget: 1 }));

function score<const Name extends string>(name: Name, tone: string) {
  return {
    name,
    type: "number",
    unit: "share",
    description: `How ${tone} the text of the interaction is; the three scores add up to 1.`,
    nullBudget: 1,
    min: 0,
    max: 1,
  } as const;
}

/** Value of text columns of customers without an interaction (D12). */
export const NO_INTERACTION = "no_interaction";

/** One row per customer of the master, with contract and newest interaction. */
export const bronzeCustomer = defineContract({
  name: "bronze_customer",
  version: 1,
  layer: "bronze",
  description: "The customer master with label, contract dates and newest interaction.",
  grain: "one customer of the master",
  key: ["customer_id"],
  columns: [
    customerId,
    {
      name: "churn",
      type: "flag",
      description: "1 when the customer left, 0 when not, empty when nobody knows yet.",
      nullBudget: 1,
    },
    ...attributes,
    ...contractDates,
    {
      name: "date",
      type: "date",
      description: "Day of the customer's newest interaction on or before the as-of date.",
      formula: "newest date on or before as_of; the first in the file among several of that day",
      nullBudget: 1,
    },
    { name: "channel", type: "text", description: "Channel of that interaction.", nullBudget: 1 },
    {
      name: "interaction_summary",
      type: "text",
      description: "Text of that interaction.",
      personal: "words",
      nullBudget: 1,
    },
    {
      name: "customer_intent",
      type: "text",
      description: `What the customer wanted, from the text; ${NO_INTERACTION} without an interaction.`,
      formula: "first class of the intent vocabulary that matches the text (D17)",
    },
    { name: "has_interaction", type: "flag", description: "1 when there is an interaction." },
    score("sentiment_neg", "negative"),
    score("sentiment_neu", "neutral"),
    score("sentiment_pos", "positive"),
    {
      name: "sentiment_label",
      type: "text",
      description: `The strongest of the three sentiments; ${NO_INTERACTION} where there is no text; empty for everybody where nobody has judged the tone (D18).`,
      nullBudget: 1,
      allowed: ["negative", "neutral", "positive", NO_INTERACTION],
    },
  ],
});

const periods = ["tier_1_peak", "tier_2_standard", "tier_3_offpeak"] as const;
const measures = [
  { name: "elec_kwh", unit: "kWh", what: "Electricity" },
  { name: "gas_m3", unit: "m3", what: "Gas" },
  { name: "gas_kwh", unit: "kWh", what: "Energy of the gas" },
] as const;

/** The columns of monthly consumption, as the scan of the hourly readings leaves them. */
const consumptionColumns = [
  ...measures.map(({ name, unit, what }) => ({
    name: `monthly_${name}`,
    type: "number" as const,
    unit,
    description: `${what} used in the month.`,
    formula: name === "gas_kwh" ? "monthly_gas_m3 x 11" : "sum of the hourly readings, negative ones as 0",
    min: 0,
  })),
  ...measures.flatMap(({ name, unit, what }) =>
    periods.map((period) => ({
      name: `${name}_${period}`,
      type: "number" as const,
      unit,
      description: `${what} used in the hours of tariff period ${period}.`,
      formula: "the monthly sum over the hours of the tariff period",
      min: 0,
    })),
  ),
  {
    name: "holiday_hours_in_month",
    type: "integer" as const,
    unit: "hours",
    description: "Readings on public holidays.",
    min: 0,
    max: 744,
  },
  {
    name: "hours",
    type: "integer" as const,
    unit: "hours",
    description: "Number of readings in the month.",
    min: 1,
    max: 745,
  },
];

/** One row per customer and month: consumption, prices and costs. */
export const bronzeCustomerMonth = defineContract({
  name: "bronze_customer_month",
  version: 1,
  layer: "bronze",
  description: "Monthly consumption by tariff period, with the month's prices and costs.",
  grain: "one customer in one calendar month with readings",
  key: ["customer_id", "month"],
  columns: [
    customerId,
    { name: "month", type: "month", description: "Calendar month, not after the as-of date." },
    ...consumptionColumns,
    ...priceColumns.map((column) => ({ ...column, nullBudget: 1 })),
    ...costColumns.map((column) => ({ ...column, nullBudget: 0.01 })),
  ],
});

/** The checked costs by province and month. */
export const bronzeProvinceMonth = defineContract({
  name: "bronze_province_month",
  version: 1,
  layer: "bronze",
  description: "The checked cost file, up to the as-of date.",
  grain: "one province in one month",
  key: ["province", "month"],
  columns: costsByProvinceMonth.columns,
});
