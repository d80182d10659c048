import { csvOf } from "../support/small-delivery.ts";
import { type BadInput, good } from "./case.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");

/** Dialects of CSV, encodings, line ends, quotes and ragged rows. */
export const csvCases: readonly BadInput[] = [
  {
    name: "semicolons",
    spoil: (d) => d.edit("customer_contracts.csv", (text) => text.replaceAll(",", ";")),
    stops: {
      message:
        "customer_contracts.csv separates its columns with semicolons; export it with commas, and with a point in decimals.",
      file: "customer_contracts.csv",
      line: 1,
    },
  },
  {
    name: "tabs",
    spoil: (d) => d.edit("customer_contracts.csv", (text) => text.replaceAll(",", "\t")),
    stops: {
      message:
        "customer_contracts.csv separates its columns with tabs; export it with commas, and with a point in decimals.",
      file: "customer_contracts.csv",
      line: 1,
    },
  },
  {
    name: "decimal commas between quotes",
    spoil: (d) => d.edit("customer_attributes.csv", (text) => text.replaceAll(",3.45,", ',"3,45",')),
    stops: {
      message:
        "customer_attributes.csv: 190 of 200 rows (95.0 %, the limit is 1 %) break the contract, the first in line 2: " +
        "contracted_power_kw is not a number; write decimals with a point, not with a comma.",
      file: "customer_attributes.csv",
      column: "contracted_power_kw",
      line: 2,
    },
  },
  {
    name: "decimal commas without quotes",
    spoil: (d) => d.edit("customer_attributes.csv", (text) => text.replaceAll(",3.45,", ",3,45,")),
    stops: {
      message:
        "customer_attributes.csv: 190 of 200 rows (95.0 %, the limit is 1 %) break the contract, the first in line 2: " +
        "has more values than the header has columns; give each row as many values as the header has columns, write " +
        'decimals with a point, and put texts with commas between quotes (").',
      file: "customer_attributes.csv",
      line: 2,
    },
  },
  {
    name: "a byte order mark",
    spoil: (d) => d.edit("customer_attributes.csv", (text) => `\uFEFF${text}`),
    quarantines: {},
  },
  {
    name: "CRLF line ends",
    spoil: (d) => d.edit("customer_attributes.csv", (text) => text.replaceAll("\n", "\r\n")),
    quarantines: {},
  },
  {
    name: "a byte order mark and CRLF in a compressed JSON file",
    spoil: (d) => {
      d.remove("customer_interactions.json");
      const lines = good.customer_interactions.map((row) => JSON.stringify(row));
      d.write("customer_interactions.ndjson", `\uFEFF${lines.join("\r\n")}`);
    },
    quarantines: {},
  },
  {
    name: "mixed line ends",
    spoil: (d) => d.editLine("customer_attributes.csv", 7, (line) => `${line}\r`),
    stops: {
      message:
        "customer_attributes.csv mixes kinds of line ends (LF, CRLF, CR), first in line 7; save it with one kind.",
      file: "customer_attributes.csv",
      line: 7,
    },
  },
  {
    name: "a carriage return within a row",
    spoil: (d) => d.editLine("customer_attributes.csv", 7, (line) => line.replace(",", ",\r")),
    stops: {
      message:
        "customer_attributes.csv mixes kinds of line ends (LF, CRLF, CR), first in line 7; save it with one kind.",
      file: "customer_attributes.csv",
      line: 7,
    },
  },
  {
    name: "line ends of an old Mac",
    spoil: (d) => d.edit("customer_attributes.csv", (text) => text.replaceAll("\n", "\r")),
    stops: {
      message:
        "customer_attributes.csv ends its lines with CR alone (old Mac style); save it with LF or CRLF.",
      file: "customer_attributes.csv",
      line: 1,
    },
  },
  {
    name: "Latin-1",
    spoil: (d) => d.write("customer_attributes.csv", latin1(csvOf(good.customer_attributes))),
    stops: {
      message:
        "customer_attributes.csv is not UTF-8 text: line 2 holds bytes of another encoding (Latin-1?); save it as UTF-8.",
      file: "customer_attributes.csv",
      line: 2,
    },
  },
  {
    name: "UTF-16",
    spoil: (d) =>
      d.write("customer_attributes.csv", Buffer.from(`\uFEFF${csvOf(good.customer_attributes)}`, "utf16le")),
    stops: {
      message: "customer_attributes.csv is text in UTF-16; save it as UTF-8.",
      file: "customer_attributes.csv",
    },
  },
  {
    name: "a row with a value too few",
    spoil: (d) => d.editLine("customer_contracts.csv", 5, (line) => line.slice(0, line.lastIndexOf(","))),
    quarantines: {
      customer_contracts: [{ line: 5, column: "", reason: "has fewer values than the header has columns" }],
    },
  },
  {
    name: "a row with a value too many, below a text of several lines and a blank line",
    spoil: (d) => {
      d.remove("customer_interactions.json");
      // Lines 3 and 4 hold one record; a blank line 6 is put in; lines 7 and 8 hold one record.
      const text = csvOf(good.customer_interactions).split("\n");
      text.splice(5, 0, "");
      d.write(
        "customer_interactions.csv",
        text.map((line, at) => (at === 8 ? `${line},x` : line)).join("\n"),
      );
    },
    quarantines: {
      customer_interactions: [{ line: 9, column: "", reason: "has more values than the header has columns" }],
    },
  },
  {
    name: "a quote that never closes",
    spoil: (d) =>
      d.editLine("customer_attributes.csv", 4, (line) =>
        line.replace("Norte", '"Norte').replace("Cataluña", '"Cataluña'),
      ),
    stops: {
      message:
        'customer_attributes.csv, line 4: a quote (") is opened and not closed, so that the following lines are part of ' +
        "it; close it, or double it when it belongs to the text.",
      file: "customer_attributes.csv",
      line: 4,
    },
  },
  {
    name: "a stray quote in a quoted text",
    spoil: (d) =>
      d.editLine("customer_attributes.csv", 4, (line) => line.replace(/Norte|Cataluña/, '"Nor"te"')),
    quarantines: {
      customer_attributes: [{ line: 4, column: "", reason: "has a stray quote in a quoted text" }],
    },
    orphansOf: ["C00003"],
  },
  {
    name: "a record of five megabytes in a CSV file",
    spoil: (d) => d.cell("customer_attributes", 9, "region", "x".repeat(5_242_880)),
    quarantines: {
      customer_attributes: [{ line: 9, column: "", reason: "is longer than 4194304 bytes" }],
    },
    orphansOf: ["C00008"],
  },
];
