import type { JS } from "@duckdb/node-api";
import { z } from "zod";
import { actions } from "../../configs/risk.ts";
import type { OpenRun } from "../lake/open-run.ts";
import { customerRowSchema } from "./customers.ts";

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

/** What a page shows of one customer. */
export interface Customer {
  readonly scored: ScoredCustomer;
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
  const [row] = await database.rows(
    `SELECT ${Object.keys(scoredSchema.shape).join(", ")} FROM customers
     WHERE place = (SELECT place FROM ids WHERE id = upper($asked) ORDER BY customer_id = $asked DESC LIMIT 1)`,
    { asked },
  );
  if (row === undefined) return undefined;
  const scored = scoredSchema.parse(row);
  const key = { id: scored.customer_id };
  const [profiles, months] = await Promise.all([
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
    scored,
    profile: profiles[0],
    months: months === undefined ? undefined : z.array(monthSchema).parse(months),
  };
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
 * Customers whose id holds the text, whatever its case: those that begin with it first, each kind by id. Ids are kept
 * sorted, so that the beginnings, which most people type, are found without reading the rest.
 */
export async function search({ database }: OpenRun, text: string, limit: number): Promise<readonly Found[]> {
  const asked = text.trim();
  if (asked === "" || asked.length > LONGEST_ID) return [];
  // Between the text and the text with the last of all characters behind it, which a sorted column is cut to at once.
  const begins = "id >= upper($asked) AND id < upper($asked) || chr(1114111)";
  const placesOf = async (where: string, most: number) =>
    z
      .array(z.object({ place: z.number() }))
      .parse(
        most <= 0
          ? []
          : await database.rows(
              `SELECT place FROM ids WHERE ${where} ORDER BY id, customer_id LIMIT ${most}`,
              { asked },
            ),
      )
      .map(({ place }) => place);
  const first = await placesOf(begins, limit);
  const rest = await placesOf(`contains(id, upper($asked)) AND NOT (${begins})`, limit - first.length);
  const places = [...first, ...rest];
  if (places.length === 0) return [];
  const rows = await database.rows(
    `SELECT place, ${Object.keys(foundSchema.shape).join(", ")} FROM customers WHERE place IN (${places.join(", ")})`,
  );
  const byPlace = new Map(
    z
      .array(foundSchema.extend({ place: z.number() }))
      .parse(rows)
      .map(({ place, ...found }) => [place, found]),
  );
  return places.flatMap((place) => byPlace.get(place) ?? []);
}
