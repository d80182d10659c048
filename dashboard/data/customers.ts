import { z } from "zod";
import { actions, riskTiers, timingWindows } from "../../configs/risk.ts";
import { modelParts, predictionSets } from "../../configs/scored-tables.ts";
import { segments } from "../../configs/segments.ts";
import type { Parameters } from "../../runtime/table/engine.ts";
import type { Database } from "../lake/database.ts";
import { pageSchema } from "./list-page.ts";
import { remembered } from "./remembered.ts";

/** Which customers are asked for, in which order, and the answers. */

const tierIds = riskTiers.map(({ id }) => id);

/** Columns that a list can be sorted by, by their names in an address. */
export const sortColumns = {
  probability: "churn_proba",
  loss: "expected_monthly_loss",
  margin: "avg_monthly_margin",
  customer: "customer_id",
  segment: "segment",
  channel: "sales_channel",
} as const;
export type SortName = keyof typeof sortColumns;

const percentage = z.coerce.number().min(0).max(100);

/** Sales channels that one filter may name: several times as many as there are. */
const MOST_CHANNELS = 50;

/** What narrows the customers down. Lists mean "one of these"; what is left out narrows nothing. */
export const filterSchema = z.object({
  tier: z.array(z.enum(tierIds)).default([]).describe("Risk tiers"),
  segment: z.array(z.enum(segments)).default([]).describe("Segments"),
  channel: z.array(z.string().max(100)).max(MOST_CHANNELS).default([]).describe("Sales channels"),
  action: z.array(z.enum(actions)).default([]).describe("Recommended actions"),
  part: z.array(z.enum(modelParts)).default([]).describe("Parts of the customers in the model's making"),
  min: percentage.optional().describe("Smallest probability of churn, in percent"),
  max: percentage.optional().describe("Largest probability of churn, in percent"),
  q: z.string().max(64).optional().describe("Part of a customer's id"),
});
export type Filter = Readonly<z.infer<typeof filterSchema>>;

/** A list: the filter, its order and the page of it. */
export const listSchema = filterSchema.extend({
  sort: z.enum(["probability", "loss", "margin", "customer", "segment", "channel"]).default("probability"),
  order: z.enum(["asc", "desc"]).default("desc"),
  ...pageSchema.shape,
});
export type ListQuery = Readonly<z.infer<typeof listSchema>>;

/** One customer in a list. */
export const customerRowSchema = z.object({
  customer_id: z.string(),
  churn_proba: z.number(),
  churn_pred: z.number(),
  risk_tier: z.string(),
  segment: z.string(),
  sales_channel: z.string(),
  avg_monthly_margin: z.number().nullable(),
  expected_monthly_loss: z.number().nullable(),
  model_part: z.enum(modelParts),
  prediction_set: z.enum(predictionSets).nullable(),
  action: z.enum(actions),
  timing_window: z.enum(timingWindows),
  offer_cost: z.number(),
  expected_margin_impact: z.number(),
  control_group: z.number(),
});
export type CustomerRow = Readonly<z.infer<typeof customerRowSchema>>;
const ROW_COLUMNS = Object.keys(customerRowSchema.shape).join(", ");

/** A condition of a question, and the values of its parameters. */
export interface Where {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** The filter as a condition over `customers`; no value is ever written into the question itself. */
export function whereOf(filter: Filter): Where {
  const parameters: Parameters = {};
  const conditions: string[] = [];
  const oneOf = (column: string, values: readonly string[]) => {
    if (values.length === 0) return;
    const names = values.map((value, index) => {
      const name = `${column}${index}`;
      parameters[name] = value;
      return `$${name}`;
    });
    conditions.push(`${column} IN (${names.join(", ")})`);
  };
  oneOf(
    "risk_tier",
    riskTiers.filter(({ id }) => filter.tier.includes(id)).map(({ label }) => label),
  );
  oneOf("segment", filter.segment);
  oneOf("sales_channel", filter.channel);
  oneOf("action", filter.action);
  oneOf("model_part", filter.part);
  if (filter.min !== undefined) {
    conditions.push("churn_proba >= $min");
    parameters["min"] = filter.min / 100;
  }
  if (filter.max !== undefined) {
    conditions.push("churn_proba <= $max");
    parameters["max"] = filter.max / 100;
  }
  if (filter.q !== undefined) {
    conditions.push("contains(upper(customer_id), upper($q))");
    parameters["q"] = filter.q;
  }
  return { sql: conditions.length === 0 ? "TRUE" : conditions.join(" AND "), parameters };
}

/**
 * The order of a list as SQL: empty values last, ties by risk and so by place, so that pages neither repeat nor lose
 * anybody.
 */
export function orderOf({ sort, order }: Pick<ListQuery, "sort" | "order">): string {
  const direction = order === "asc" ? "ASC" : "DESC";
  // Kept in this order already.
  if (sort === "probability") return order === "desc" ? "place" : "churn_proba, place";
  return `${sortColumns[sort]} ${direction} NULLS LAST, place`;
}

/** Pages that are kept: most people look at the same first ones. */
const MOST_KEPT = 200;

/** The page of a list. */
export const customersOn = remembered(
  MOST_KEPT,
  (query: ListQuery) => [whereOf(query), orderOf(query), query.page, query.size],
  async (database, query): Promise<readonly CustomerRow[]> => {
    const { sql, parameters } = whereOf(query);
    // First which ones, then all about them: a page deep in a long list would else sort everything about everybody.
    const rows = await database.rows(
      `WITH page AS (
         SELECT place FROM customers WHERE ${sql} ORDER BY ${orderOf(query)}
         LIMIT ${query.size} OFFSET ${(query.page - 1) * query.size})
       SELECT ${ROW_COLUMNS} FROM customers WHERE place IN (FROM page) ORDER BY ${orderOf(query)}`,
      parameters,
    );
    return z.array(customerRowSchema).parse(rows);
  },
);

const channelSchema = z.array(z.object({ channel: z.string() }));

/** The sales channels that there are, in the order of their names. */
export async function channelsOf(database: Database): Promise<readonly string[]> {
  const rows = await database.rows(
    "SELECT DISTINCT sales_channel AS channel FROM customers ORDER BY channel",
  );
  return channelSchema.parse(rows).map(({ channel }) => channel);
}
