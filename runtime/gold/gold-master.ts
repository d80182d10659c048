import { tiers } from "../../configs/features.ts";
import { goldMaster } from "../../configs/gold-tables.ts";
import { identifier } from "../table/engine.ts";

/** Columns that the tiers do not hold, by the relation that they come from. */
const sources: Readonly<Record<string, string>> = {
  customer_id: "silver_customer.customer_id",
  churn: "silver_customer.churn",
  contracted_power_kw: "silver_customer.contracted_power_kw",
  is_urban: "silver_customer.is_urban",
  region: "silver_customer.region",
  avg_monthly_margin: "list_avg(customer_series.margin)",
  total_margin_2024: "list_sum(customer_series.margin)",
  sentiment_neg: "silver_customer.sentiment_neg",
  sentiment_neu: "silver_customer.sentiment_neu",
  sentiment_pos: "silver_customer.sentiment_pos",
};

function sourceOf(column: string): string {
  const tier = tiers.find(({ features }) => features.some(({ name }) => name === column));
  const source = tier === undefined ? sources[column] : `${identifier(tier.table)}.${identifier(column)}`;
  if (source === undefined) throw new Error(`Column ${column} of gold_master has no source.`);
  return source;
}

/** Query for the gold master: every customer of the master, the tiers' features, and what is carried along. */
export const goldMasterQuery = `
  SELECT ${goldMaster.columns.map(({ name }) => `${sourceOf(name)} AS ${identifier(name)}`).join(",\n")}
  FROM silver_customer
  ${tiers.map(({ table }) => `JOIN ${identifier(table)} USING (customer_id)`).join("\n")}
  LEFT JOIN customer_series USING (customer_id)`;

/**
 * Rows of a row group. A reader of one customer decodes these, of all columns, and skips all other groups; with many
 * columns skipping costs time, too, so that smaller groups are slower again where there are a million customers.
 */
export const GOLD_MASTER_ROW_GROUP = 8_192;
