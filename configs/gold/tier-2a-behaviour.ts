import { NO_INTERACTION } from "../bronze-tables.ts";
import { intents } from "../vocabulary.ts";
import { budget, type NotesOf } from "./notes.ts";

const ahead =
  "(silver_customer.next_renewal_date - silver_customer.date) in days / 30.44, not rounded; unknown: 0";
const leaving = "customer_intent is Cancellation / Switch or Complaint / Escalation";

export const behaviourNotes: NotesOf<"2A"> = {
  has_interaction: {
    description: "1 when the customer had a conversation on or before the as-of date.",
    formula: "silver_customer.has_interaction, 0 without one (D12)",
  },
  interaction_within_3m_of_renewal: {
    description: "1 when the conversation took place in the three months before the renewal.",
    formula: `0 <= m <= 3 with m = ${ahead}.`,
  },
  is_interaction_within_30d_of_renewal: {
    description: "1 when the conversation took place in the month before the renewal.",
    formula: `0 <= m <= 1, that is at most 30 whole days, with m = ${ahead}.`,
  },
  complaint_near_renewal: {
    description: "1 when the customer complained or wanted to leave in the three months before the renewal.",
    formula: "recent_complaint_flag and interaction_within_3m_of_renewal",
  },
  recent_complaint_flag: {
    description: "1 when the customer complained or wanted to leave, at whatever time.",
    formula: leaving,
  },
  customer_intent: {
    description: "What the conversation was about.",
    formula: "silver_customer.customer_intent; no_interaction without one (D12)",
    allowed: [...intents, NO_INTERACTION],
  },
  last_interaction_days_ago: {
    description: "Days since the conversation.",
    unit: "days",
    formula: "as_of - silver_customer.date; empty without a conversation (D12)",
    nullBudget: budget.any,
    type: "integer",
    // A conversation after the as-of date must never get here (D1, D7).
    min: 0,
  },
  is_cancellation_intent: {
    description: "1 when the customer wanted to leave.",
    formula: "customer_intent = Cancellation / Switch",
  },
  is_complaint_intent: {
    description: "1 when the customer complained.",
    formula: "customer_intent = Complaint / Escalation",
  },
  intent_severity_score: {
    description: "How strongly the conversation points at leaving.",
    unit: "points",
    formula:
      "by customer_intent: Cancellation / Switch 3, Complaint / Escalation 2, Pricing Offers 1, else 0",
    type: "integer",
    min: 0,
    max: 3,
  },
  months_since_last_change: {
    description: "Months since the customer last changed product; empty when that never happened.",
    unit: "months",
    formula:
      "round half to even, 1 decimal: (as_of - silver_customer.last_product_change_date) in days / 30.44 (D3). " +
      "A change after as_of is not known yet: empty (D1). The original writes 9999 for empty.",
    nullBudget: budget.any,
    min: 0,
  },
};
