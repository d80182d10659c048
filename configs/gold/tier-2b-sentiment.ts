import { NO_INTERACTION } from "../bronze-tables.ts";
import { budget, type NotesOf } from "./notes.ts";

/** Empty for everybody where nobody has judged the tone (D18). */
const unjudged = "; empty where nobody has judged the tone (D18)";

export const sentimentNotes: NotesOf<"2B"> = {
  sentiment_label: {
    description: "Tone of the conversation.",
    formula: `silver_customer.sentiment_label; no_interaction without a conversation (D12) or without a text${unjudged}`,
    nullBudget: budget.any,
    allowed: ["negative", "neutral", "positive", NO_INTERACTION],
  },
  is_negative_sentiment: {
    description: "1 when the tone was negative.",
    formula: `sentiment_label = negative; 0 without a conversation (D12)${unjudged}`,
    nullBudget: budget.any,
  },
  complaint_x_negative_sentiment: {
    description: "1 when the customer complained or wanted to leave in a negative tone.",
    formula: `recent_complaint_flag and is_negative_sentiment${unjudged}`,
    nullBudget: budget.any,
  },
};
