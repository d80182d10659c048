import type { JS } from "@duckdb/node-api";
import { z } from "zod";
import { directions } from "../../configs/explanations.ts";
import { actions } from "../../configs/risk.ts";
import type { Database } from "../lake/database.ts";
import type { OpenRun } from "../lake/open-run.ts";
import { customerRowSchema } from "./customers.ts";
import { remembered } from "./remembered.ts";

/** All that is known of one customer. */

/** A customer as it was scored. */
export const scoredSchema = customerRowSchema.extend({
  tier_action: z.enum(actions),
  tier_cost: z.number().nullable(),
  tier_impact: z.number().nullable(),
  churn_actual: z.number().nullable(),
  reason_codes: z.array(z.string()),
  place: z.number(),
});
/** A customer's score and recommendation, and its place among all by risk, from 1. */
export type ScoredCustomer = Readonly<z.infer<typeof scoredSchema>>;

/** A month of a customer. */
export const monthSchema = z.object({
  month: z.string(),
  elec_kwh: z.number().nullable(),
  gas_m3: z.number().nullable(),
  revenue_eur: z.number().nullable(),
  cost_eur: z.number().nullable(),
  margin_eur: z.number().nullable(),
});
export type CustomerMonth = Readonly<z.infer<typeof monthSchema>>;

/** What moves a customer's score, and how much. */
export const driverSchema = z.object({
  direction: z.enum(directions),
  rank: z.number(),
  feature: z.string(),
  /** Of a number or a flag. */
  value: z.number().nullable(),
  /** Of a category. */
  level: z.string().nullable(),
  /** In log-odds before calibration. */
  contribution: z.number(),
});
export type CustomerDriver = Readonly<z.infer<typeof driverSchema>>;

/** What a page shows of one customer. */
export interface Customer {
  readonly scored: ScoredCustomer;
  /** The strongest of each direction, in their order; undefined where the run lacks the table. */
  readonly drivers: readonly CustomerDriver[] | undefined;
  /** The customer's row of the gold master by column; undefined where the run lacks the table. */
  readonly profile: Readonly<Record<string, JS>> | undefined;
  /** In the order of the calendar; undefined where the run lacks the table. */
  readonly months: readonly CustomerMonth[] | undefined;
}

/** Longest id that is looked for. */
const LONGEST_ID = 64;

/**
 * A customer by id, whatever its case and the blanks around it.
 * @returns undefined when there is no such customer
 */
export async function customerOf(run: OpenRun, id: string): Promise<Customer | undefined> {
  const asked = id.trim();
  if (asked === "" || asked.length > LONGEST_ID) return undefined;
  const { database, files } = run;
  const found = await placeOf(database, asked);
  if (found === undefined) return undefined;
  const key = { id: found.customer_id };
  const [row, drivers, profiles, months] = await Promise.all([
    database.row(
      `SELECT ${Object.keys(scoredSchema.shape).join(", ")} FROM customers WHERE place = ${found.place}`,
    ),
    files.explanations === undefined
      ? undefined
      : database.rows(
          `SELECT ${Object.keys(driverSchema.shape).join(", ")} FROM explanations
           WHERE customer_id = $id ORDER BY direction, rank`,
          key,
        ),
    files.gold === undefined ? [] : database.rows("SELECT * FROM gold_master WHERE customer_id = $id", key),
    files.months === undefined
      ? undefined
      : database.rows(
          `SELECT ${Object.keys(monthSchema.shape)
            .map((name) => (name === "month" ? "month::VARCHAR AS month" : name))
            .join(", ")}
           FROM customer_months WHERE customer_id = $id ORDER BY month`,
          key,
        ),
  ]);
  return {
    scored: scoredSchema.parse(row),
    drivers: drivers === undefined ? undefined : z.array(driverSchema).parse(drivers),
    profile: profiles[0],
    months: months === undefined ? undefined : z.array(monthSchema).parse(months),
  };
}

const placeSchema = z.object({ customer_id: z.string(), place: z.int() });

/** A lookup asks for an id, and the page that it leads to asks again. */
const PLACES_KEPT = 500;

/** Where a customer stands: the one of exactly this id, or else one whose id differs in case alone. */
const placeOf = remembered(
  PLACES_KEPT,
  (asked: string) => asked,
  async (database, asked): Promise<z.infer<typeof placeSchema> | undefined> => {
    const rows = await database.rows(
      "SELECT customer_id, place FROM ids WHERE id = upper($asked) ORDER BY customer_id = $asked DESC LIMIT 1",
      { asked },
    );
    return z.array(placeSchema).parse(rows)[0];
  },
);

/** The id of a customer as tables write it, whatever its case and the blanks around it; undefined for nobody. */
export async function wholeId({ database }: OpenRun, id: string): Promise<string | undefined> {
  const asked = id.trim();
  if (asked === "" || asked.length > LONGEST_ID) return undefined;
  return (await placeOf(database, asked))?.customer_id;
}

/** A customer among the answers to a search. */
export const foundSchema = z.object({
  customer_id: z.string(),
  risk_tier: z.string(),
  segment: z.string(),
  churn_proba: z.number(),
});
export type Found = Readonly<z.infer<typeof foundSchema>>;

/**
 * Customers whose id holds the text, whatever its case: those that begin with it first, each kind by id. Most people
 * type beginnings, and those are found without reading all ids.
 */
export async function search({ database }: OpenRun, text: string, limit: number): Promise<readonly Found[]> {
  const asked = text.trim();
  if (asked === "" || asked.length > LONGEST_ID) return [];
  // Between the text and the text with the last of all characters behind it, to which sorted ids are cut at once.
  const begins = "id >= upper($asked) AND id < upper($asked) || chr(1114111)";
  const first = await found(database, begins, asked, limit);
  if (first.length === limit) return first;
  const rest = `contains(id, upper($asked)) AND NOT (${begins})`;
  return [...first, ...(await found(database, rest, asked, limit - first.length))];
}

async function found(
  database: Database,
  condition: string,
  asked: string,
  limit: number,
): Promise<readonly Found[]> {
  const rows = await database.rows(
    `WITH found AS (SELECT place, id FROM ids WHERE ${condition} ORDER BY id, customer_id LIMIT ${limit})
     SELECT ${Object.keys(foundSchema.shape).join(", ")} FROM customers JOIN found USING (place) ORDER BY id, customer_id`,
    { asked },
  );
  return z.array(foundSchema).parse(rows);
}
