import { flag } from "./sql.ts";

/** Tier 2B: the tone of the latest conversation. Without one, or without a label, the flags are 0 (D12). */
export const sentimentQuery = `
  SELECT customer_id, sentiment_label,
    ${flag("sentiment_label = 'negative'")} AS is_negative_sentiment,
    ${flag("sentiment_label = 'negative' AND recent_complaint_flag = 1")} AS complaint_x_negative_sentiment
  FROM silver_customer JOIN tier_2a_behaviour USING (customer_id)`;
