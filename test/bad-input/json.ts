import { ndjsonOf, type Row } from "../support/small-delivery.ts";
import { type BadInput, good } from "./case.ts";

const FILE = "customer_interactions.json";
const lines = (change: (line: string, index: number) => string): string =>
  ndjsonOf(good.customer_interactions).split("\n").map(change).join("\n");

/** JSON that is broken, nested or not a list of records; texts that are more than they seem. */
export const jsonCases: readonly BadInput[] = [
  {
    name: "a truncated JSON array",
    spoil: (d) => d.edit(FILE, (text) => text.slice(0, text.indexOf("C00012") + 3)),
    stops: {
      message:
        "customer_interactions.json is not valid JSON: record 8 (line 1) breaks off; export it again as an array " +
        "of records.",
      file: FILE,
      line: 8,
    },
  },
  {
    name: "a JSON array with a slip",
    spoil: (d) => d.edit(FILE, (text) => text.replace('"C00006",', '"C00006";')),
    stops: {
      message:
        "customer_interactions.json is not valid JSON: record 4 (line 1) is broken; export it again as an array of " +
        "records.",
      file: FILE,
      line: 4,
    },
  },
  {
    name: "a JSON array over several lines with a missing comma",
    spoil: (d) =>
      d.write(FILE, JSON.stringify(good.customer_interactions, null, 1).replace(/("C00002",[^}]*\}),/, "$1")),
    stops: {
      // Line 1 opens the array; six lines a record: record 2 begins in line 8.
      message:
        "customer_interactions.json is not valid JSON: record 2 (line 8) is broken; export it again as an array of records.",
      file: FILE,
      line: 2,
    },
  },
  {
    name: "words behind a JSON array",
    spoil: (d) => d.edit(FILE, (text) => `${text} end`),
    stops: {
      message: "customer_interactions.json is not valid JSON behind its records; export it again.",
      file: FILE,
    },
  },
  { name: "an empty JSON array: nobody called", spoil: (d) => d.write(FILE, "[]"), quarantines: {} },
  {
    name: "a broken line among JSON lines, below a blank one",
    spoil: (d) => {
      d.remove(FILE);
      d.write(
        "customer_interactions.ndjson",
        lines((line, at) => (at === 2 ? `\n${line.slice(0, 30)}` : line)),
      );
    },
    quarantines: { customer_interactions: [{ line: 4, column: "", reason: "is not valid JSON" }] },
  },
  {
    name: "a list among JSON lines",
    spoil: (d) => {
      d.remove(FILE);
      d.write(
        "customer_interactions.jsonl",
        lines((line, at) => (at === 2 ? `["C00005"]` : line)),
      );
    },
    quarantines: { customer_interactions: [{ line: 3, column: "", reason: "is not a JSON object" }] },
  },
  {
    name: "records wrapped in an object",
    spoil: (d) => d.interactions((rows) => ({ interactions: rows })),
    stops: {
      message:
        "customer_interactions.json holds one JSON object instead of records; export an array of flat records: [{...}, {...}].",
      file: FILE,
      line: 1,
    },
  },
  {
    name: "records wrapped in an object over several lines",
    spoil: (d) => d.write(FILE, JSON.stringify({ interactions: good.customer_interactions }, null, 2)),
    stops: {
      message:
        "customer_interactions.json holds one JSON object instead of records; export an array of flat records: [{...}, {...}].",
      file: FILE,
      line: 1,
    },
  },
  {
    name: "a nested value",
    spoil: (d) =>
      d.interactions((rows) =>
        rows.map((row, index) =>
          index === 4 ? { ...row, interaction_summary: { text: row["interaction_summary"] } } : row,
        ),
      ),
    stops: {
      message:
        "customer_interactions.json, record 5: interaction_summary is nested JSON; write flat records with one text or " +
        "number per column.",
      file: FILE,
      column: "interaction_summary",
      line: 5,
    },
  },
  {
    name: "a record without a column that others have",
    spoil: (d) =>
      d.interactions((rows) =>
        rows.map((row, index) => (index === 4 ? { customer_id: row["customer_id"] ?? null } : row)),
      ),
    quarantines: { customer_interactions: [{ line: 5, column: "date", reason: "is empty" }] },
  },
  {
    name: "an interaction after the as-of date is not looked at",
    spoil: (d) =>
      d.interactions((rows) => [
        ...rows,
        { ...rows[0], date: "2025-03-01", interaction_summary: "Cancelled." },
      ]),
    quarantines: {},
  },
  {
    name: "an interaction in the future",
    spoil: (d) => d.interactions((rows) => [...rows, { ...rows[0], date: "2098-03-01" }]),
    quarantines: { customer_interactions: [{ line: 121, column: "date", reason: "lies in the future" }] },
  },
  {
    name: "texts with formulas, HTML, quotes and line ends are data",
    spoil: (d) =>
      d.interactions((rows) =>
        rows.map(
          withText([
            '=HYPERLINK("http://x.example")',
            "<script>alert(1)</script>",
            'a\r\n"b"\u0000\'; DROP TABLE x;--',
          ]),
        ),
      ),
    quarantines: {},
  },
  {
    name: "a text of a megabyte",
    spoil: (d) => d.interactions((rows) => rows.map(withText(["x".repeat(1_048_576)]))),
    quarantines: {
      customer_interactions: [
        { line: 1, column: "interaction_summary", reason: "does not have at most 20000 characters" },
      ],
    },
  },
  {
    name: "a record of 36 megabytes in a JSON array",
    spoil: (d) => d.interactions((rows) => rows.map(withText(["x".repeat(36 << 20)]))),
    stops: {
      message: "customer_interactions.json holds a record longer than 16 MB; shorten its text.",
      file: FILE,
    },
  },
  {
    name: "a record of five megabytes among JSON lines",
    spoil: (d) => {
      d.remove(FILE);
      d.write(
        "customer_interactions.ndjson",
        ndjsonOf(good.customer_interactions.map(withText(["x".repeat(5_242_880)]))),
      );
    },
    stops: {
      message: "customer_interactions.ndjson, line 1 is longer than 4194304 bytes; shorten its text.",
      file: "customer_interactions.ndjson",
      line: 1,
    },
  },
];

/** Replaces the first rows' texts. */
function withText(texts: readonly string[]): (row: Row, index: number) => Row {
  return (row, index) => ({
    ...row,
    interaction_summary: texts[index] ?? row["interaction_summary"] ?? null,
  });
}
