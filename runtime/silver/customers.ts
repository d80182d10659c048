import { channelNames, UNKNOWN_CHANNEL } from "../../configs/channels.ts";
import { SME_POWER_LIMIT_KW } from "../../configs/segments.ts";
import { literal } from "../table/engine.ts";

/** White space that is cut off the ends of a channel, as an SQL expression. */
const BLANKS = "chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160)";

/** English name of a raw sales channel; an unknown one keeps its own name, trimmed and in lower case. */
function channelName(column: string): string {
  const cleaned = `lower(trim(${column}, ${BLANKS}))`;
  const known = Object.entries(channelNames)
    .map(([raw, english]) => `WHEN ${literal(raw)} THEN ${literal(english)}`)
    .join(" ");
  return `CASE coalesce(${cleaned}, '') WHEN '' THEN ${literal(UNKNOWN_CHANNEL)} ${known} ELSE ${cleaned} END`;
}

/**
 * Query for `silver_customer`: `bronze_customer` with the channel in English, the segment and the kind of home.
 * An industrial customer of exactly 10 kW or less is an SME; what cannot be decided is `Unknown` (D8).
 */
export const silverCustomerQuery = `
  SELECT * REPLACE (${channelName("sales_channel")} AS sales_channel),
    CASE segment
      WHEN 'Residential' THEN CASE is_second_residence WHEN 1 THEN 'Second_Residence' WHEN 0 THEN 'Primary_Residence' END
    END AS residential_type
  FROM (
    SELECT *,
      CASE
        WHEN is_industrial = 0 THEN 'Residential'
        WHEN is_industrial = 1 AND contracted_power_kw <= ${SME_POWER_LIMIT_KW} THEN 'SME'
        WHEN is_industrial = 1 AND contracted_power_kw > ${SME_POWER_LIMIT_KW} THEN 'Corporate'
        ELSE 'Unknown'
      END AS segment
    FROM bronze_customer
  )`;
