import { describe, expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { noInteraction } from "../support/bronze-fixture.ts";
import { goldOf, type SilverCustomerRow } from "../support/gold-fixture.ts";

const asOf = isoDate("2024-12-31");

async function behaviour(cells: Partial<SilverCustomerRow>) {
  return (await goldOf({ customers: [cells] }, asOf))("C1");
}

describe("intent", () => {
  // intent -> is_cancellation_intent, is_complaint_intent, recent_complaint_flag, severity, is_price_sensitive
  it.each([
    ["Cancellation / Switch", 1, 0, 1, 3, 0],
    ["Complaint / Escalation", 0, 1, 1, 2, 0],
    ["Pricing Offers", 0, 0, 0, 1, 1],
    ["Billing / Payment", 0, 0, 0, 0, 0],
    ["Contract Renewal", 0, 0, 0, 0, 0],
    ["Plan / Product Inquiry", 0, 0, 0, 0, 0],
    ["Account / Service Inquiry", 0, 0, 0, 0, 0],
    ["General / Operational Contact", 0, 0, 0, 0, 0],
    ["Other / Unclassified", 0, 0, 0, 0, 0],
    ["no_interaction", 0, 0, 0, 0, 0],
  ])("%s", async (intent, cancellation, complaint, recent, severity, price) => {
    expect(await behaviour({ customer_intent: intent })).toMatchObject({
      customer_intent: intent,
      is_cancellation_intent: cancellation,
      is_complaint_intent: complaint,
      recent_complaint_flag: recent,
      intent_severity_score: severity,
      is_price_sensitive: price,
    });
  });
});

it("without a conversation the flags are 0, the texts say so and the recency is unknown (D12)", async () => {
  expect(await behaviour(noInteraction)).toMatchObject({
    has_interaction: 0,
    interaction_within_3m_of_renewal: 0,
    is_interaction_within_30d_of_renewal: 0,
    complaint_near_renewal: 0,
    recent_complaint_flag: 0,
    customer_intent: "no_interaction",
    last_interaction_days_ago: null,
    is_cancellation_intent: 0,
    is_complaint_intent: 0,
    intent_severity_score: 0,
    sentiment_label: "no_interaction",
    is_negative_sentiment: 0,
    complaint_x_negative_sentiment: 0,
    sentiment_neg: null,
    sentiment_neu: null,
    sentiment_pos: null,
  });
});

// Conversation on 2024-11-01; months to the renewal are not rounded: 91 / 30.44 = 2.99, 92 / 30.44 = 3.02.
// next_renewal_date -> within 3 months, within 30 days
it.each([
  ["2024-11-01", 1, 1], // the same day
  ["2024-10-31", 0, 0], // the contract had expired
  ["2024-12-01", 1, 1], // 30 days, 0.986 months
  ["2024-12-02", 1, 0], // 31 days, 1.018 months
  ["2025-01-31", 1, 0], // 91 days
  ["2025-02-01", 0, 0], // 92 days
  [null, 0, 0],
])("a conversation before a renewal on %s", async (renewal, threeMonths, thirtyDays) => {
  const cells = { date: "2024-11-01", next_renewal_date: renewal };
  const flags = {
    interaction_within_3m_of_renewal: threeMonths,
    is_interaction_within_30d_of_renewal: thirtyDays,
  };
  expect(await behaviour({ ...cells, customer_intent: "Complaint / Escalation" })).toMatchObject({
    ...flags,
    complaint_near_renewal: threeMonths,
  });
  expect(await behaviour({ ...cells, customer_intent: "Pricing Offers" })).toMatchObject({
    ...flags,
    complaint_near_renewal: 0,
  });
});

it.each([
  ["2024-11-01", 60], // 29 days of November and 31 of December
  ["2024-12-31", 0],
  ["2023-12-31", 366],
])("a conversation on %s was %s days ago", async (date, days) => {
  expect(await behaviour({ date })).toMatchObject({ has_interaction: 1, last_interaction_days_ago: days });
});

it.each([
  ["2024-07-01", 6], // 183 days, 6.012
  ["2024-12-31", 0],
  ["2024-12-29", 0.1], // 2 days, 0.066
  ["2023-12-31", 12], // 366 days, 12.024
  ["2025-01-01", null], // later than as_of: not known yet
  [null, null],
])("a change of product on %s was %s months ago", async (date, months) => {
  expect((await behaviour({ last_product_change_date: date }))["months_since_last_change"]).toBe(months);
});

describe("sentiment", () => {
  // label, intent -> is_negative_sentiment, complaint_x_negative_sentiment
  it.each([
    ["negative", "Complaint / Escalation", 1, 1],
    ["negative", "Cancellation / Switch", 1, 1],
    ["negative", "Contract Renewal", 1, 0],
    ["neutral", "Complaint / Escalation", 0, 0],
    ["positive", "Complaint / Escalation", 0, 0],
    ["no_interaction", "no_interaction", 0, 0],
    // Nobody has judged the tone (D18): it is not known to be no complaint in a negative tone.
    [null, "Complaint / Escalation", null, null],
    [null, "no_interaction", null, null],
  ])("%s about %s", async (label, intent, negative, crossed) => {
    expect(await behaviour({ sentiment_label: label, customer_intent: intent })).toMatchObject({
      sentiment_label: label,
      is_negative_sentiment: negative,
      complaint_x_negative_sentiment: crossed,
    });
  });
});
