import type { ClausesOf } from "../clauses.ts";

const noUse = "we have no readings of them yet";
const tooFew = "we have too few months to tell";

/** Consumption, costs and prices. */
export const marketClauses: ClausesOf<"MP_core"> = {
  avg_monthly_elec_kwh: {
    zero: "they use no electricity",
    above: (amount) => `they use ${amount} of electricity a month`,
    missing: noUse,
  },
  total_elec_kwh_2024: {
    zero: "they have used no electricity in all the months on record",
    above: (amount) => `they have used ${amount} of electricity in all the months on record`,
    missing: noUse,
  },
  avg_monthly_gas_m3: {
    zero: "they use no gas",
    above: (amount) => `they use ${amount} of gas a month`,
    missing: noUse,
  },
  total_gas_m3_2024: {
    zero: "they have used no gas in all the months on record",
    above: (amount) => `they have used ${amount} of gas in all the months on record`,
    missing: noUse,
  },
  gas_share_of_revenue: {
    zero: "none of what they pay us is for gas",
    above: (share) => `gas makes up about ${share} of what they pay us`,
    missing: "we cannot tell how much of what they pay us is for gas",
  },
  price_update_count: {
    zero: "their electricity price for peak hours has not changed",
    above: (times) => `their electricity price for peak hours has changed ${times}`,
    missing: "we do not know how often their electricity price has changed",
  },
  province_avg_elec_cost_2024: {
    zero: "electricity costs us nothing in their province",
    above: (price) => `electricity costs us ${price} per kWh in their province`,
    missing: "we do not know what electricity costs us in their province",
  },
  province_avg_gas_cost_2024: {
    zero: "gas costs us nothing in their province",
    above: (price) => `gas costs us ${price} per m³ in their province`,
    missing: "we do not know what gas costs us in their province",
  },
};

/** How steady consumption, margin and prices are. */
export const stabilityClauses: ClausesOf<"MP_risk"> = {
  std_monthly_elec_kwh: {
    zero: "their use of electricity hardly varies from month to month",
    above: (amount) => `their use of electricity varies by ${amount} from month to month`,
    missing: `${tooFew} how their use of electricity varies`,
  },
  std_monthly_gas_m3: {
    zero: "their use of gas does not vary from month to month, or they use none",
    above: (amount) => `their use of gas varies by ${amount} from month to month`,
    missing: `${tooFew} how their use of gas varies`,
  },
  active_months_count: {
    zero: noUse,
    above: (months) => `we have readings of them for ${months}`,
    missing: noUse,
  },
  std_margin: {
    zero: "what we earn from them hardly varies from month to month",
    above: (euros) => `what we earn from them varies by about ${euros} from month to month`,
    missing: `${tooFew} how much what we earn from them varies`,
  },
  min_monthly_margin: {
    below: (euros) => `in their worst month we lost ${euros} on them`,
    zero: "in their worst month we earned next to nothing from them",
    above: (euros) => `even in their worst month we earned ${euros} from them`,
    missing: "we do not know what we have earned from them",
  },
  max_negative_margin: {
    zero: "there is no month in which we lost money on them",
    above: (months) => `we lost money on them in ${months}`,
    missing: "we do not know what we have earned from them",
  },
  elec_price_trend_12m: {
    below: (share) => `their electricity price for peak hours has fallen by ${share}`,
    zero: "their electricity price for peak hours is about the same as at the start",
    above: (share) => `their electricity price for peak hours has risen by ${share}`,
    missing: "we do not know how their electricity price has moved",
  },
  gas_price_trend_12m: {
    below: (share) => `their gas price has fallen by ${share}`,
    zero: "their gas price is about the same as at the start",
    above: (share) => `their gas price has risen by ${share}`,
    missing: "they use no gas, or we do not know how its price has moved",
  },
  elec_price_volatility_12m: {
    zero: "their electricity price for peak hours hardly varies from month to month",
    above: (price) => `their electricity price for peak hours varies by ${price} per kWh from month to month`,
    missing: `${tooFew} how their electricity price varies`,
  },
  province_elec_cost_trend: {
    below: (share) => `what electricity costs us in their province has fallen by ${share}`,
    zero: "what electricity costs us in their province is about the same as at the start",
    above: (share) => `what electricity costs us in their province has risen by ${share}`,
    missing: "we do not know how the cost of electricity in their province has moved",
  },
  elec_price_vs_province_cost_spread: {
    below: (price) =>
      `at peak hours they pay ${price} per kWh less than electricity costs us in their province`,
    zero: "at peak hours they pay about as much as electricity costs us in their province",
    above: (price) =>
      `at peak hours they pay ${price} per kWh more than electricity costs us in their province`,
    missing: "we do not know how their price compares with what electricity costs us",
  },
  rolling_margin_trend: {
    below: (euros) =>
      `over the last three months our result with them was ${euros} a month worse than over the three before`,
    zero: "over the last three months our result with them was about the same as over the three before",
    above: (euros) =>
      `over the last three months our result with them was ${euros} a month better than over the three before`,
    missing: `${tooFew} whether our result with them is better or worse than before`,
  },
  is_price_increase: {
    yes: "their electricity price for peak hours has risen",
    no: "their electricity price for peak hours has not risen",
    missing: "we do not know whether their electricity price has risen",
  },
};
