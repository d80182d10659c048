import { z } from "zod";
import { campaignTotalsSchema } from "../../../dashboard/data/campaign.ts";
import { campaignRowSchema } from "../../../dashboard/data/campaign-list.ts";
import type { Served } from "../serve.ts";
import type { Terms } from "./expected-campaign.ts";

/** A campaign as a program asks for it. */

const answerSchema = z.object({ totals: campaignTotalsSchema, items: z.array(campaignRowSchema) });

/** The parameters of an address that ask for these terms. */
function queryOf({ budget, saveRate, segments = [], actions = [], tiers = [] }: Terms): URLSearchParams {
  const query = new URLSearchParams({ size: "500" });
  if (budget !== undefined) query.set("budget", String(budget));
  if (saveRate !== undefined) query.set("save_rate", String(saveRate * 100));
  for (const segment of segments) query.append("segment", segment);
  for (const action of actions) query.append("action", action);
  for (const tier of tiers) query.append("tier", tier);
  return query;
}

/** The first offers of a campaign, up to 500 of them, and its sums. */
export async function askedCampaign(served: Served, terms: Terms): Promise<z.infer<typeof answerSchema>> {
  const { status, text } = await served.get(`/api/v1/recommendations?${queryOf(terms)}`);
  if (status !== 200) throw new Error(text);
  return answerSchema.parse(JSON.parse(text));
}
