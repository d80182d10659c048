import { NEAR_RENEWAL_MONTHS } from "../../configs/lifecycle.ts";
import type { IsoDate } from "../../configs/names.ts";
import { CANCELLATION, COMPLAINT, intentSeverity, leavingIntents } from "../../configs/severity.ts";
import { literal } from "../table/engine.ts";
import { day, flag, knownOn, monthsBetween, oneOf, rounded } from "./sql.ts";

const severity = `CASE customer_intent ${Object.entries(intentSeverity)
  .map(([intent, score]) => `WHEN ${literal(intent)} THEN ${score}`)
  .join(" ")} ELSE 0 END`;

/** Tier 2A: the customer's latest conversation, how it lies to the renewal, and the last change of product. */
export function behaviourQuery(asOf: IsoDate): string {
  const sinceChange = monthsBetween(knownOn(asOf, "last_product_change_date"), day(asOf));
  return `
  SELECT customer_id, has_interaction,
    ${flag(`ahead BETWEEN 0 AND ${NEAR_RENEWAL_MONTHS}`)} AS interaction_within_3m_of_renewal,
    ${flag("ahead BETWEEN 0 AND 1")} AS is_interaction_within_30d_of_renewal,
    ${flag(`leaving AND ahead BETWEEN 0 AND ${NEAR_RENEWAL_MONTHS}`)} AS complaint_near_renewal,
    ${flag("leaving")} AS recent_complaint_flag,
    customer_intent,
    date_diff('day', "date", ${day(asOf)}) AS last_interaction_days_ago,
    ${flag(oneOf("customer_intent", [CANCELLATION]))} AS is_cancellation_intent,
    ${flag(oneOf("customer_intent", [COMPLAINT]))} AS is_complaint_intent,
    ${severity} AS intent_severity_score,
    ${rounded(sinceChange, 1)} AS months_since_last_change
  FROM (
    SELECT *,
      -- Months from the conversation to the renewal, not rounded.
      ${monthsBetween('"date"', "next_renewal_date")} AS ahead,
      ${oneOf("customer_intent", leavingIntents)} AS leaving
    FROM silver_customer
  )`;
}
