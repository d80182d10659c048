-- Consumption by customer and slot: a slot is a calendar month and a tariff period (configs/tariff.ts).
--
-- Plain SQL on two relations, so that it runs unchanged on DuckDB, Amazon Athena and Trino:
--   readings       customer_id, timestamp, consumption_elec_kwh, consumption_gas_m3
--   hour_calendar  one row per hour: starts_at, slot, tally (2^40 plus a random whole number below 2^30)
--
-- Sums are exact, whatever the order of the rows: each reading becomes a whole number of ten-thousandths, and sums of
-- whole numbers below 2^53 are exact in double arithmetic. x + ABS(x) is 2x, or 0 for a negative reading, so that
-- negative readings count as 0 without a branch per row; times 5,000 it is x in ten-thousandths. Readings that are
-- missing count as 0; one that is infinite or no number makes the sum so, too.
-- One sum of tallies serves two ends, because each aggregate costs: its multiple of 2^40 counts the readings, and the
-- rest tells whether they are the hours of the slot, each once.
SELECT
  scaled.customer_id,
  hour_calendar.slot,
  SUM(hour_calendar.tally) AS tally,
  CAST(FLOOR(SUM(hour_calendar.tally) / 1099511627776E0) AS BIGINT) AS hours,
  COALESCE(SUM(scaled.elec_units), 0) AS elec_units,
  COALESCE(SUM(scaled.gas_units), 0) AS gas_units
FROM (
  SELECT
    customer_id,
    "timestamp" AS starts_at,
    ROUND((consumption_elec_kwh + ABS(consumption_elec_kwh)) * 5E3) AS elec_units,
    ROUND((consumption_gas_m3 + ABS(consumption_gas_m3)) * 5E3) AS gas_units
  FROM readings
) AS scaled
JOIN hour_calendar ON scaled.starts_at = hour_calendar.starts_at
GROUP BY scaled.customer_id, hour_calendar.slot
