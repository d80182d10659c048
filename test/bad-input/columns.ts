import { csvOf } from "../support/small-delivery.ts";
import { type BadInput, good } from "./case.ts";

const ATTRIBUTES =
  "customer_id, contracted_power_kw, is_industrial, is_second_residence, province_code, region, " +
  "is_high_competition_province, is_urban, sales_channel";

/** Columns that are missing, renamed, swapped, doubled or unknown. */
export const columnCases: readonly BadInput[] = [
  {
    name: "a missing column",
    spoil: (d) => d.rows("customer_attributes", (rows) => rows.map(({ is_urban: _, ...row }) => row)),
    stops: {
      message: `customer_attributes.csv has no column "is_urban" (it has: ${ATTRIBUTES.replace("is_urban, ", "")}); add it.`,
      file: "customer_attributes.csv",
      column: "is_urban",
      line: 1,
    },
  },
  {
    name: "a renamed column",
    spoil: (d) => d.edit("churn_label.csv", (text) => text.replace("customer_id", "CustomerID")),
    stops: {
      message:
        'churn_label.csv has no column "customer_id" (it has: CustomerID, churn); rename "CustomerID" if that is it.',
      file: "churn_label.csv",
      column: "customer_id",
      line: 1,
    },
  },
  {
    name: "a renamed column of the readings",
    spoil: async (d) => {
      await d.readings('SELECT * RENAME ("timestamp" AS ts) FROM readings');
    },
    stops: {
      message:
        'consumption_hourly_2024.parquet has no column "timestamp" (it has: customer_id, ts, consumption_elec_kwh, ' +
        'consumption_gas_m3); rename "ts" if that is it.',
      file: "consumption_hourly_2024.parquet",
      column: "timestamp",
    },
  },
  {
    name: "no header at all",
    spoil: (d) => d.edit("churn_label.csv", (text) => text.slice(text.indexOf("\n") + 1)),
    stops: {
      message: "churn_label.csv names none of its columns in line 1; they must be: customer_id,churn.",
      file: "churn_label.csv",
      line: 1,
    },
  },
  {
    name: "an empty line before the header",
    spoil: (d) => d.edit("churn_label.csv", (text) => `\n${text}`),
    stops: {
      message: "churn_label.csv begins with an empty line; the header must be line 1.",
      file: "churn_label.csv",
      line: 1,
    },
  },
  {
    name: "a column that stands twice",
    spoil: (d) => d.edit("churn_label.csv", (text) => text.replaceAll(/^(.*),(.*)$/gm, "$1,$2,$2")),
    stops: {
      message: 'churn_label.csv has the column "churn" twice; remove one of them.',
      file: "churn_label.csv",
      column: "churn",
      line: 1,
    },
  },
  {
    name: "swapped columns: names count, not positions",
    spoil: (d) => d.edit("churn_label.csv", (text) => text.replaceAll(/^(.*),(.*)$/gm, "$2,$1")),
    quarantines: {},
  },
  {
    name: "swapped headers over unswapped values",
    spoil: (d) =>
      d.write("churn_label.csv", csvOf(good.churn_label).replace("customer_id,churn", "churn,customer_id")),
    stops: {
      message:
        "churn_label.csv: 200 of 200 rows (100.0 %, the limit is 1 %) break the contract, the first in line 2: " +
        "churn is not 0 or 1; correct these rows and deliver the file again.",
      file: "churn_label.csv",
      column: "churn",
      line: 2,
    },
  },
  {
    name: "columns that nobody knows, one without a name",
    spoil: (d) => d.edit("churn_label.csv", (text) => text.replaceAll(/^(.+)$/gm, "$1,comment,")),
    quarantines: {},
    notes: "churn_label.csv has columns that no contract knows and that were not read: comment, .",
  },
];
