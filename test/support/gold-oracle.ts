import type { BronzeTables, CustomerRow } from "./bronze-fixture.ts";
import { channelOf, imputedMonths, marginOf, type OracleMonth, segmentOf } from "./silver-oracle.ts";

/** All features once more, customer by customer in plain TypeScript, after features.md section 6 with D11-D16. */

type Value = number | string | null;

const DAY = 86_400_000;
const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;

/** Days over 30.44, half to even at `decimals`, in exact integers. */
function roundedMonths(count: number, decimals: number): number {
  const numerator = BigInt(count) * 100n * 10n ** BigInt(decimals);
  let whole = numerator / 3044n;
  let rest = numerator % 3044n;
  if (rest < 0n) {
    whole -= 1n;
    rest += 3044n;
  }
  if (rest > 1522n || (rest === 1522n && whole % 2n !== 0n)) whole += 1n;
  return Number(whole) / 10 ** decimals;
}

const sum = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;

function deviation(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  const squares = values.reduce((total, value) => total + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

function trend(values: readonly number[]): number | null {
  const first = values[0];
  const last = values.at(-1);
  return first === undefined || last === undefined || first <= 0 ? null : last / first - 1;
}

const clip = (value: number | null, min: number, max: number): number | null =>
  value === null ? null : Math.min(Math.max(value, min), max);
const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

function renewalBucket(months: number | null): string | null {
  if (months === null) return null;
  if (months > 12) return "12m+";
  if (months > 6) return "6-12m";
  if (months > 3) return "3-6m";
  return months > 0 ? "0-3m" : "expired";
}

function tenureBucket(months: number | null): string | null {
  if (months === null) return null;
  if (months > 60) return "5y+";
  if (months > 24) return "2-5y";
  if (months > 12) return "1-2y";
  return months > 6 ? "6-12m" : "0-6m";
}

function priceMoves(prices: readonly number[]): number | null {
  if (prices.length === 0) return null;
  let count = 0;
  let previous = prices[0] ?? 0;
  for (const price of prices) {
    if (Math.abs(price - previous) > 0.001 + 1e-10) count += 1;
    previous = price;
  }
  return count;
}

/** Mean margin of the three calendar months of which the last lies `back` months before the as-of month. */
function windowMean(months: readonly OracleMonth[], asOf: string, back: number): number | null {
  const number = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  const last = number(asOf) - back;
  const inside = months.filter(({ month }) => {
    const value = number(String(month));
    return value <= last && value > last - 3;
  });
  return mean(inside.map((row) => marginOf(row).margin));
}

const difference = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b;

function featuresOf(
  customer: CustomerRow,
  months: readonly OracleMonth[],
  costs: { readonly elec: readonly number[]; readonly gas: readonly number[] },
  asOf: string,
): Readonly<Record<string, Value>> {
  const { next_renewal_date: renewal, date, customer_first_activation_date: activation } = customer;
  const change = customer.last_product_change_date;
  const toRenewal = renewal === null ? null : roundedMonths(days(asOf, renewal), 1);
  const tenure = activation === null || activation > asOf ? null : roundedMonths(days(activation, asOf), 0);
  const renewalName = renewalBucket(toRenewal);
  const tenureName = tenureBucket(tenure);
  const near = toRenewal !== null && toRenewal >= 0 && toRenewal <= 3;
  const segment = segmentOf(customer);
  const channel = channelOf(customer);
  const kwh = known(months.map((row) => row.monthly_elec_kwh));
  const m3 = known(months.map((row) => row.monthly_gas_m3));
  const usesGas = (sum(m3) ?? 0) > 0;
  const dual = usesGas && (sum(kwh) ?? 0) > 0;
  const competition = customer.is_high_competition_province === 1;
  const peak = known(months.map((row) => row.variable_price_tier1_eur_kwh));
  const margins = months.map(marginOf);
  const margin = margins.map((month) => month.margin);
  const revenue = sum(margins.map((month) => month.revenue));
  const gasRevenue = sum(margins.map((month) => month.gasRevenue));
  const elecTrend = trend(peak);
  const intent = customer.customer_intent ?? "";
  const leaves = intent.startsWith("Cancellation") || intent.startsWith("Complaint");
  const ahead = date === null || renewal === null ? null : days(date, renewal);
  const within3m = ahead !== null && ahead >= 0 && ahead <= 91; // 3 x 30.44 = 91.32
  const within30d = ahead !== null && ahead >= 0 && ahead <= 30;
  const negative = customer.sentiment_label === "negative";
  const text = (value: Value) => (value === null ? "Unknown" : String(value));
  const cross = (left: Value, right: Value) => `${text(left)}_x_${text(right)}`;
  return {
    churn: customer.churn,
    months_to_renewal: toRenewal,
    renewal_bucket: renewalName,
    is_within_3m_of_renewal: Number(near),
    tenure_months: tenure,
    tenure_bucket: tenureName,
    is_expired_contract: renewalName === null ? null : Number(renewalName === "expired"),
    segment,
    sales_channel: channel,
    is_high_competition_province: customer.is_high_competition_province,
    is_second_residence: customer.is_second_residence,
    is_dual_fuel: Number(dual),
    portfolio_type: `${segment}_${usesGas ? "Dual" : "Single"}Fuel`,
    is_digital_channel: Number(channel.endsWith("Website")),
    is_comparison_channel: Number(channel.startsWith("Comparison")),
    is_own_website_channel: Number(channel.startsWith("Own")),
    avg_monthly_elec_kwh: mean(kwh),
    total_elec_kwh_2024: sum(kwh),
    avg_monthly_gas_m3: mean(m3),
    total_gas_m3_2024: sum(m3),
    gas_share_of_revenue:
      revenue === null || revenue <= 0 || gasRevenue === null ? null : gasRevenue / revenue,
    price_update_count: priceMoves(peak),
    province_avg_elec_cost_2024: mean(costs.elec),
    province_avg_gas_cost_2024: mean(costs.gas),
    std_monthly_elec_kwh: deviation(kwh),
    std_monthly_gas_m3: deviation(m3),
    active_months_count: months.length === 0 ? null : months.length,
    std_margin: deviation(margin),
    min_monthly_margin: margin.length === 0 ? null : Math.min(...margin),
    max_negative_margin: margin.length === 0 ? null : margin.filter((eur) => eur < 0).length,
    elec_price_trend_12m: clip(elecTrend, -0.5, 1),
    gas_price_trend_12m: usesGas
      ? clip(trend(known(months.map((row) => row.gas_variable_price_eur_m3))), -0.5, 1)
      : null,
    elec_price_volatility_12m: clip(deviation(peak), 0, 0.1),
    province_elec_cost_trend: trend(costs.elec),
    elec_price_vs_province_cost_spread: clip(difference(peak.at(-1) ?? null, mean(costs.elec)), -0.1, 0.3),
    rolling_margin_trend: difference(windowMean(months, asOf, 0), windowMean(months, asOf, 3)),
    is_price_increase: elecTrend === null ? null : Number((peak.at(-1) ?? 0) > (peak[0] ?? 0)),
    has_interaction: customer.has_interaction,
    interaction_within_3m_of_renewal: Number(within3m),
    is_interaction_within_30d_of_renewal: Number(within30d),
    complaint_near_renewal: Number(leaves && within3m),
    recent_complaint_flag: Number(leaves),
    customer_intent: intent,
    last_interaction_days_ago: date === null ? null : days(date, asOf),
    is_cancellation_intent: Number(intent === "Cancellation / Switch"),
    is_complaint_intent: Number(intent === "Complaint / Escalation"),
    intent_severity_score:
      ["Pricing Offers", "Complaint / Escalation", "Cancellation / Switch"].indexOf(intent) + 1,
    months_since_last_change: change === null || change > asOf ? null : roundedMonths(days(change, asOf), 1),
    sentiment_label: customer.sentiment_label,
    is_negative_sentiment: Number(negative),
    complaint_x_negative_sentiment: Number(negative && leaves),
    is_price_sensitive: Number(intent === "Pricing Offers"),
    is_high_risk_lifecycle: Number(toRenewal !== null && toRenewal <= 3 && tenure !== null && tenure <= 12),
    is_competition_x_renewal: Number(competition && near),
    dual_fuel_x_renewal: Number(dual && near),
    dual_fuel_x_competition: Number(dual && competition),
    dual_fuel_x_intent: Number(dual && leaves),
    intent_x_renewal_bucket: cross(intent, renewalName),
    intent_x_tenure_bucket: cross(intent, tenureName),
    intent_x_sentiment: cross(intent, customer.sentiment_label),
    sentiment_x_renewal_bucket: cross(customer.sentiment_label, renewalName),
    tenure_x_renewal_bucket: cross(tenureName, renewalName),
    sales_channel_x_renewal_bucket: cross(channel, renewalName),
    has_interaction_x_renewal_bucket: cross(customer.has_interaction, renewalName),
    competition_x_intent: cross(customer.is_high_competition_province, intent),
    contracted_power_kw: customer.contracted_power_kw,
    is_urban: customer.is_urban,
    region: customer.region,
    avg_monthly_margin: mean(margin),
    total_margin_2024: sum(margin),
    sentiment_neg: customer.sentiment_neg,
    sentiment_neu: customer.sentiment_neu,
    sentiment_pos: customer.sentiment_pos,
  };
}

/** Columns of the gold master without its key, by customer. */
export function oracleGold(
  bronze: BronzeTables,
  asOf: string,
): ReadonlyMap<string, Readonly<Record<string, Value>>> {
  const months = Map.groupBy(imputedMonths(bronze, asOf), (row) => row.customer_id);
  const costsOf = (province: number | null) => {
    const rows = bronze.provinces
      .filter((row) => row.province === province && String(row.month) <= asOf.slice(0, 7))
      .toSorted((a, b) => (String(a.month) < String(b.month) ? -1 : 1));
    return {
      elec: known(rows.map((row) => row.elec_var_cost_eur_kwh)),
      gas: known(rows.map((row) => row.gas_var_cost_eur_m3)),
    };
  };
  return new Map(
    bronze.customers.map((customer) => [
      String(customer.customer_id),
      featuresOf(customer, months.get(customer.customer_id) ?? [], costsOf(customer.province_code), asOf),
    ]),
  );
}
