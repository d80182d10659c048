import type { ColumnType } from "./contract.ts";

/**
 * The features that the model may see, in seven tiers, and the experiments that choose among them.
 * Names, tiers and order are the original project's; the tables' contracts say how each feature is computed.
 */

/** `flag` is 0 or 1; a `category` is a text from a short list; everything else is `numeric`. */
export type FeatureKind = "numeric" | "flag" | "category";

/** How a feature of each kind is stored in a table. */
export const columnTypeOf = {
  numeric: "number",
  flag: "flag",
  category: "text",
} as const satisfies Record<FeatureKind, ColumnType>;

/** The level that stands for an empty category. */
export const MISSING_LEVEL = "missing";

const numeric = <const Name extends string>(name: Name) => ({ name, kind: "numeric" }) as const;
const flag = <const Name extends string>(name: Name) => ({ name, kind: "flag" }) as const;
const category = <const Name extends string>(name: Name) => ({ name, kind: "category" }) as const;

/** The tiers in the order of their columns in the gold master. */
export const tiers = [
  {
    id: "1A",
    title: "Lifecycle and static facts",
    table: "tier_1a_lifecycle",
    features: [
      numeric("months_to_renewal"),
      category("renewal_bucket"),
      flag("is_within_3m_of_renewal"),
      numeric("tenure_months"),
      category("tenure_bucket"),
      flag("is_expired_contract"),
      category("segment"),
      category("sales_channel"),
      flag("is_high_competition_province"),
      flag("is_second_residence"),
      flag("is_dual_fuel"),
      category("portfolio_type"),
      flag("is_digital_channel"),
      flag("is_comparison_channel"),
      flag("is_own_website_channel"),
    ],
  },
  {
    id: "MP_core",
    title: "Market and portfolio",
    table: "tier_mp_core",
    features: [
      numeric("avg_monthly_elec_kwh"),
      numeric("total_elec_kwh_2024"),
      numeric("avg_monthly_gas_m3"),
      numeric("total_gas_m3_2024"),
      numeric("gas_share_of_revenue"),
      numeric("price_update_count"),
      numeric("province_avg_elec_cost_2024"),
      numeric("province_avg_gas_cost_2024"),
    ],
  },
  {
    id: "MP_risk",
    title: "Stability of consumption, margin and price",
    table: "tier_mp_risk",
    features: [
      numeric("std_monthly_elec_kwh"),
      numeric("std_monthly_gas_m3"),
      numeric("active_months_count"),
      numeric("std_margin"),
      numeric("min_monthly_margin"),
      numeric("max_negative_margin"),
      numeric("elec_price_trend_12m"),
      numeric("gas_price_trend_12m"),
      numeric("elec_price_volatility_12m"),
      numeric("province_elec_cost_trend"),
      numeric("elec_price_vs_province_cost_spread"),
      numeric("rolling_margin_trend"),
      flag("is_price_increase"),
    ],
  },
  {
    id: "2A",
    title: "Behaviour",
    table: "tier_2a_behaviour",
    features: [
      flag("has_interaction"),
      flag("interaction_within_3m_of_renewal"),
      flag("is_interaction_within_30d_of_renewal"),
      flag("complaint_near_renewal"),
      flag("recent_complaint_flag"),
      category("customer_intent"),
      numeric("last_interaction_days_ago"),
      flag("is_cancellation_intent"),
      flag("is_complaint_intent"),
      numeric("intent_severity_score"),
      numeric("months_since_last_change"),
    ],
  },
  {
    id: "2B",
    title: "Sentiment",
    table: "tier_2b_sentiment",
    features: [
      category("sentiment_label"),
      flag("is_negative_sentiment"),
      flag("complaint_x_negative_sentiment"),
    ],
  },
  {
    id: "3",
    title: "Compound flags",
    table: "tier_3_compound",
    features: [
      flag("is_price_sensitive"),
      flag("is_high_risk_lifecycle"),
      flag("is_competition_x_renewal"),
      flag("dual_fuel_x_renewal"),
      flag("dual_fuel_x_competition"),
      flag("dual_fuel_x_intent"),
    ],
  },
  {
    id: "1B",
    title: "Interaction strings, for linear models",
    table: "tier_1b_strings",
    features: [
      category("intent_x_renewal_bucket"),
      category("intent_x_tenure_bucket"),
      category("intent_x_sentiment"),
      category("sentiment_x_renewal_bucket"),
      category("tenure_x_renewal_bucket"),
      category("sales_channel_x_renewal_bucket"),
      category("has_interaction_x_renewal_bucket"),
      category("competition_x_intent"),
    ],
  },
] as const;

export type Tier = (typeof tiers)[number];
export type TierId = Tier["id"];
export type FeatureName = Tier["features"][number]["name"];

/** A feature with the tier that it belongs to. */
export interface Feature {
  readonly name: FeatureName;
  readonly kind: FeatureKind;
  readonly tier: TierId;
}

/** All 64 features in the order of the gold master. */
export const features: readonly Feature[] = tiers.flatMap((tier) =>
  tier.features.map((feature) => ({ ...feature, tier: tier.id })),
);

interface Experiment {
  readonly description: string;
  readonly tiers: readonly TierId[];
}

/** The feature sets that a model can be trained on. Each adds a tier to the one before, but for the last two. */
export const experiments = {
  E0_baseline: { description: "Lifecycle and static facts alone", tiers: ["1A"] },
  E1_lifecycle_market: { description: "E0 with market and portfolio", tiers: ["1A", "MP_core"] },
  E2_add_risk: { description: "E1 with stability", tiers: ["1A", "MP_core", "MP_risk"] },
  E3_add_behavioral: { description: "E2 with behaviour", tiers: ["1A", "MP_core", "MP_risk", "2A"] },
  E4_add_sentiment: { description: "E3 with sentiment", tiers: ["1A", "MP_core", "MP_risk", "2A", "2B"] },
  E5_full: {
    description: "E4 with compound flags: the champion's features",
    tiers: ["1A", "MP_core", "MP_risk", "2A", "2B", "3"],
  },
  E6_with_strings: {
    description: "E5 with interaction strings",
    tiers: ["1A", "MP_core", "MP_risk", "2A", "2B", "3", "1B"],
  },
  E7_market_only: { description: "Market, portfolio and stability alone", tiers: ["MP_core", "MP_risk"] },
  E8_no_sentiment: {
    description: "E5 without sentiment: where no sentiment scorer can run",
    tiers: ["1A", "MP_core", "MP_risk", "2A", "3"],
  },
} as const satisfies Record<string, Experiment>;

export type ExperimentName = keyof typeof experiments;

/** Is this the name of an experiment? */
export function isExperimentName(text: string): text is ExperimentName {
  return Object.hasOwn(experiments, text);
}

/**
 * The features of an experiment, in the order of the gold master.
 *
 * @example featuresOf("E0_baseline").map(({ name }) => name); // ["months_to_renewal", ...]
 * @throws RangeError when there is no such experiment; the message names those that exist.
 */
export function featuresOf(experiment: string): readonly Feature[] {
  if (!isExperimentName(experiment)) {
    throw new RangeError(
      `There is no experiment "${experiment}"; choose one of ${Object.keys(experiments).join(", ")}.`,
    );
  }
  const chosen: readonly TierId[] = experiments[experiment].tiers;
  return features.filter(({ tier }) => chosen.includes(tier));
}
