import { flag } from "./sql.ts";

/** A flag that is empty where nobody has judged the tone (D18): then nobody knows whether it was negative. */
const judged = (condition: string): string =>
  `CASE WHEN sentiment_label IS NOT NULL THEN ${flag(condition)} END`;

/** Tier 2B: the tone of the latest conversation. Without one the flags are 0 (D12). */
export const sentimentQuery = `
  SELECT customer_id, sentiment_label,
    ${judged("sentiment_label = 'negative'")} AS is_negative_sentiment,
    ${judged("sentiment_label = 'negative' AND recent_complaint_flag = 1")} AS complaint_x_negative_sentiment
  FROM silver_customer JOIN tier_2a_behaviour USING (customer_id)`;
