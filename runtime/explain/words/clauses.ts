import type { NO_INTERACTION } from "../../../configs/bronze-tables.ts";
import type { ChannelName } from "../../../configs/channels.ts";
import type { FeatureName, Tier, TierId } from "../../../configs/features.ts";
import type { renewalBuckets, tenureBuckets } from "../../../configs/lifecycle.ts";
import type { portfolioTypes, Segment } from "../../../configs/segments.ts";
import type { Intent } from "../../../configs/vocabulary.ts";

/**
 * What is said of a customer, feature by feature, as clauses that begin in lower case and end without a full stop, so
 * that two of them can be joined. A language that lacks one, or one for a level of a category, does not compile.
 */

/** How the size of a number is said, and whether the number may be negative. */
export const numbers = {
  months_to_renewal: { measure: "span", signed: true },
  tenure_months: { measure: "span", signed: false },
  avg_monthly_elec_kwh: { measure: "kwh", signed: false },
  total_elec_kwh_2024: { measure: "kwh", signed: false },
  avg_monthly_gas_m3: { measure: "m3", signed: false },
  total_gas_m3_2024: { measure: "m3", signed: false },
  gas_share_of_revenue: { measure: "share", signed: false },
  price_update_count: { measure: "times", signed: false },
  province_avg_elec_cost_2024: { measure: "price", signed: false },
  province_avg_gas_cost_2024: { measure: "price", signed: false },
  std_monthly_elec_kwh: { measure: "kwh", signed: false },
  std_monthly_gas_m3: { measure: "m3", signed: false },
  active_months_count: { measure: "months", signed: false },
  std_margin: { measure: "euros", signed: false },
  min_monthly_margin: { measure: "euros", signed: true },
  max_negative_margin: { measure: "months", signed: false },
  elec_price_trend_12m: { measure: "share", signed: true },
  gas_price_trend_12m: { measure: "share", signed: true },
  elec_price_volatility_12m: { measure: "price", signed: false },
  province_elec_cost_trend: { measure: "share", signed: true },
  elec_price_vs_province_cost_spread: { measure: "price", signed: true },
  rolling_margin_trend: { measure: "euros", signed: true },
  last_interaction_days_ago: { measure: "days", signed: false },
  months_since_last_change: { measure: "span", signed: false },
} as const;
type NumberName = keyof typeof numbers;
export type Measure = (typeof numbers)[NumberName]["measure"];

/** What a language calls the levels of each category. */
interface Levels {
  readonly renewal_bucket: (typeof renewalBuckets)[number]["name"];
  readonly tenure_bucket: (typeof tenureBuckets)[number]["name"];
  readonly segment: Segment;
  readonly sales_channel: ChannelName;
  readonly portfolio_type: (typeof portfolioTypes)[number];
  readonly customer_intent: Intent | typeof NO_INTERACTION;
  readonly sentiment_label: "negative" | "neutral" | "positive" | typeof NO_INTERACTION;
}

/** Categories that join two features into one, by the two. */
export const crossed = {
  intent_x_renewal_bucket: ["customer_intent", "renewal_bucket"],
  intent_x_tenure_bucket: ["customer_intent", "tenure_bucket"],
  intent_x_sentiment: ["customer_intent", "sentiment_label"],
  sentiment_x_renewal_bucket: ["sentiment_label", "renewal_bucket"],
  tenure_x_renewal_bucket: ["tenure_bucket", "renewal_bucket"],
  sales_channel_x_renewal_bucket: ["sales_channel", "renewal_bucket"],
  has_interaction_x_renewal_bucket: ["has_interaction", "renewal_bucket"],
  competition_x_intent: ["is_high_competition_province", "customer_intent"],
} as const satisfies Readonly<Record<NameIn<"1B">, readonly [PlainName, PlainName]>>;

type NameIn<Id extends TierId> = Extract<Tier, { readonly id: Id }>["features"][number]["name"];
/** Features that stand for themselves. */
type PlainName = Exclude<FeatureName, NameIn<"1B">>;

/** A number: what is said where it rounds to nothing, and of the size of any other. */
export interface NumberClauses {
  readonly zero: string;
  readonly above: (size: string) => string;
  readonly missing: string;
}
/** A number that may be negative: `below` is given its size without the sign. */
export interface SignedClauses extends NumberClauses {
  readonly below: (size: string) => string;
}
/** A score of a few points. */
export interface PointClauses {
  readonly points: readonly [string, string, string, string];
  readonly missing: string;
}
export interface FlagClauses {
  readonly yes: string;
  readonly no: string;
  readonly missing: string;
}
export interface CategoryClauses<Level extends string = string> {
  readonly levels: Readonly<Record<Level, string>>;
  /** Of levels that data bring along. Without it they count as missing. */
  readonly other?: (level: string) => string;
  readonly missing: string;
}

type ClausesFor<Name> = Name extends "intent_severity_score"
  ? PointClauses
  : Name extends NumberName
    ? (typeof numbers)[Name]["signed"] extends true
      ? SignedClauses
      : NumberClauses
    : Name extends keyof Levels
      ? CategoryClauses<Levels[Name]>
      : FlagClauses;

/** The clauses of the features of a tier. */
export type ClausesOf<Id extends TierId> = { readonly [Name in NameIn<Id>]: ClausesFor<Name> };

/** All that a language needs to say what is known of a customer. */
export interface Clauses {
  /** The size of a number with its unit; the number is not nothing, and its sign does not show. */
  readonly measures: Readonly<Record<Measure, (value: number) => string>>;
  /** Of a number that was cut at a limit: it is this or more. */
  readonly atLeast: (size: string) => string;
  /** Joins two clauses. */
  readonly both: (left: string, right: string) => string;
  readonly features: ClausesOf<"1A"> &
    ClausesOf<"MP_core"> &
    ClausesOf<"MP_risk"> &
    ClausesOf<"2A"> &
    ClausesOf<"2B"> &
    ClausesOf<"3">;
}
