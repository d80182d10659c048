import { z } from "zod";
import { offerPolicy, withheldReasons } from "../../configs/offers.ts";
import { actions, riskTiers, timingWindows } from "../../configs/risk.ts";
import { segments } from "../../configs/segments.ts";
import { literal, type Parameters } from "../../runtime/table/engine.ts";
import type { Database } from "../lake/database.ts";

/**
 * A campaign: to whom offers go under a save rate and a budget that the reader chooses (D27). The offers are those of
 * the tiers; only their worth is computed anew:
 *
 *     impact = probability x save rate x monthly margin x horizon months - cost
 *
 * Nobody in the control group gets one, and none that is not expected to pay. They are ranked by impact per euro, and a
 * budget is spent from the top until the next offer no longer fits.
 */

const { saveRate, horizonMonths } = offerPolicy;

const offers = actions.filter((action) => action !== "no_offer");

/** What is chosen about a campaign. */
export const campaignSchema = z.object({
  budget: z.coerce
    .number()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .describe("Budget in EUR; left out: no limit"),
  save_rate: z.coerce
    .number()
    .min(0)
    .max(100)
    .default(saveRate * 100)
    .describe("Share of the customers about to leave whom an offer keeps, in percent"),
  segment: z.array(z.enum(segments)).default([]).describe("Segments"),
  tier: z
    .array(z.enum(riskTiers.map(({ id }) => id)))
    .default([])
    .describe("Risk tiers"),
  action: z.array(z.enum(offers)).default([]).describe("Offers"),
});
export type Campaign = Readonly<z.infer<typeof campaignSchema>>;

/** The campaign and the page of its list. */
export const campaignListSchema = campaignSchema.extend({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  size: z.coerce.number().int().min(10).max(500).default(50),
});
export type CampaignList = Readonly<z.infer<typeof campaignListSchema>>;

/** A question over the campaign: `WITH` parts that define `ranked` and `chosen`, and their parameters. */
export interface CampaignSql {
  readonly tables: string;
  readonly parameters: Parameters;
}

/** The tables of a campaign: `eligible` before the control group is left out, `ranked`, and `chosen` by the budget. */
export function campaignSql({ budget, save_rate, segment, tier, action }: Campaign): CampaignSql {
  const parameters: Parameters = { save_rate: save_rate / 100 };
  const oneOf = (column: string, values: readonly string[]) => {
    const names = values.map((value, index) => {
      parameters[`${column}${index}`] = value;
      return `$${column}${index}`;
    });
    return names.length === 0 ? "TRUE" : `${column} IN (${names.join(", ")})`;
  };
  const labels = riskTiers.filter(({ id }) => tier.includes(id)).map(({ label }) => label);
  const conditions = [
    oneOf("segment", segment),
    oneOf("risk_tier", labels),
    oneOf("tier_action", action),
  ].join(" AND ");
  if (budget !== undefined) parameters["budget"] = budget;
  return {
    parameters,
    tables: `WITH eligible AS (
        SELECT *, churn_proba * $save_rate * avg_monthly_margin * ${horizonMonths} - tier_cost AS impact
        FROM customers
        WHERE tier_action <> 'no_offer' AND avg_monthly_margin >= 0 AND tier_cost > 0 AND ${conditions}
      ), ranked AS (
        SELECT *, impact / tier_cost AS impact_per_euro,
          sum(tier_cost) OVER (ORDER BY impact / tier_cost DESC, customer_id ROWS UNBOUNDED PRECEDING) AS spent,
          row_number() OVER (ORDER BY impact / tier_cost DESC, customer_id) AS rank
        FROM eligible WHERE control_group = 0 AND impact > 0
      ), chosen AS (SELECT * FROM ranked${budget === undefined ? "" : " WHERE spent <= $budget"})`,
  };
}

/** Sums over a campaign, in customers and EUR. */
export const campaignTotalsSchema = z.object({
  offers: z.number(),
  cost: z.number(),
  impact: z.number(),
  saved: z.number(),
  margin: z.number(),
  payable: z.number(),
  payable_cost: z.number(),
  not_worth_it: z.number(),
  control: z.number(),
});
/** Sums over a campaign. */
export type CampaignTotals = Readonly<z.infer<typeof campaignTotalsSchema>>;

/** Sums over a campaign: what it costs, what it is expected to earn, and who is left out. */
export async function campaignTotals(database: Database, campaign: Campaign): Promise<CampaignTotals> {
  const { tables, parameters } = campaignSql(campaign);
  return campaignTotalsSchema.parse(
    await database.row(
      `${tables}
       SELECT
         (SELECT count(*) FROM chosen)::DOUBLE AS offers,
         (SELECT coalesce(sum(tier_cost), 0) FROM chosen)::DOUBLE AS cost,
         (SELECT coalesce(sum(impact), 0) FROM chosen)::DOUBLE AS impact,
         (SELECT coalesce(sum(churn_proba * $save_rate), 0) FROM chosen)::DOUBLE AS saved,
         (SELECT coalesce(sum(churn_proba * $save_rate * avg_monthly_margin * ${horizonMonths}), 0) FROM chosen)::DOUBLE AS margin,
         (SELECT count(*) FROM ranked)::DOUBLE AS payable,
         (SELECT coalesce(sum(tier_cost), 0) FROM ranked)::DOUBLE AS payable_cost,
         (SELECT count(*) FROM eligible WHERE control_group = 0 AND impact <= 0)::DOUBLE AS not_worth_it,
         (SELECT count(*) FROM eligible WHERE control_group = 1 AND impact > 0)::DOUBLE AS control`,
      parameters,
    ),
  );
}

const actionSchema = z.array(
  z.object({ action: z.enum(actions), customers: z.number(), cost: z.number(), impact: z.number() }),
);
/** Offers of a campaign of one kind. */
export type CampaignAction = Readonly<z.infer<typeof actionSchema>[number]>;

/** The offers of a campaign by their kind, the largest offer first. */
export async function campaignActions(
  database: Database,
  campaign: Campaign,
): Promise<readonly CampaignAction[]> {
  const { tables, parameters } = campaignSql(campaign);
  const rows = await database.rows(
    `${tables} SELECT tier_action AS action, count(*)::DOUBLE AS customers, sum(tier_cost)::DOUBLE AS cost,
       sum(impact)::DOUBLE AS impact FROM chosen GROUP BY tier_action`,
    parameters,
  );
  const order = actions.toReversed();
  return actionSchema.parse(rows).sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action));
}

/** One offer of a campaign. */
export const campaignRowSchema = z.object({
  rank: z.number(),
  customer_id: z.string(),
  risk_tier: z.string(),
  churn_proba: z.number(),
  segment: z.string(),
  action: z.enum(actions),
  timing_window: z.enum(timingWindows),
  avg_monthly_margin: z.number(),
  offer_cost: z.number(),
  impact: z.number(),
  impact_per_euro: z.number(),
  reason_codes: z.array(z.string()),
});
export type CampaignRow = Readonly<z.infer<typeof campaignRowSchema>>;

/** When the tier's offer is due, also where the policy in force makes none. */
const TIMING = `CASE risk_tier ${riskTiers.map(({ label, timing }) => `WHEN ${literal(label)} THEN ${literal(timing)}`).join(" ")} END`;
/** Why the policy in force makes no offer says nothing about a campaign under other terms. */
const REASONS = `list_filter(reason_codes, lambda code: code NOT IN (${withheldReasons.map(literal).join(", ")}))`;

/** The offers of a campaign, the best first, as rows with the columns of `campaignRowSchema`. */
export function campaignRows(campaign: Campaign): CampaignSql {
  const { tables, parameters } = campaignSql(campaign);
  return {
    tables: `${tables} SELECT rank::INTEGER AS rank, customer_id, risk_tier, churn_proba, segment, tier_action AS action,
      ${TIMING} AS timing_window, avg_monthly_margin, tier_cost AS offer_cost, impact, impact_per_euro,
      ${REASONS} AS reason_codes
      FROM chosen ORDER BY rank`,
    parameters,
  };
}

/** A page of the campaign's list. */
export async function campaignPage(database: Database, list: CampaignList): Promise<readonly CampaignRow[]> {
  const { tables, parameters } = campaignRows(list);
  const rows = await database.rows(
    `${tables} LIMIT ${list.size} OFFSET ${(list.page - 1) * list.size}`,
    parameters,
  );
  return z.array(campaignRowSchema).parse(rows);
}

const curveSchema = z.array(z.object({ cost: z.number(), impact: z.number() }));

/** What each budget would earn at most: cost and impact of the best offers, at most `points` places along the way. */
export async function campaignCurve(
  database: Database,
  campaign: Campaign,
  points = 40,
): Promise<readonly { readonly cost: number; readonly impact: number }[]> {
  const { budget: _, ...unlimited } = campaign;
  const { tables, parameters } = campaignSql(unlimited);
  const rows = await database.rows(
    `${tables}, along AS (
       SELECT rank, spent, sum(impact) OVER (ORDER BY rank ROWS UNBOUNDED PRECEDING) AS gained,
         ceil(rank * ${points} / (SELECT count(*) FROM ranked)) AS place
       FROM ranked)
     SELECT max(spent)::DOUBLE AS cost, max(gained)::DOUBLE AS impact FROM along GROUP BY place ORDER BY cost`,
    parameters,
  );
  return curveSchema.parse(rows);
}
