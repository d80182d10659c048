import { z } from "zod";
import { actions, riskTierLabels, riskTiers, type TierId, timingWindows } from "../../configs/risk.ts";
import { modelParts } from "../../configs/scored-tables.ts";
import { segments } from "../../configs/segments.ts";
import type { Parameters } from "../../runtime/table/engine.ts";
import type { Database } from "../lake/database.ts";

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

/** What narrows the customers down. Lists mean "one of these"; what is left out narrows nothing. */
export const filterSchema = z.object({
  tier: z.array(z.enum(tierIds)).default([]).describe("Risk tiers"),
  segment: z.array(z.enum(segments)).default([]).describe("Segments"),
  channel: z.array(z.string().max(100)).default([]).describe("Sales channels"),
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
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  size: z.coerce.number().int().min(10).max(500).default(50),
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

/** The order of a list as SQL: empty values last, ties by the customer, so that pages neither repeat nor lose any. */
export function orderOf({ sort, order }: Pick<ListQuery, "sort" | "order">): string {
  const direction = order === "asc" ? "ASC" : "DESC";
  return sort === "customer"
    ? `customer_id ${direction}`
    : `${sortColumns[sort]} ${direction} NULLS LAST, customer_id`;
}

/** The page of a list. */
export async function customersOn(database: Database, query: ListQuery): Promise<readonly CustomerRow[]> {
  const { sql, parameters } = whereOf(query);
  const rows = await database.rows(
    `SELECT ${ROW_COLUMNS} FROM customers WHERE ${sql} ORDER BY ${orderOf(query)}
     LIMIT ${query.size} OFFSET ${(query.page - 1) * query.size}`,
    parameters,
  );
  return z.array(customerRowSchema).parse(rows);
}

/** Sums over customers, in customers and EUR a month. */
export const totalsSchema = z.object({
  customers: z.number(),
  loss: z.number(),
  unknown: z.number(),
  predicted: z.number(),
  at_risk: z.number(),
});
/** Sums over the customers of a filter. */
export type Totals = Readonly<z.infer<typeof totalsSchema>>;

/** Sums over the customers of a filter. At risk: the two highest tiers, as the first dashboard counted them. */
export async function totalsOf(database: Database, filter: Filter): Promise<Totals> {
  const { sql, parameters } = whereOf(filter);
  const [high, critical] = [riskTiers[2].label, riskTiers[3].label];
  return totalsSchema.parse(
    await database.row(
      `SELECT count(*)::DOUBLE AS customers, coalesce(sum(expected_monthly_loss), 0)::DOUBLE AS loss,
         count(*) FILTER (expected_monthly_loss IS NULL)::DOUBLE AS unknown,
         count(*) FILTER (churn_pred = 1)::DOUBLE AS predicted,
         count(*) FILTER (risk_tier IN ($high, $critical))::DOUBLE AS at_risk
       FROM customers WHERE ${sql}`,
      { ...parameters, high, critical },
    ),
  );
}

const tierCountSchema = z.array(z.object({ label: z.string(), customers: z.number() }));

/** How many customers of a filter are in each tier, by the tiers' ids. */
export async function tierCountsOf(
  database: Database,
  filter: Filter,
): Promise<Readonly<Record<TierId, number>>> {
  const { sql, parameters } = whereOf(filter);
  const rows = tierCountSchema.parse(
    await database.rows(
      `SELECT risk_tier AS label, count(*)::DOUBLE AS customers FROM customers WHERE ${sql} GROUP BY ALL`,
      parameters,
    ),
  );
  const [low, medium, high, critical] = riskTierLabels.map(
    (label) => rows.find((row) => row.label === label)?.customers ?? 0,
  );
  return { low: low ?? 0, medium: medium ?? 0, high: high ?? 0, critical: critical ?? 0 };
}

const histogramSchema = z.array(z.object({ bin: z.number(), customers: z.number() }));

/** Bins of the histogram of probabilities: each is a twentieth wide, so that the tiers' cuts lie between bins. */
export const HISTOGRAM_BINS = 20;

/** How many customers of a filter lie in each bin of probability, from 0 to 1; a bin's lower end belongs to it. */
export async function histogramOf(database: Database, filter: Filter): Promise<readonly number[]> {
  const { sql, parameters } = whereOf(filter);
  const rows = histogramSchema.parse(
    await database.rows(
      `SELECT least(floor(churn_proba * ${HISTOGRAM_BINS}), ${HISTOGRAM_BINS - 1})::DOUBLE AS bin,
         count(*)::DOUBLE AS customers
       FROM customers WHERE ${sql} GROUP BY ALL`,
      parameters,
    ),
  );
  const counts = new Map(rows.map(({ bin, customers }) => [bin, customers]));
  return Array.from({ length: HISTOGRAM_BINS }, (_, bin) => counts.get(bin) ?? 0);
}

const channelSchema = z.array(z.object({ channel: z.string() }));

/** The sales channels that there are, in the order of their names. */
export async function channelsOf(database: Database): Promise<readonly string[]> {
  const rows = await database.rows(
    "SELECT DISTINCT sales_channel AS channel FROM customers ORDER BY channel",
  );
  return channelSchema.parse(rows).map(({ channel }) => channel);
}
