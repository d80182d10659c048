import type { ClausesOf } from "../clauses.ts";

/** Contract, time as a customer, segment and channel. */
export const contractClauses: ClausesOf<"1A"> = {
  months_to_renewal: {
    below: (span) => `their contract ended ${span} ago`,
    zero: "their contract ends these days",
    above: (span) => `their contract ends in ${span}`,
    missing: "we do not know when their contract ends",
  },
  renewal_bucket: {
    levels: {
      expired: "their contract has run out or ends these days",
      "0-3m": "their contract ends within three months",
      "3-6m": "their contract ends in three to six months",
      "6-12m": "their contract ends in six to twelve months",
      "12m+": "their contract ends in more than a year",
    },
    missing: "we do not know when their contract ends",
  },
  is_within_3m_of_renewal: {
    yes: "their contract ends within three months",
    no: "as far as we know, their contract does not end within the next three months",
    missing: "we do not know whether their contract ends within three months",
  },
  tenure_months: {
    zero: "they have been with us for less than a month",
    above: (span) => `they have been with us for ${span}`,
    missing: "we do not know how long they have been with us",
  },
  tenure_bucket: {
    levels: {
      "0-6m": "they have been with us for six months at most",
      "6-12m": "they have been with us for six to twelve months",
      "1-2y": "they have been with us for one to two years",
      "2-5y": "they have been with us for two to five years",
      "5y+": "they have been with us for more than five years",
    },
    missing: "we do not know how long they have been with us",
  },
  is_expired_contract: {
    yes: "their contract has run out or ends these days",
    no: "their contract is still running",
    missing: "we do not know whether their contract is still running",
  },
  segment: {
    levels: {
      Residential: "they are a household",
      SME: "they are a small business",
      Corporate: "they are a large business",
      Unknown: "we do not know whether they are a household or a business",
    },
    missing: "we do not know whether they are a household or a business",
  },
  sales_channel: {
    levels: {
      "In-Person Commercial": "they signed up with one of our salespeople in person",
      "Comparison Website": "they came to us through a comparison website",
      Office: "they signed up in one of our offices",
      Telemarketing: "they signed up when we called them",
      "Own Website": "they signed up on our website",
      Unknown: "we do not know how they came to us",
    },
    other: (channel) => `they came to us through "${channel}"`,
    missing: "we do not know how they came to us",
  },
  is_high_competition_province: {
    yes: "many suppliers compete for customers in their province",
    no: "competition between suppliers is not strong in their province",
    missing: "we do not know how strong competition is in their province",
  },
  is_second_residence: {
    yes: "we supply their second home",
    no: "what we supply is not a second home",
    missing: "we do not know whether we supply a second home",
  },
  is_dual_fuel: {
    yes: "they use both electricity and gas from us",
    no: "they do not use both electricity and gas from us",
    missing: "we do not know whether they use both electricity and gas from us",
  },
  portfolio_type: {
    levels: {
      Residential_SingleFuel: "they are a household that uses no gas from us",
      Residential_DualFuel: "they are a household that uses gas from us",
      SME_SingleFuel: "they are a small business that uses no gas from us",
      SME_DualFuel: "they are a small business that uses gas from us",
      Corporate_SingleFuel: "they are a large business that uses no gas from us",
      Corporate_DualFuel: "they are a large business that uses gas from us",
      Unknown_SingleFuel:
        "they use no gas from us, and we do not know whether they are a household or a business",
      Unknown_DualFuel: "they use gas from us, and we do not know whether they are a household or a business",
    },
    missing: "we do not know what they use from us",
  },
  is_digital_channel: {
    yes: "they signed up on the web",
    no: "as far as we know, they did not sign up on the web",
    missing: "we do not know whether they signed up on the web",
  },
  is_comparison_channel: {
    yes: "they came to us through a comparison website",
    no: "as far as we know, they did not come to us through a comparison website",
    missing: "we do not know whether they came to us through a comparison website",
  },
  is_own_website_channel: {
    yes: "they signed up on our website",
    no: "as far as we know, they did not sign up on our website",
    missing: "we do not know whether they signed up on our website",
  },
};
