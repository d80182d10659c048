-- Consumption by customer and slot: a slot is a calendar month and a tariff period (configs/tariff.ts).
--
-- Plain SQL on two relations, so that it runs unchanged on DuckDB, Amazon Athena and Trino:
--   readings       customer_id, timestamp, consumption_elec_kwh, consumption_gas_m3
--   hour_calendar  one row per hour: starts_at, slot, fingerprint (a random whole number below 2^40)
--
-- Sums are exact, whatever the order of the rows: each reading becomes a whole number of ten-thousandths, and sums of
-- whole numbers below 2^53 are exact in double arithmetic. Negative readings count as 0; without any reading the sum
-- is 0. The sum of the fingerprints tells whether the customer has each hour of the slot once.
--
-- One engine differs: DuckDB holds NaN for greater than every number, so that a NaN reading shows in the sum, while
-- Trino skips it. On Trino, look for NaN readings in a statement of their own.
SELECT
  readings.customer_id,
  hour_calendar.slot,
  COUNT(*) AS hours,
  SUM(hour_calendar.fingerprint) AS fingerprint,
  COALESCE(SUM(CASE WHEN readings.consumption_elec_kwh > 0
    THEN ROUND(readings.consumption_elec_kwh * 10000) END), 0) AS elec_units,
  COALESCE(SUM(CASE WHEN readings.consumption_gas_m3 > 0
    THEN ROUND(readings.consumption_gas_m3 * 10000) END), 0) AS gas_units
FROM readings
JOIN hour_calendar ON readings.timestamp = hour_calendar.starts_at
GROUP BY readings.customer_id, hour_calendar.slot
