import { readFileSync } from "node:fs";
import type { BadInput, Spoiled } from "./case.ts";

const FILE = "consumption_hourly_2024.parquet";
const HOURS = 61 * 24;
/** Rows stand by customer and hour: this is the row of customer C00008's third hour, 2024-11-01 02:00. */
const ROW = 7 * HOURS + 3;
const HERE = `customer_id = 'C00008' AND "timestamp" = TIMESTAMP '2024-11-01 02:00'`;
const ALL = 200 * HOURS;

/** Sets a column to an SQL value in the one row, or in all. */
const set = (column: string, value: string, where = HERE) => {
  return (d: Spoiled) =>
    d.readings(
      `SELECT * REPLACE (CASE WHEN ${where} THEN ${value} ELSE "${column}" END AS "${column}") FROM readings`,
    );
};

const rejected = (column: string, reason: string, line = ROW) => ({
  consumption_hourly_2024: [{ line, column, reason }],
});

/** Hourly readings: values, hours and customers that cannot be. */
export const readingCases: readonly BadInput[] = [
  {
    name: "negative readings count as 0",
    spoil: set("consumption_elec_kwh", "-0.9", 'hour("timestamp") = 3'),
    quarantines: {},
    summary: { readings_used: ALL, missing_hours: 0 },
  },
  {
    name: "NaN",
    spoil: set("consumption_elec_kwh", "'nan'::DOUBLE"),
    quarantines: rejected("consumption_elec_kwh", "is not a finite number"),
    summary: { readings_used: ALL - 1, readings_quarantined: 1, missing_hours: 1 },
  },
  {
    name: "infinity",
    spoil: set("consumption_gas_m3", "'-infinity'::DOUBLE"),
    quarantines: rejected("consumption_gas_m3", "is not a finite number"),
  },
  {
    name: "an absurd value",
    spoil: set("consumption_elec_kwh", "1e9"),
    quarantines: rejected("consumption_elec_kwh", "does not lie between -100000 and 100000 kWh"),
  },
  {
    name: "NaN in every row",
    spoil: set("consumption_gas_m3", "'nan'::DOUBLE", "true"),
    stops: {
      message:
        `${FILE}: ${ALL} of ${ALL} rows (100.0 %, the limit is 1 %) break the contract, the first in row 1: ` +
        "consumption_gas_m3 is not a finite number; leave the cell empty where a value is missing.",
      file: FILE,
      column: "consumption_gas_m3",
      line: 1,
    },
  },
  {
    name: "a time between the hours",
    spoil: set("timestamp", "TIMESTAMP '2024-11-01 02:30'"),
    quarantines: rejected("timestamp", "is not a full hour"),
    summary: { missing_hours: 1, customers_with_missing_hours: 1 },
  },
  {
    name: "an empty time",
    spoil: set("timestamp", "NULL"),
    quarantines: rejected("timestamp", "is empty"),
  },
  {
    name: "a time in the future",
    spoil: set("timestamp", "TIMESTAMP '2098-11-01 02:00'"),
    quarantines: rejected("timestamp", "lies in the future"),
  },
  {
    name: "a time of long ago",
    spoil: set("timestamp", "TIMESTAMP '1970-01-01 02:00'"),
    quarantines: rejected("timestamp", "is not at least 2000-01-01 00:00:00"),
  },
  {
    name: "an hour that stands twice, alike",
    spoil: (d) => d.readings(`SELECT * FROM readings UNION ALL SELECT * FROM readings WHERE ${HERE}`),
    quarantines: rejected(
      "timestamp",
      "repeats the customer_id and timestamp of an earlier row exactly",
      ALL + 1,
    ),
    summary: { readings_used: ALL, missing_hours: 0 },
  },
  {
    name: "an hour that stands twice, with another value",
    spoil: (d) =>
      d.readings(
        `SELECT * FROM readings UNION ALL
         SELECT * REPLACE (99 AS consumption_elec_kwh) FROM readings WHERE ${HERE}`,
      ),
    quarantines: rejected(
      "timestamp",
      "repeats the customer_id and timestamp of an earlier row with other values",
      ALL + 1,
    ),
  },
  {
    name: "three days without readings are counted",
    spoil: (d) =>
      d.readings(
        `SELECT * FROM readings WHERE NOT (customer_id = 'C00008' AND "timestamp"::DATE BETWEEN '2024-11-10' AND '2024-11-12')`,
      ),
    quarantines: {},
    summary: { missing_hours: 72, customers_with_missing_hours: 1, readings_used: ALL - 72 },
  },
  {
    name: "a customer without any reading",
    spoil: (d) => d.readings("SELECT * FROM readings WHERE customer_id <> 'C00008'"),
    quarantines: {},
    summary: { customers: 200, customers_without_readings: 1, customer_months: 398 },
  },
  {
    name: "an empty customer",
    spoil: set("customer_id", "NULL"),
    quarantines: rejected("customer_id", "is empty"),
  },
  {
    name: "a customer whom the master lacks",
    spoil: set("customer_id", "'C99999'"),
    quarantines: rejected("customer_id", "is not in customer_attributes"),
  },
  {
    name: "readings of other customers",
    spoil: set("customer_id", "'X' || customer_id", "true"),
    stops: {
      message:
        `${FILE}: ${ALL} of ${ALL} rows (100.0 %, the limit is 1 %) break the contract, the first in row 1: ` +
        "customer_id is not in customer_attributes; add these customers to customer_attributes or leave their " +
        "rows out.",
      file: FILE,
      column: "customer_id",
      line: 1,
    },
  },
  {
    name: "no electricity at all",
    spoil: set("consumption_elec_kwh", "NULL", "true"),
    stops: {
      message: `${FILE}: 100.0 % of consumption_elec_kwh is empty, its limit is 5.0 %; fill the column and deliver the file again.`,
      file: FILE,
      column: "consumption_elec_kwh",
    },
  },
  {
    name: "a Parquet file without rows",
    spoil: (d) => d.readings("SELECT * FROM readings LIMIT 0"),
    stops: { message: `${FILE} has no rows; deliver it with its data.`, file: FILE },
  },
  {
    name: "times that are texts of another form",
    spoil: (d) =>
      d.readings(`SELECT * REPLACE (strftime("timestamp", '%d/%m/%Y %H:%M') AS "timestamp") FROM readings`),
    stops: {
      message:
        `${FILE}: ${ALL} of ${ALL} rows (100.0 %, the limit is 1 %) break the contract, the first in row 1: ` +
        "timestamp is not a time of the form YYYY-MM-DD HH:MM:SS; write times as YYYY-MM-DD HH:MM:SS.",
      file: FILE,
      column: "timestamp",
      line: 1,
    },
  },
  {
    name: "numbers that are texts with decimal commas",
    spoil: (d) =>
      d.readings(
        "SELECT * REPLACE (replace(consumption_elec_kwh::VARCHAR, '.', ',') AS consumption_elec_kwh) FROM readings",
      ),
    stops: {
      message:
        `${FILE}: ${ALL} of ${ALL} rows (100.0 %, the limit is 1 %) break the contract, the first in row 1: ` +
        "consumption_elec_kwh is not a number; write decimals with a point, not with a comma.",
      file: FILE,
      column: "consumption_elec_kwh",
      line: 1,
    },
  },
  {
    name: "a column of structures",
    spoil: (d) =>
      d.readings(`SELECT * REPLACE ({value: consumption_elec_kwh} AS consumption_elec_kwh) FROM readings`),
    stops: {
      message: `${FILE}: column consumption_elec_kwh has the type STRUCT("value" DOUBLE); write one text, number or date per row.`,
      file: FILE,
      column: "consumption_elec_kwh",
    },
  },
  {
    name: "truncated compressed CSV readings",
    spoil: async (d) => {
      await d.readingsAs("consumption_hourly_2024.csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip");
      const whole = readFileSync(d.path("consumption_hourly_2024.csv.gz"));
      d.write("consumption_hourly_2024.csv.gz", whole.subarray(0, whole.length / 2));
    },
    stops: {
      message:
        "consumption_hourly_2024.csv.gz is a truncated or damaged gzip file; compress and upload it again.",
      file: "consumption_hourly_2024.csv.gz",
    },
  },
  {
    name: "compressed readings under a plain name",
    spoil: (d) => d.readingsAs("consumption_hourly_2024.csv", "FORMAT csv, HEADER, COMPRESSION gzip"),
    stops: {
      message: "consumption_hourly_2024.csv is compressed with gzip; rename it to end in .gz.",
      file: "consumption_hourly_2024.csv",
    },
  },
  {
    name: "CSV readings with semicolons",
    spoil: (d) => d.readingsAs("consumption_hourly_2024.csv", "FORMAT csv, HEADER, DELIMITER ';'"),
    stops: {
      message:
        "consumption_hourly_2024.csv separates its columns with semicolons; export it with commas, and with a point in decimals.",
      file: "consumption_hourly_2024.csv",
      line: 1,
    },
  },
  {
    name: "a ragged row among CSV readings",
    spoil: async (d) => {
      await d.readingsAs("consumption_hourly_2024.csv", "FORMAT csv, HEADER");
      d.editLine("consumption_hourly_2024.csv", ROW + 1, (line) => line.slice(0, line.lastIndexOf(",")));
    },
    quarantines: {
      consumption_hourly_2024: [
        { line: ROW + 1, column: "", reason: "has fewer values than the header has columns" },
      ],
    },
  },
  {
    name: "readings in nested JSON",
    spoil: (d) =>
      d.replaceReadings("consumption_hourly_2024.json", '{"readings": [{"customer_id": "C00001"}]}'),
    stops: {
      message:
        'consumption_hourly_2024.json does not begin with a flat JSON record; write {"customer_id": ..., ...}.',
      file: "consumption_hourly_2024.json",
      line: 1,
    },
  },
];
