import { describe, expect, it } from "vitest";
import { experiments, features, featuresOf, isExperimentName, tiers } from "../../configs/features.ts";
import { goldMaster, tierTables } from "../../configs/gold-tables.ts";
import { featureInWords } from "../../runtime/explain/words/feature-names.ts";

// The original project's list, typed in from datasets.md section 5 and features.md section 6.
const original = `
months_to_renewal renewal_bucket is_within_3m_of_renewal tenure_months tenure_bucket is_expired_contract segment
sales_channel is_high_competition_province is_second_residence is_dual_fuel portfolio_type is_digital_channel
is_comparison_channel is_own_website_channel
avg_monthly_elec_kwh total_elec_kwh_2024 avg_monthly_gas_m3 total_gas_m3_2024 gas_share_of_revenue price_update_count
province_avg_elec_cost_2024 province_avg_gas_cost_2024
std_monthly_elec_kwh std_monthly_gas_m3 active_months_count std_margin min_monthly_margin max_negative_margin
elec_price_trend_12m gas_price_trend_12m elec_price_volatility_12m province_elec_cost_trend
elec_price_vs_province_cost_spread rolling_margin_trend is_price_increase
has_interaction interaction_within_3m_of_renewal is_interaction_within_30d_of_renewal complaint_near_renewal
recent_complaint_flag customer_intent last_interaction_days_ago is_cancellation_intent is_complaint_intent
intent_severity_score months_since_last_change
sentiment_label is_negative_sentiment complaint_x_negative_sentiment
is_price_sensitive is_high_risk_lifecycle is_competition_x_renewal dual_fuel_x_renewal dual_fuel_x_competition
dual_fuel_x_intent
intent_x_renewal_bucket intent_x_tenure_bucket intent_x_sentiment sentiment_x_renewal_bucket tenure_x_renewal_bucket
sales_channel_x_renewal_bucket has_interaction_x_renewal_bucket competition_x_intent`
  .trim()
  .split(/\s+/);

describe("features", () => {
  it("are the original's 56 and its 8 strings, in its order", () => {
    expect(features.map(({ name }) => name)).toEqual(original);
    expect(new Set(original).size).toBe(64);
  });

  it("hold seven categories among the 56, as the original's type detector found", () => {
    const categories = featuresOf("E5_full").filter(({ kind }) => kind === "category");
    expect(categories.map(({ name }) => name)).toEqual([
      "renewal_bucket",
      "tenure_bucket",
      "segment",
      "sales_channel",
      "portfolio_type",
      "customer_intent",
      "sentiment_label",
    ]);
  });
});

describe("experiments", () => {
  // Counts of feature_tiers.yaml in the original project.
  it.each([
    ["E0_baseline", 15],
    ["E1_lifecycle_market", 23],
    ["E2_add_risk", 36],
    ["E3_add_behavioral", 47],
    ["E4_add_sentiment", 50],
    ["E5_full", 56],
    ["E6_with_strings", 64],
    ["E7_market_only", 21],
    ["E8_no_sentiment", 53],
  ])("%s has %s features", (name, count) => {
    expect(isExperimentName(name)).toBe(true);
    expect(featuresOf(name).length).toBe(count);
    expect(Object.keys(experiments)).toContain(name);
  });

  it("E8 holds nothing made from sentiment", () => {
    expect(featuresOf("E8_no_sentiment").filter(({ name }) => name.includes("sentiment"))).toEqual([]);
  });

  it.each(["E9", "e5_full", "toString", ""])(
    '"%s" is refused, and the message names those that exist',
    (name) => {
      expect(isExperimentName(name)).toBe(false);
      expect(() => featuresOf(name)).toThrow(
        `There is no experiment "${name}"; choose one of E0_baseline, E1_lifecycle_market, E2_add_risk, ` +
          "E3_add_behavioral, E4_add_sentiment, E5_full, E6_with_strings, E7_market_only, E8_no_sentiment.",
      );
    },
  );
});

describe("gold contracts", () => {
  it("hold one table per tier and a master with what is carried along", () => {
    expect(tierTables.map(({ name }) => name)).toEqual(tiers.map(({ table }) => table));
    expect(goldMaster.columns.map(({ name }) => name)).toEqual([
      "customer_id",
      "churn",
      ...original,
      "contracted_power_kw",
      "is_urban",
      "region",
      "avg_monthly_margin",
      "total_margin_2024",
      "sentiment_neg",
      "sentiment_neu",
      "sentiment_pos",
    ]);
  });

  it("say of every feature how it is computed, and of every amount its unit", () => {
    for (const { columns } of tierTables) {
      for (const column of columns.filter(({ name }) => name !== "customer_id")) {
        expect(column.formula, column.name).toBeTruthy();
        if (column.type === "number" || column.type === "integer")
          expect(column.unit, column.name).toBeTruthy();
      }
    }
  });

  it("say what is in a feature whose name says something else", () => {
    const noted = (name: string) => {
      const column = goldMaster.columns.find((each) => each.name === name);
      return [column?.unit, column?.description, column?.formula].join("; ");
    };
    expect(noted("max_negative_margin")).toMatch(
      /^months; Number of months with a loss; the name is the original's/,
    );
    expect(featureInWords("max_negative_margin", "en")).toBe("Months with a loss");
    expect(featureInWords("max_negative_margin", "es")).toBe("Meses con pérdida");
    expect(noted("price_update_count")).toContain("> 0.001 EUR/kWh");
    const ofAYear = goldMaster.columns.map(({ name }) => name).filter((name) => /_20\d\d$/.test(name));
    expect(ofAYear).toHaveLength(5);
    for (const name of ofAYear) expect(noted(name), name).toMatch(/all months|months up to as_of/);
    for (const { name } of features) expect(featureInWords(name, "en"), name).not.toMatch(/20\d\d|_/);
  });
});
