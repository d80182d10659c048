import { z } from "zod";
import { offerPolicy, withheldReasons } from "../../configs/offers.ts";
import { type Action, actions, riskTiers, timingWindows } from "../../configs/risk.ts";
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
        FROM offerable WHERE ${conditions}
      ), ranked AS (
        SELECT *, impact / tier_cost AS impact_per_euro, ${along("sum(tier_cost)")} AS spent,
          ${along("row_number()")} AS rank
        FROM eligible WHERE control_group = 0 AND impact > 0
      ), chosen AS (SELECT * FROM ranked${budget === undefined ? "" : " WHERE spent <= $budget"})`,
  };
}

/** A sum along the ranking. */
function along(sum: string): string {
  return `${sum} OVER (ORDER BY turn ROWS UNBOUNDED PRECEDING)`;
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

const groupSchema = campaignTotalsSchema.extend({ action: z.enum(actions) });

/** Offers of a campaign of one kind, and the sums over all. */
export interface CampaignSums {
  readonly totals: CampaignTotals;
  /** The largest offer first; kinds that nobody gets are left out. */
  readonly actions: readonly CampaignAction[];
}

/** Offers of one kind. */
export interface CampaignAction {
  readonly action: Action;
  readonly customers: number;
  readonly cost: number;
  readonly impact: number;
}

/** Sums over a campaign: what it costs, what it is expected to earn, and who is left out. */
export async function campaignSums(database: Database, campaign: Campaign): Promise<CampaignSums> {
  const { tables, parameters } = campaignSql(campaign);
  const inBudget = campaign.budget === undefined ? "TRUE" : "spent <= $budget";
  const kept = `churn_proba * $save_rate`;
  const sum = (value: string, where: string) => `coalesce(sum(${value}) FILTER (${where}), 0)::DOUBLE`;
  const rows = await database.rows(
    `${tables}, judged AS (
       SELECT e.*, r.spent FROM eligible e LEFT JOIN ranked r USING (place))
     SELECT tier_action AS action,
       count(*) FILTER (spent IS NOT NULL AND ${inBudget})::DOUBLE AS offers,
       ${sum("tier_cost", `spent IS NOT NULL AND ${inBudget}`)} AS cost,
       ${sum("impact", `spent IS NOT NULL AND ${inBudget}`)} AS impact,
       ${sum(kept, `spent IS NOT NULL AND ${inBudget}`)} AS saved,
       ${sum(`${kept} * avg_monthly_margin * ${horizonMonths}`, `spent IS NOT NULL AND ${inBudget}`)} AS margin,
       count(spent)::DOUBLE AS payable,
       ${sum("tier_cost", "spent IS NOT NULL")} AS payable_cost,
       count(*) FILTER (control_group = 0 AND impact <= 0)::DOUBLE AS not_worth_it,
       count(*) FILTER (control_group = 1 AND impact > 0)::DOUBLE AS control
     FROM judged GROUP BY tier_action`,
    parameters,
  );
  const order = actions.toReversed();
  const groups = z
    .array(groupSchema)
    .parse(rows)
    .sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action));
  const total = (name: keyof CampaignTotals) => groups.reduce((all, group) => all + group[name], 0);
  return {
    totals: {
      offers: total("offers"),
      cost: total("cost"),
      impact: total("impact"),
      saved: total("saved"),
      margin: total("margin"),
      payable: total("payable"),
      payable_cost: total("payable_cost"),
      not_worth_it: total("not_worth_it"),
      control: total("control"),
    },
    actions: groups
      .filter(({ offers: count }) => count > 0)
      .map(({ action, offers: customers, cost, impact }) => ({ action, customers, cost, impact })),
  };
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
export function campaignRows(campaign: Campaign, page?: Pick<CampaignList, "page" | "size">): CampaignSql {
  const { tables, parameters } = campaignSql(campaign);
  const limit = page === undefined ? "" : `LIMIT ${page.size} OFFSET ${(page.page - 1) * page.size}`;
  return {
    tables: `${tables}, listed AS (SELECT place, rank, impact, impact_per_euro FROM chosen ORDER BY rank ${limit})
      SELECT rank::INTEGER AS rank, customer_id, risk_tier, churn_proba, segment, tier_action AS action,
        ${TIMING} AS timing_window, avg_monthly_margin, tier_cost AS offer_cost, impact, impact_per_euro,
        ${REASONS} AS reason_codes
      FROM listed JOIN customers USING (place) ORDER BY rank`,
    parameters,
  };
}

/** A page of the campaign's list. */
export async function campaignPage(database: Database, list: CampaignList): Promise<readonly CampaignRow[]> {
  const { tables, parameters } = campaignRows(list, list);
  return z.array(campaignRowSchema).parse(await database.rows(tables, parameters));
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
