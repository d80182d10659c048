import type { FeatureName } from "../../../configs/features.ts";

/**
 * Features that tell the same fact of a customer: a number, its bucket and its flags. The trees split by whichever is at
 * hand, so that one may raise a score and another lower it by the same fact. The feature that says most of it comes first.
 */
const facts: readonly (readonly FeatureName[])[] = [
  ["months_to_renewal", "renewal_bucket", "is_expired_contract", "is_within_3m_of_renewal"],
  ["tenure_months", "tenure_bucket"],
  ["sales_channel", "is_comparison_channel", "is_own_website_channel", "is_digital_channel"],
  ["avg_monthly_elec_kwh", "total_elec_kwh_2024"],
  ["avg_monthly_gas_m3", "total_gas_m3_2024"],
  ["elec_price_trend_12m", "is_price_increase"],
  ["last_interaction_days_ago", "has_interaction"],
  [
    "customer_intent",
    "intent_severity_score",
    "is_cancellation_intent",
    "is_complaint_intent",
    "is_price_sensitive",
    "recent_complaint_flag",
  ],
  ["sentiment_label", "is_negative_sentiment"],
];

const places = new Map<string, { readonly fact: string; readonly rank: number }>(
  facts.flatMap((features) =>
    features.map((feature, rank) => [feature, { fact: features[0] ?? feature, rank }] as const),
  ),
);

/** The fact that a feature tells, named after the feature that says most of it: itself where no other tells it. */
export function factOf(feature: string): string {
  return places.get(feature)?.fact ?? feature;
}

/** The feature that says most of their fact. @param features of one fact, at least one */
export function mostTelling<T extends { readonly feature: string }>(features: readonly [T, ...T[]]): T {
  const rank = ({ feature }: T) => places.get(feature)?.rank ?? 0;
  return features.reduce((best, each) => (rank(each) < rank(best) ? each : best));
}
