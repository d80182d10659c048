import { z } from "zod";
import { offerPolicy } from "../../configs/offers.ts";
import { actions, riskTiers } from "../../configs/risk.ts";
import { segments } from "../../configs/segments.ts";
import { pageSchema } from "./list-page.ts";

/** The offers that a campaign can make, the smallest first. */
export const offers = actions.filter((action) => action !== "no_offer");
export type Offer = (typeof offers)[number];

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
    .default(offerPolicy.saveRate * 100)
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
export const campaignListSchema = campaignSchema.extend(pageSchema.shape);
export type CampaignList = Readonly<z.infer<typeof campaignListSchema>>;
