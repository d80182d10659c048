-- Consumption by customer and slot: a slot is a calendar month and a tariff period (configs/tariff.ts).
--
-- Plain SQL on two relations, so that it runs unchanged on DuckDB, Amazon Athena and Trino:
--   readings       customer_id, timestamp, consumption_elec_kwh, consumption_gas_m3
--   hour_calendar  one row per hour: starts_at, slot, tally (2^40 plus a random whole number below 2^30)
--
-- Sums are those of the doubled readings, and exact, whatever the order of the rows or the parts that they are summed in;
-- who reads them halves and rounds them, once, to whole ten-thousandths:
--   x + ABS(x) is 2x, or 0 for a negative reading: negative readings count as 0 without a branch per row.
--   (y + M) - M with M = 1.5 x 2^27 rounds y to a multiple of 2^-25, half to even. Sums of such multiples are exact in
--   double arithmetic up to 2^28, which is more than a slot can hold (744 hours x 2 x 100,000).
--   A reading thereby moves by 2^-27 at most, all readings of a slot by less than 0.00001: readings of up to four
--   decimals sum to exactly their decimal sum.
-- Rounding each reading to ten-thousandths itself would cost a multiplication and a library call per reading.
--
-- Readings that are missing count as 0; one that is infinite or no number makes the sum so, too.
-- One sum of tallies serves two ends, because each aggregate costs: its multiple of 2^40 counts the readings, and the
-- rest tells whether they are the hours of the slot, each once.
SELECT
  doubled.customer_id,
  hour_calendar.slot,
  SUM(hour_calendar.tally) AS tally,
  CAST(FLOOR(SUM(hour_calendar.tally) / 1099511627776E0) AS BIGINT) AS hours,
  SUM(doubled.elec_kwh) AS elec_sum,
  SUM(doubled.gas_m3) AS gas_sum
FROM (
  SELECT
    customer_id,
    "timestamp" AS starts_at,
    (consumption_elec_kwh + ABS(consumption_elec_kwh) + 201326592E0) - 201326592E0 AS elec_kwh,
    (consumption_gas_m3 + ABS(consumption_gas_m3) + 201326592E0) - 201326592E0 AS gas_m3
  FROM readings
) AS doubled
JOIN hour_calendar ON doubled.starts_at = hour_calendar.starts_at
GROUP BY doubled.customer_id, hour_calendar.slot
