import { COMPARISON_CHANNEL, OWN_WEBSITE_CHANNEL } from "../../configs/channels.ts";
import { NEAR_RENEWAL_MONTHS, renewalBuckets, tenureBuckets } from "../../configs/lifecycle.ts";
import type { IsoDate } from "../../configs/names.ts";
import { bucketOf, day, flag, flagOrNull, knownOn, monthsBetween, oneOf, rounded } from "./sql.ts";

/** Tier 1A: where the customer stands between activation and renewal, and facts that do not change. */
export function lifecycleQuery(asOf: IsoDate): string {
  const toRenewal = rounded(monthsBetween(day(asOf), "next_renewal_date"), 1);
  const sinceActivation = rounded(
    monthsBetween(knownOn(asOf, "customer_first_activation_date"), day(asOf)),
    0,
  );
  return `
  SELECT customer_id, months_to_renewal, renewal_bucket,
    -- A contract that has expired is not within three months of its renewal (D11).
    ${flag(`months_to_renewal BETWEEN 0 AND ${NEAR_RENEWAL_MONTHS}`)} AS is_within_3m_of_renewal,
    tenure_months,
    ${bucketOf("tenure_months", tenureBuckets)} AS tenure_bucket,
    ${flagOrNull("renewal_bucket = 'expired'")} AS is_expired_contract,
    segment, sales_channel, is_high_competition_province, is_second_residence,
    ${flag("elec_kwh > 0 AND gas_m3 > 0")} AS is_dual_fuel,
    -- By gas alone, unlike is_dual_fuel: who uses gas but no electricity is in the dual portfolio.
    segment || CASE WHEN gas_m3 > 0 THEN '_DualFuel' ELSE '_SingleFuel' END AS portfolio_type,
    ${flag(oneOf("sales_channel", [COMPARISON_CHANNEL, OWN_WEBSITE_CHANNEL]))} AS is_digital_channel,
    ${flag(oneOf("sales_channel", [COMPARISON_CHANNEL]))} AS is_comparison_channel,
    ${flag(oneOf("sales_channel", [OWN_WEBSITE_CHANNEL]))} AS is_own_website_channel
  FROM (
    SELECT *, ${bucketOf("months_to_renewal", renewalBuckets)} AS renewal_bucket
    FROM (
      SELECT silver_customer.*, ${toRenewal} AS months_to_renewal, ${sinceActivation} AS tenure_months,
        list_sum(customer_series.elec_kwh) AS elec_kwh, list_sum(customer_series.gas_m3) AS gas_m3
      FROM silver_customer LEFT JOIN customer_series USING (customer_id)
    )
  )`;
}
