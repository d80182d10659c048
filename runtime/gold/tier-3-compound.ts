import { risky } from "../../configs/lifecycle.ts";
import { leavingIntents, PRICING } from "../../configs/severity.ts";
import { flag, oneOf } from "./sql.ts";

/** Tier 3: two facts at once, from the tiers before. An unknown fact counts as "no". */
export const compoundQuery = `
  SELECT customer_id,
    ${flag(oneOf("customer_intent", [PRICING]))} AS is_price_sensitive,
    ${flag(`${oneOf("renewal_bucket", risky.renewal)} AND ${oneOf("tenure_bucket", risky.tenure)}`)} AS is_high_risk_lifecycle,
    ${flag("is_high_competition_province = 1 AND is_within_3m_of_renewal = 1")} AS is_competition_x_renewal,
    ${flag("is_dual_fuel = 1 AND is_within_3m_of_renewal = 1")} AS dual_fuel_x_renewal,
    ${flag("is_dual_fuel = 1 AND is_high_competition_province = 1")} AS dual_fuel_x_competition,
    ${flag(`is_dual_fuel = 1 AND ${oneOf("customer_intent", leavingIntents)}`)} AS dual_fuel_x_intent
  FROM tier_1a_lifecycle JOIN tier_2a_behaviour USING (customer_id)`;
