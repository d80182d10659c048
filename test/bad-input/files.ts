import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { csvOf } from "../support/small-delivery.ts";
import { type BadInput, good } from "./case.ts";

/** Files that are missing, empty, truncated, doubled or of another kind. */
export const fileCases: readonly BadInput[] = [
  {
    name: "a missing file",
    spoil: (d) => d.remove("price_history.csv"),
    stops: {
      message:
        "The delivery has no price_history; add it as price_history.csv (or .csv.gz, .parquet, .json, .ndjson).",
      file: "price_history.csv",
    },
  },
  {
    name: "a misspelt file name",
    spoil: (d) => renameSync(d.path("customer_attributes.csv"), d.path("customer_atributes.csv")),
    stops: {
      message: "The delivery has no customer_attributes; rename customer_atributes.csv if that is it.",
      file: "customer_attributes.csv",
    },
  },
  {
    name: "a misspelt name of the optional label file",
    spoil: (d) => renameSync(d.path("churn_label.csv"), d.path("churn_labels.csv")),
    stops: {
      message: "The delivery has no churn_label; rename churn_labels.csv if that is it.",
      file: "churn_label.csv",
    },
  },
  {
    name: "a workbook in the place of a file: another name would not help",
    spoil: (d) => renameSync(d.path("churn_label.csv"), d.path("churn_label.xlsx")),
    stops: {
      message:
        "The delivery has no churn_label; churn_label.xlsx is of another kind: export it as churn_label.csv, if that is it.",
      file: "churn_label.csv",
    },
  },
  {
    name: "two missing files",
    spoil: (d) => d.remove("price_history.csv", "customer_contracts.csv"),
    stops: {
      message:
        "The delivery has no customer_contracts; add it as customer_contracts.csv (or .csv.gz, .parquet, .json, .ndjson). " +
        "(1 more fault: `spanishgas check --raw <folder>` lists them all.)",
      file: "customer_contracts.csv",
    },
  },
  {
    name: "no label file: customers to score only",
    spoil: (d) => d.remove("churn_label.csv"),
    quarantines: {},
  },
  {
    name: "a zero-byte file",
    spoil: (d) => d.write("customer_contracts.csv", ""),
    stops: {
      message: "customer_contracts.csv is empty (0 bytes); upload it again.",
      file: "customer_contracts.csv",
    },
  },
  {
    name: "a file of blank lines",
    spoil: (d) => d.write("customer_contracts.csv", "\n \n\n"),
    stops: { message: "customer_contracts.csv is empty; upload it again.", file: "customer_contracts.csv" },
  },
  {
    name: "a header without rows",
    spoil: (d) => d.edit("price_history.csv", (text) => `${text.split("\n", 1)[0] ?? ""}\n`),
    stops: { message: "price_history.csv has no rows; deliver it with its data.", file: "price_history.csv" },
  },
  {
    name: "a truncated gzip file",
    spoil: (d) => {
      const whole = gzipSync(csvOf(good.price_history));
      d.remove("price_history.csv");
      d.write("price_history.csv.gz", whole.subarray(0, whole.length / 2));
    },
    stops: {
      message: "price_history.csv.gz is a truncated or damaged gzip file; compress and upload it again.",
      file: "price_history.csv.gz",
    },
  },
  {
    name: "a truncated Parquet file",
    spoil: (d) => {
      const file = d.path("consumption_hourly_2024.parquet");
      const whole = readFileSync(file);
      d.write("consumption_hourly_2024.parquet", whole.subarray(0, whole.length - 1000));
    },
    stops: {
      message: "consumption_hourly_2024.parquet is a damaged or truncated Parquet file; upload it again.",
      file: "consumption_hourly_2024.parquet",
    },
  },
  {
    name: "a Parquet file with a damaged footer",
    spoil: (d) => {
      const whole = Buffer.from(readFileSync(d.path("consumption_hourly_2024.parquet")));
      whole.fill(0xff, whole.length - 400, whole.length - 8);
      d.write("consumption_hourly_2024.parquet", whole);
    },
    stops: {
      message: "consumption_hourly_2024.parquet is a damaged Parquet file; upload it again.",
      file: "consumption_hourly_2024.parquet",
    },
  },
  {
    name: "a CSV file cut off in mid-row",
    spoil: (d) => d.edit("churn_label.csv", (text) => text.slice(0, -3)),
    quarantines: {
      churn_label: [{ line: 201, column: "", reason: "has fewer values than the header has columns" }],
    },
  },
  {
    name: "one data set in two formats",
    spoil: (d) => d.write("price_history.ndjson", '{"customer_id":"C00001"}\n'),
    stops: {
      message:
        "Both price_history.csv and price_history.ndjson claim to be price_history; keep one of them, or parts of one format.",
      file: "price_history.ndjson",
    },
  },
  {
    name: "the same file plain and compressed",
    spoil: (d) => d.write("churn_label.csv.gz", gzipSync(csvOf(good.churn_label))),
    stops: {
      message:
        "Both churn_label.csv and churn_label.csv.gz claim to be churn_label; keep one of them, or parts of one format.",
      file: "churn_label.csv.gz",
    },
  },
  {
    name: "parts of different formats",
    spoil: (d) => {
      d.remove("churn_label.csv");
      mkdirSync(d.path("churn_label"));
      d.write("churn_label/part-0.csv", csvOf(good.churn_label.slice(0, 100)));
      d.write("churn_label/part-1.json", JSON.stringify(good.churn_label.slice(100)));
    },
    stops: {
      message:
        "Both part-0.csv and part-1.json claim to be churn_label; keep one of them, or parts of one format.",
      file: "part-1.json",
    },
  },
  {
    name: "an Excel file under a CSV name",
    spoil: (d) => d.write("customer_attributes.csv", Buffer.from("504b030414000600080000002100", "hex")),
    stops: {
      message: "customer_attributes.csv is a zip archive or an Excel file; unpack it, or save it as CSV.",
      file: "customer_attributes.csv",
    },
  },
  {
    name: "an error page under a CSV name",
    spoil: (d) =>
      d.write("customer_attributes.csv", "<!DOCTYPE html><html><body>403 Forbidden</body></html>\n"),
    stops: {
      message: "customer_attributes.csv is a web page or XML; upload it as CSV, JSON or Parquet.",
      file: "customer_attributes.csv",
    },
  },
  {
    name: "a foreign file beside the data",
    spoil: (d) => d.write("readme-first.txt", "Hello."),
    quarantines: {},
    notes: "readme-first.txt belongs to no data set and was not read.",
  },
];
