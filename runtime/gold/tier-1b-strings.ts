import type { FeatureName } from "../../configs/features.ts";

/** Two categories as one text; a side that is empty reads `Unknown`, so the text is never empty. */
const crossed = (left: FeatureName, right: FeatureName): string =>
  `coalesce(CAST(${left} AS VARCHAR), 'Unknown') || '_x_' || coalesce(CAST(${right} AS VARCHAR), 'Unknown')`;

/** Tier 1B: pairs of categories for linear models, which cannot find interactions by themselves. */
export const stringsQuery = `
  SELECT customer_id,
    ${crossed("customer_intent", "renewal_bucket")} AS intent_x_renewal_bucket,
    ${crossed("customer_intent", "tenure_bucket")} AS intent_x_tenure_bucket,
    ${crossed("customer_intent", "sentiment_label")} AS intent_x_sentiment,
    ${crossed("sentiment_label", "renewal_bucket")} AS sentiment_x_renewal_bucket,
    ${crossed("tenure_bucket", "renewal_bucket")} AS tenure_x_renewal_bucket,
    ${crossed("sales_channel", "renewal_bucket")} AS sales_channel_x_renewal_bucket,
    ${crossed("has_interaction", "renewal_bucket")} AS has_interaction_x_renewal_bucket,
    ${crossed("is_high_competition_province", "customer_intent")} AS competition_x_intent
  FROM tier_1a_lifecycle
  JOIN tier_2a_behaviour USING (customer_id)
  JOIN tier_2b_sentiment USING (customer_id)`;
