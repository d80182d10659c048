import type { NotesOf } from "./notes.ts";

export const compoundNotes: NotesOf<"3"> = {
  is_price_sensitive: {
    description: "1 when the conversation was about prices.",
    formula: "customer_intent = Pricing Offers",
  },
  is_high_risk_lifecycle: {
    description:
      "1 for a customer of at most a year whose contract has expired or renews within three months.",
    formula: "renewal_bucket in (expired, 0-3m) and tenure_bucket in (0-6m, 6-12m). Unknown: 0.",
  },
  is_competition_x_renewal: {
    description: "1 when the contract renews within three months where many retailers compete.",
    formula: "is_high_competition_province and is_within_3m_of_renewal",
  },
  dual_fuel_x_renewal: {
    description: "1 when a customer with both fuels renews within three months.",
    formula: "is_dual_fuel and is_within_3m_of_renewal",
  },
  dual_fuel_x_competition: {
    description: "1 for a customer with both fuels where many retailers compete.",
    formula: "is_dual_fuel and is_high_competition_province",
  },
  dual_fuel_x_intent: {
    description: "1 when a customer with both fuels complained or wanted to leave.",
    formula: "is_dual_fuel and customer_intent in (Cancellation / Switch, Complaint / Escalation)",
  },
};
