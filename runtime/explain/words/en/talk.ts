import type { ClausesOf } from "../clauses.ts";

const never = "we have never talked to them";
const aboutPrices = "they have talked to us about prices or a competitor's offer";
const topicUnknown = "we do not know what they last talked to us about";

/** What they have talked to us about, and when. */
export const behaviourClauses: ClausesOf<"2A"> = {
  has_interaction: {
    yes: "they have talked to us",
    no: never,
    missing: "we do not know whether they have talked to us",
  },
  interaction_within_3m_of_renewal: {
    yes: "they talked to us within the three months before the end of their contract",
    no: "they have not talked to us within the three months before the end of their contract",
    missing: "we do not know whether they talked to us near the end of their contract",
  },
  is_interaction_within_30d_of_renewal: {
    yes: "they talked to us within the month before the end of their contract",
    no: "they have not talked to us within the month before the end of their contract",
    missing: "we do not know whether they talked to us near the end of their contract",
  },
  complaint_near_renewal: {
    yes: "they complained or asked to leave within the three months before the end of their contract",
    no: "we know of no complaint from them, or wish to leave, within the three months before the end of their contract",
    missing: "we do not know whether they complained near the end of their contract",
  },
  recent_complaint_flag: {
    yes: "they have complained to us or asked to leave",
    no: "we know of no complaint from them, nor of a wish to leave",
    missing: "we do not know whether they have complained to us or asked to leave",
  },
  customer_intent: {
    levels: {
      "Cancellation / Switch": "they have talked to us about leaving or switching supplier",
      "Complaint / Escalation": "they have complained to us",
      "Billing / Payment": "they have talked to us about bills or payments",
      "Contract Renewal": "they have talked to us about renewing their contract",
      "Pricing Offers": aboutPrices,
      "Plan / Product Inquiry": "they have asked us about other plans or products",
      "Account / Service Inquiry": "they have asked us about their account or our service",
      "General / Operational Contact": "they have talked to us about an everyday matter",
      "Other / Unclassified": "they have talked to us, and our notes do not show about what",
      no_interaction: never,
    },
    missing: topicUnknown,
  },
  last_interaction_days_ago: {
    zero: "they talked to us today",
    above: (span) => `they last talked to us ${span} ago`,
    missing: never,
  },
  is_cancellation_intent: {
    yes: "they have talked to us about leaving or switching supplier",
    no: "we know of no wish of theirs to leave",
    missing: "we do not know whether they have talked to us about leaving",
  },
  is_complaint_intent: {
    yes: "they have complained to us",
    no: "we know of no complaint from them",
    missing: "we do not know whether they have complained to us",
  },
  intent_severity_score: {
    points: [
      "nothing they have told us points at leaving",
      aboutPrices,
      "they have complained to us",
      "they have talked to us about leaving or switching supplier",
    ],
    missing: topicUnknown,
  },
  months_since_last_change: {
    zero: "they have just changed their product",
    above: (span) => `they last changed their product ${span} ago`,
    missing: "they have never changed their product",
  },
};

/** How they sounded. */
export const toneClauses: ClausesOf<"2B"> = {
  sentiment_label: {
    levels: {
      negative: "they sounded unhappy when we last talked",
      neutral: "they sounded neither happy nor unhappy when we last talked",
      positive: "they sounded happy when we last talked",
      no_interaction: "we have no notes of a talk with them that would show their mood",
    },
    missing: "we do not know how they sounded when we last talked",
  },
  is_negative_sentiment: {
    yes: "they sounded unhappy when we last talked",
    no: "we know of no talk in which they sounded unhappy",
    missing: "we do not know how they sounded when we last talked",
  },
  complaint_x_negative_sentiment: {
    yes: "they have complained to us or asked to leave, and sounded unhappy",
    no: "we know of no complaint from them in an unhappy tone",
    missing: "we do not know whether they have complained to us in an unhappy tone",
  },
};

/** Facts that count for more when they come together. */
export const compoundClauses: ClausesOf<"3"> = {
  is_price_sensitive: {
    yes: aboutPrices,
    no: "we know of no talk with them about prices or offers",
    missing: topicUnknown,
  },
  is_high_risk_lifecycle: {
    yes: "they have been with us for a year at most, and their contract has run out or ends within three months",
    no: "they are not a new customer whose contract is about to end",
    missing: "we do not know whether they are a new customer whose contract is about to end",
  },
  is_competition_x_renewal: {
    yes: "their contract ends within three months, and many suppliers compete in their province",
    no: "their contract does not end within three months, or competition is not strong in their province",
    missing: "we do not know when their contract ends or how strong competition is in their province",
  },
  dual_fuel_x_renewal: {
    yes: "they use both electricity and gas from us, and their contract ends within three months",
    no: "they do not use both electricity and gas from us, or their contract does not end within three months",
    missing: "we do not know when their contract ends or what they use from us",
  },
  dual_fuel_x_competition: {
    yes: "they use both electricity and gas from us, and many suppliers compete in their province",
    no: "they do not use both electricity and gas from us, or competition is not strong in their province",
    missing: "we do not know what they use from us or how strong competition is in their province",
  },
  dual_fuel_x_intent: {
    yes: "they use both electricity and gas from us, and have complained or asked to leave",
    no: "they do not use both electricity and gas from us, or we know of no complaint from them",
    missing: "we do not know what they use from us or whether they have complained",
  },
};
