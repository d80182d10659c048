import type { FeatureName } from "../features.ts";
import type { ColumnNotes, NotesOf } from "./notes.ts";

const crossed = (left: FeatureName, right: FeatureName): ColumnNotes => ({
  description: `${left} and ${right} as one category.`,
  formula: `${left} + "_x_" + ${right}; an empty side reads Unknown, a flag 0 or 1`,
});

export const stringNotes: NotesOf<"1B"> = {
  intent_x_renewal_bucket: crossed("customer_intent", "renewal_bucket"),
  intent_x_tenure_bucket: crossed("customer_intent", "tenure_bucket"),
  intent_x_sentiment: crossed("customer_intent", "sentiment_label"),
  sentiment_x_renewal_bucket: crossed("sentiment_label", "renewal_bucket"),
  tenure_x_renewal_bucket: crossed("tenure_bucket", "renewal_bucket"),
  sales_channel_x_renewal_bucket: crossed("sales_channel", "renewal_bucket"),
  has_interaction_x_renewal_bucket: crossed("has_interaction", "renewal_bucket"),
  competition_x_intent: crossed("is_high_competition_province", "customer_intent"),
};
