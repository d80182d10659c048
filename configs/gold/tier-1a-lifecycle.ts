import { renewalBuckets, tenureBuckets } from "../lifecycle.ts";
import { portfolioTypes, segments } from "../segments.ts";
import { budget, type NotesOf } from "./notes.ts";

const names = (buckets: readonly { readonly name: string }[]) => buckets.map(({ name }) => name);

export const lifecycleNotes: NotesOf<"1A"> = {
  months_to_renewal: {
    description: "Months from the as-of date to the next renewal; negative when the contract has expired.",
    unit: "months",
    formula:
      "round half to even, 1 decimal: (silver_customer.next_renewal_date - as_of) in days / 30.44 (D3). Empty date: empty.",
    nullBudget: budget.contract,
  },
  renewal_bucket: {
    description: "How near the renewal is.",
    formula:
      "on the rounded months_to_renewal: <= 0 expired, (0, 3] 0-3m, (3, 6] 3-6m, (6, 12] 6-12m, above 12m+. " +
      "A renewal of today, or of tomorrow, rounds to 0 and is expired.",
    nullBudget: budget.contract,
    allowed: names(renewalBuckets),
  },
  is_within_3m_of_renewal: {
    description: "1 when the contract renews within three months and has not expired.",
    formula:
      "0 <= months_to_renewal <= 3 on the rounded value (D11; the original also counts every expired contract). Unknown: 0.",
  },
  tenure_months: {
    description: "Months since the supply was first activated.",
    unit: "months",
    formula:
      "round half to even, 0 decimals: (as_of - silver_customer.customer_first_activation_date) in days / 30.44 (D3). " +
      "An activation after as_of is not known yet: empty (D1).",
    nullBudget: budget.contract,
    min: 0,
  },
  tenure_bucket: {
    description: "How long the customer has been with the company.",
    formula:
      "on the rounded tenure_months: [0, 6] 0-6m, (6, 12] 6-12m, (12, 24] 1-2y, (24, 60] 2-5y, above 5y+ " +
      "(D11: 0 is included, the top is open).",
    nullBudget: budget.contract,
    allowed: names(tenureBuckets),
  },
  is_expired_contract: {
    description: "1 when the contract has expired.",
    formula: "renewal_bucket = expired. Empty bucket: empty.",
    nullBudget: budget.contract,
  },
  segment: {
    description: "Household, small business, large business, or unknown.",
    formula: "silver_customer.segment",
    allowed: [...segments],
  },
  sales_channel: {
    description: "How the customer was won, in English.",
    formula: "silver_customer.sales_channel",
  },
  is_high_competition_province: {
    description: "1 where many retailers compete for customers.",
    formula: "silver_customer.is_high_competition_province",
  },
  is_second_residence: {
    description: "1 for a second home.",
    formula: "silver_customer.is_second_residence",
  },
  is_dual_fuel: {
    description: "1 for a customer who uses both electricity and gas.",
    formula: "sum of silver_customer_month.monthly_elec_kwh > 0 and sum of monthly_gas_m3 > 0. No months: 0.",
  },
  portfolio_type: {
    description: "Segment and whether the customer uses gas.",
    formula:
      "segment, then _DualFuel when the sum of silver_customer_month.monthly_gas_m3 > 0, else _SingleFuel. " +
      "By gas alone, unlike is_dual_fuel: gas without electricity is DualFuel.",
    allowed: [...portfolioTypes],
  },
  is_digital_channel: {
    description: "1 for a customer won on the web.",
    formula: "sales_channel is Comparison Website or Own Website",
  },
  is_comparison_channel: {
    description: "1 for a customer won on a comparison website.",
    formula: "sales_channel = Comparison Website",
  },
  is_own_website_channel: {
    description: "1 for a customer won on the company's own website.",
    formula: "sales_channel = Own Website",
  },
};
