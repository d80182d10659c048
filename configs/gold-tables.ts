import { type Column, type Contract, defineContract } from "./contract.ts";
import { columnTypeOf, type Tier, type TierId, tiers } from "./features.ts";
import { budget, type ColumnNotes } from "./gold/notes.ts";
import { lifecycleNotes } from "./gold/tier-1a-lifecycle.ts";
import { stringNotes } from "./gold/tier-1b-strings.ts";
import { behaviourNotes } from "./gold/tier-2a-behaviour.ts";
import { sentimentNotes } from "./gold/tier-2b-sentiment.ts";
import { compoundNotes } from "./gold/tier-3-compound.ts";
import { marketCoreNotes } from "./gold/tier-mp-core.ts";
import { marketRiskNotes } from "./gold/tier-mp-risk.ts";

/**
 * The gold tables: one per feature tier, and the master that joins them.
 * Nulls stay null in gold, for the model's transform to deal with, but where a formula says otherwise.
 */

const customerId: Column = {
  name: "customer_id",
  type: "text",
  description: "Key of the customer.",
  personal: "identifier",
};

function tableOf(tier: Tier, notes: Readonly<Record<string, ColumnNotes>>): Contract {
  const columns = tier.features.map(({ name, kind }): Column => {
    const note = notes[name];
    if (note === undefined) throw new Error(`Feature ${name} has no notes.`);
    return { name, type: columnTypeOf[kind], ...note };
  });
  return defineContract({
    name: tier.table,
    version: 1,
    layer: "gold",
    description: `Features of tier ${tier.id}: ${tier.title.toLowerCase()}.`,
    grain: "one customer",
    key: ["customer_id"],
    columns: [customerId, ...columns],
  });
}

const [lifecycle, marketCore, marketRisk, behaviour, sentiment, compound, strings] = tiers;

/** The contract of each tier's table. */
export const tierTable: Readonly<Record<TierId, Contract>> = {
  "1A": tableOf(lifecycle, lifecycleNotes),
  MP_core: tableOf(marketCore, marketCoreNotes),
  MP_risk: tableOf(marketRisk, marketRiskNotes),
  "2A": tableOf(behaviour, behaviourNotes),
  "2B": tableOf(sentiment, sentimentNotes),
  "3": tableOf(compound, compoundNotes),
  "1B": tableOf(strings, stringNotes),
};

/** The contracts of the seven tier tables, in the order of the gold master. */
export const tierTables: readonly Contract[] = tiers.map(({ id }) => tierTable[id]);

/** Columns of the gold master that no model is ever trained on. */
const carriedColumns: readonly Column[] = [
  {
    name: "contracted_power_kw",
    type: "number",
    unit: "kW",
    description: "Power that the customer has contracted.",
    formula: "silver_customer.contracted_power_kw",
  },
  {
    name: "is_urban",
    type: "flag",
    description: "1 in towns and cities.",
    formula: "silver_customer.is_urban",
  },
  {
    name: "region",
    type: "text",
    description: "Name of the region: a model is also judged region by region.",
    formula: "silver_customer.region",
    nullBudget: budget.any,
  },
  {
    name: "avg_monthly_margin",
    type: "number",
    unit: "EUR",
    description: "Mean monthly margin: what a customer is worth.",
    formula: "mean of silver_customer_month.total_margin. No months: empty.",
    nullBudget: budget.months,
  },
  {
    name: "total_margin_2024",
    type: "number",
    unit: "EUR",
    description: "Margin of all months delivered; named after the year of the first data set.",
    formula: "sum of silver_customer_month.total_margin. No months: empty.",
    nullBudget: budget.months,
  },
  ...(["neg", "neu", "pos"] as const).map(
    (tone): Column => ({
      name: `sentiment_${tone}`,
      type: "number",
      unit: "share",
      description: `Probability that the conversation's tone is ${{ neg: "negative", neu: "neutral", pos: "positive" }[tone]}.`,
      formula: `silver_customer.sentiment_${tone}; empty without a conversation (D12)`,
      nullBudget: budget.any,
      min: 0,
      max: 1,
    }),
  ),
];

/** One row per customer: label, all features, and what scores and offers need beside them. */
export const goldMaster: Contract = defineContract({
  name: "gold_master",
  version: 1,
  layer: "gold",
  description:
    "Everything that the model may see about a customer, and what scores and offers need beside it.",
  grain: "one customer",
  key: ["customer_id"],
  columns: [
    customerId,
    {
      name: "churn",
      type: "flag",
      description: "1 when the customer left, 0 when the customer stayed; empty when nobody knows yet (D4).",
      formula: "silver_customer.churn",
      nullBudget: budget.any,
    },
    ...tierTables.flatMap(({ columns }) => columns.filter(({ name }) => name !== "customer_id")),
    ...carriedColumns,
  ],
});
