import { describe, expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { noInteraction } from "../support/bronze-fixture.ts";
import { goldOf, type SilverCustomerRow, silverMonthRow } from "../support/gold-fixture.ts";

const asOf = isoDate("2024-12-31");
const bothFuels = [silverMonthRow({ monthly_elec_kwh: 10, monthly_gas_m3: 5 })];
const electricity = [silverMonthRow({ monthly_elec_kwh: 10, monthly_gas_m3: 0 })];

async function features(cells: Partial<SilverCustomerRow>, months = electricity) {
  return (await goldOf({ customers: [cells], months }, asOf))("C1");
}

const near = "2025-02-01"; // 32 days: 0-3m
const far = "2025-09-01"; // 6-12m
const expired = "2024-12-02";
const fresh = "2024-09-01"; // 121 days: 0-6m
const young = "2024-02-01"; // 334 days, 10.97 -> 11: 6-12m
const old = "2020-01-01";

describe("is_high_risk_lifecycle: ends soon or has ended, and at most a year old", () => {
  it.each([
    [near, fresh, 1],
    [near, young, 1],
    [expired, fresh, 1],
    [expired, young, 1],
    [near, old, 0],
    [far, fresh, 0],
    [null, fresh, 0],
    [near, null, 0],
  ])("renewal %s, activation %s: %s", async (renewal, activation, risk) => {
    const cells = { next_renewal_date: renewal, customer_first_activation_date: activation };
    expect(await features(cells)).toMatchObject({ is_high_risk_lifecycle: risk });
  });
});

describe("crossed flags", () => {
  // competition, renewal, both fuels -> competition x renewal, dual x renewal, dual x competition
  it.each([
    [1, near, true, 1, 1, 1],
    [1, near, false, 1, 0, 0],
    [1, far, true, 0, 0, 1],
    [1, expired, true, 0, 0, 1],
    [0, near, true, 0, 1, 0],
    [1, null, true, 0, 0, 1],
    [0, far, false, 0, 0, 0],
  ])("competition %s, renewal %s, both fuels %s", async (competition, renewal, dual, cr, dr, dc) => {
    const cells = { is_high_competition_province: competition, next_renewal_date: renewal };
    expect(await features(cells, dual ? bothFuels : electricity)).toMatchObject({
      is_competition_x_renewal: cr,
      dual_fuel_x_renewal: dr,
      dual_fuel_x_competition: dc,
    });
  });

  it.each([
    ["Cancellation / Switch", bothFuels, 1],
    ["Complaint / Escalation", bothFuels, 1],
    ["Pricing Offers", bothFuels, 0],
    ["no_interaction", bothFuels, 0],
    ["Complaint / Escalation", electricity, 0],
  ])("dual_fuel_x_intent for %s", async (intent, months, flag) => {
    expect(await features({ customer_intent: intent }, months)).toMatchObject({ dual_fuel_x_intent: flag });
  });
});

describe("tier 1B", () => {
  it("joins two categories", async () => {
    const row = await features({
      customer_intent: "Pricing Offers",
      sentiment_label: "negative",
      sales_channel: "Comparison Website",
      is_high_competition_province: 1,
      next_renewal_date: near,
      customer_first_activation_date: old,
    });
    expect(row).toMatchObject({
      intent_x_renewal_bucket: "Pricing Offers_x_0-3m",
      intent_x_tenure_bucket: "Pricing Offers_x_2-5y",
      intent_x_sentiment: "Pricing Offers_x_negative",
      sentiment_x_renewal_bucket: "negative_x_0-3m",
      tenure_x_renewal_bucket: "2-5y_x_0-3m",
      sales_channel_x_renewal_bucket: "Comparison Website_x_0-3m",
      has_interaction_x_renewal_bucket: "1_x_0-3m",
      competition_x_intent: "1_x_Pricing Offers",
    });
  });

  it("is never empty", async () => {
    const row = await features({
      ...noInteraction,
      sales_channel: "Unknown",
      next_renewal_date: null,
      customer_first_activation_date: null,
    });
    expect(row).toMatchObject({
      intent_x_renewal_bucket: "no_interaction_x_Unknown",
      intent_x_tenure_bucket: "no_interaction_x_Unknown",
      intent_x_sentiment: "no_interaction_x_no_interaction",
      sentiment_x_renewal_bucket: "no_interaction_x_Unknown",
      tenure_x_renewal_bucket: "Unknown_x_Unknown",
      sales_channel_x_renewal_bucket: "Unknown_x_Unknown",
      has_interaction_x_renewal_bucket: "0_x_Unknown",
      competition_x_intent: "0_x_no_interaction",
    });
  });
});

describe("gold master", () => {
  it("carries what scores and offers need", async () => {
    const months = [4, -1, 9].map((margin, index) =>
      silverMonthRow({ month: `2024-0${index + 1}`, total_margin: margin }),
    );
    const cells = {
      churn: 1,
      contracted_power_kw: 5.75,
      is_urban: 0,
      sentiment_neg: 0.7,
      sentiment_neu: 0.2,
    };
    expect(await features(cells, months)).toMatchObject({
      ...cells,
      avg_monthly_margin: 4,
      total_margin_2024: 12,
    });
    expect(await features({ churn: null }, [])).toMatchObject({
      churn: null,
      avg_monthly_margin: null,
      total_margin_2024: null,
    });
  });
});
