import { listValue } from "@duckdb/node-api";
import { z } from "zod";
import { offerPolicy, withheldReasons } from "../../configs/offers.ts";
import { actions, riskTiers, timingWindows } from "../../configs/risk.ts";
import { literal, type Parameters } from "../../runtime/table/engine.ts";
import type { Database } from "../lake/database.ts";
import { campaignOf } from "./campaign.ts";
import type { Campaign, CampaignList } from "./campaign-terms.ts";
import { offerableOf } from "./offerable.ts";

/** The offers of a campaign with all that a list shows of their customers. */

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

/** Impact as `workOut` computes it, operation by operation, so that both come to the same bits. */
const IMPACT = `churn_proba * $save_rate * avg_monthly_margin * ${offerPolicy.horizonMonths} - tier_cost`;

/** What a list shows of a customer beside rank and worth. */
const SHOWN = `customer_id, risk_tier, churn_proba, segment, tier_action AS action, ${TIMING} AS timing_window,
  avg_monthly_margin, tier_cost AS offer_cost, ${IMPACT} AS impact, (${IMPACT}) / tier_cost AS impact_per_euro,
  ${REASONS} AS reason_codes`;

/** Rows for a question of the database, and its parameters. */
export interface CampaignSql {
  readonly sql: string;
  readonly parameters: Parameters;
}

/**
 * All offers of a campaign, the most impact per euro first, as a question with the columns of `campaignRowSchema`: for
 * files, which may be long. Whose they are is told, and not found out anew, so that a file never holds other offers than
 * the page.
 */
export async function campaignRows(database: Database, campaign: Campaign): Promise<CampaignSql> {
  const { chosen } = await campaignOf(database, campaign);
  // The places of an `Offerable` are the turns of the table, which count from 1. Nobody's turn is 0: it stands there
  // because a list without values has no type.
  const turns = [0, ...Array.from(chosen, (index) => index + 1)];
  return {
    parameters: { save_rate: campaign.save_rate / 100, turns: listValue(turns) },
    sql: `WITH listed AS (
        SELECT place, row_number() OVER (ORDER BY turn)::INTEGER AS rank
        FROM offerable JOIN (SELECT unnest($turns) AS turn) USING (turn))
      SELECT rank, ${SHOWN} FROM listed JOIN customers USING (place) ORDER BY rank`,
  };
}

/** A page of the campaign's list. */
export async function campaignPage(database: Database, list: CampaignList): Promise<readonly CampaignRow[]> {
  const { chosen } = await campaignOf(database, list);
  const among = await offerableOf(database);
  const from = (list.page - 1) * list.size;
  const places = Array.from(chosen.subarray(from, from + list.size), (index) => among.place[index] ?? 0);
  if (places.length === 0) return [];
  const rows = await database.rows(
    `SELECT place, 0 AS rank, ${SHOWN} FROM customers WHERE place IN (${places.join(", ")})`,
    { save_rate: list.save_rate / 100 },
  );
  const byPlace = new Map(
    z
      .array(campaignRowSchema.extend({ place: z.number() }))
      .parse(rows)
      .map(({ place, ...row }) => [place, row]),
  );
  return places.flatMap((place, index) => {
    const row = byPlace.get(place);
    return row === undefined ? [] : [{ ...row, rank: from + index + 1 }];
  });
}
