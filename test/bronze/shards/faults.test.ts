import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { isoDate } from "../../../configs/names.ts";
import type { ShareOptions } from "../../support/shared.ts";
import { csvOf, smallDelivery, smallReadings } from "../../support/small-delivery.ts";
import { alone, CUSTOMERS, deliveryOf, type PartFormat, together } from "./fixture.ts";

vi.setConfig({ testTimeout: 180_000 });

const readings = smallReadings(CUSTOMERS);
const parts = [0, 1, 2].map((part) => `SELECT * FROM (${readings}) WHERE hash(customer_id) % 3 = ${part}`);
const replaced = (part: string, expression: string, column: string) =>
  `SELECT * REPLACE (${expression} AS ${column}) FROM (${part})`;
const [one = "", two = "", three = ""] = parts;

interface Fault {
  readonly parts: readonly string[];
  readonly format?: PartFormat;
  readonly options?: Omit<ShareOptions, "machines">;
  readonly spoil?: (delivery: string) => void;
  readonly message: RegExp;
}

const part = (n: number, format: string) => `consumption_hourly_2024-${n}.${format}`;

/** Faults that stop a run, each in the share of one machine, or in what only all shares show. */
const faults: Readonly<Record<string, Fault>> = {
  "a file that lacks a column": {
    parts: [one, `SELECT * EXCLUDE (timestamp), timestamp AS ts FROM (${two})`, three],
    message: /^consumption_hourly_2024-2.parquet has no column "timestamp"/,
  },
  "a truncated file": {
    parts,
    spoil: (delivery) => truncateSync(join(delivery, part(3, "parquet")), 5_000),
    message: /^consumption_hourly_2024-3.parquet is a damaged or truncated Parquet file/,
  },
  "a truncated compressed file": {
    parts,
    format: "csv.gz",
    spoil: (delivery) => truncateSync(join(delivery, part(2, "csv.gz")), 5_000),
    message: /^consumption_hourly_2024-2.csv.gz is a truncated or damaged gzip file/,
  },
  "parts of two formats": {
    parts,
    spoil: (delivery) => writeFileSync(join(delivery, part(4, "csv")), "customer_id\n"),
    message: /^Both consumption_hourly_2024-1.parquet and consumption_hourly_2024-4.csv claim to be/,
  },
  "a file that is not UTF-8": {
    parts,
    format: "csv",
    spoil: (delivery) =>
      writeFileSync(
        join(delivery, part(3, "csv")),
        Buffer.from("customer_id,timestamp,consumption_elec_kwh,consumption_gas_m3\n\xf1,x,1,1\n", "latin1"),
      ),
    message: /^consumption_hourly_2024-3.csv, line 2 is not UTF-8 text/,
  },
  "times with a zone": {
    parts: [one, two, replaced(three, "timezone('UTC', timestamp)", "timestamp")],
    message: /^consumption_hourly_2024-3.parquet: the times in column timestamp are instants/,
  },
  "no row at all": {
    parts: parts.map((query) => `SELECT * FROM (${query}) WHERE false`),
    message: /^consumption_hourly_2024-1.parquet has no rows/,
  },
  "too many rows that are no readings": {
    parts: [one, replaced(two, "'none'", "consumption_gas_m3"), three].map((query) =>
      replaced(query, "consumption_gas_m3::VARCHAR", "consumption_gas_m3"),
    ),
    format: "csv",
    message: /^consumption_hourly_2024-2.csv: \d+ of 29280 rows .* the first in line 2: .* is not a number/,
  },
  "too many strangers, over all shares": {
    parts: parts.map((query) =>
      replaced(
        query,
        "CASE WHEN timestamp < '2024-11-01 18:00' THEN 'S' ELSE customer_id END",
        "customer_id",
      ),
    ),
    message: /: 360 of 29280 rows \(1.2 %, .* is not in customer_attributes/,
  },
  "an empty column": {
    parts: [one, replaced(two, "NULL::DOUBLE", "consumption_elec_kwh"), three],
    message: /^consumption_hourly_2024-1.parquet: \d+\.\d % of consumption_elec_kwh is empty/,
  },
  "too many repeated hours": {
    parts: [one, two, `${three} UNION ALL ${three}`],
    message: /^consumption_hourly_2024-3.parquet: \d+ of \d+ rows .* repeats the customer_id and timestamp/,
  },
  "no complete month": {
    parts: parts.map(
      (query) => `SELECT * FROM (${query}) WHERE timestamp BETWEEN '2024-11-03' AND '2024-11-20'`,
    ),
    message: /^No month of readings is complete \(they run from 2024-11-03 00:00 to 2024-11-20 00:00\)/,
  },
  "an as-of date after the last reading": {
    parts,
    options: { asOf: isoDate("2025-01-01") },
    message: /^The as-of date 2025-01-01 lies after the last reading \(2024-12-31\)/,
  },
  "an as-of date in the future": {
    parts,
    options: { asOf: isoDate("2025-01-02"), today: isoDate("2025-01-01") },
    message: /^The as-of date 2025-01-02 lies in the future; give a day up to 2025-01-01/,
  },
  "a fault of the customers' file beside one of the readings": {
    parts: [one, `SELECT * EXCLUDE (timestamp), timestamp AS ts FROM (${two})`, three],
    spoil: (delivery) => {
      const rows = smallDelivery(CUSTOMERS).customer_attributes.map(
        ({ province_code: _none, ...row }) => row,
      );
      writeFileSync(join(delivery, "customer_attributes.csv"), csvOf(rows));
    },
    message: /^customer_attributes.csv has no column "province_code".*\(1 more fault/,
  },
};

describe("several machines say of a delivery what one machine says", () => {
  it.each(Object.entries(faults))("with %s", async (_, fault) => {
    const { parts: queries, format = "parquet", options = {}, spoil, message } = fault;
    const delivery = await deliveryOf(queries, { format });
    spoil?.(delivery);
    const said = await alone(delivery, options);
    expect(said).toMatchObject({ error: "InputError", message: expect.stringMatching(message) });
    expect(await together(delivery, { ...options, machines: 2 })).toEqual(said);
  });
});
