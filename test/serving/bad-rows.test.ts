import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { featuresOf } from "../../configs/features.ts";
import { goldMaster } from "../../configs/gold-tables.ts";
import { checkRows } from "../../runtime/serving/check-rows.ts";
import { servedColumns } from "../../runtime/serving/columns.ts";
import { type RowFault, RowFaults } from "../../runtime/serving/faults.ts";
import { readCsv } from "../../runtime/serving/read-csv.ts";
import { readJson, readJsonLines } from "../../runtime/serving/read-json.ts";
import { csv, jsonLines } from "./rows-as-text.ts";
import { validRow } from "./valid-row.ts";

const features = featuresOf("E5_full").map(({ name }) => name);
const served = servedColumns(features);
const good = validRow(features);
const readers = { csv: readCsv, json: readJson, lines: readJsonLines };

/** What is wrong with these rows, as a request of this form has them. */
function faultsOf(form: keyof typeof readers, text: string): readonly RowFault[] {
  const faults = new RowFaults();
  const raw =
    form === "csv"
      ? readCsv(text, served, faults)
      : (form === "json" ? readJson : readJsonLines)(text, faults);
  checkRows(raw.rows, served, faults);
  return faults.found;
}

const ofRow = (row: object) => faultsOf("lines", jsonLines([good, row]));

test("rows that keep the contract have no fault in any form, whatever other columns of gold they hold", () => {
  const more = { ...good, customer_id: "C1", churn: 1, avg_monthly_margin: null, contracted_power_kw: "any" };
  for (const row of [good, more]) {
    expect(faultsOf("lines", jsonLines([row, row]))).toEqual([]);
    expect(faultsOf("json", JSON.stringify([row, row]))).toEqual([]);
    expect(faultsOf("csv", csv([row, row], Object.keys(row)))).toEqual([]);
  }
  expect(faultsOf("csv", csv([good], features, false))).toEqual([]);
});

describe("a cell", () => {
  test.each<[string, string, unknown, string, string]>([
    ["a text for a number", "tenure_months", "many", "is no number", "Give a number from 0, or nothing."],
    ["a number for a text", "segment", 1, "is no text", "Give one of: Residential; SME; Corporate; Unknown."],
    ["a third value of a flag", "is_dual_fuel", 2, "is neither 0 nor 1", "Give 0 or 1."],
    ["a truth value for a flag", "is_dual_fuel", true, "is neither 0 nor 1", "Give 0 or 1."],
    [
      "half of a count",
      "intent_severity_score",
      1.5,
      "is no whole number",
      "Give a whole number from 0 up to 3.",
    ],
    ["too much", "intent_severity_score", 4, "is above 3", "Give a whole number from 0 up to 3."],
    ["too little", "tenure_months", -1, "is below 0", "Give a number from 0, or nothing."],
    [
      "another segment",
      "segment",
      "Nobody",
      "is none of the values allowed",
      "Give one of: Residential; SME; Corporate; Unknown.",
    ],
    ["nothing where something must be", "is_dual_fuel", null, "is empty", "Give 0 or 1."],
    ["a list", "tenure_months", [1], "is no number", "Give a number from 0, or nothing."],
  ])("is refused: %s", (_, column, value, reason, remedy) => {
    expect(ofRow({ ...good, [column]: value })).toEqual([{ row: 2, column, reason, remedy }]);
    // A text cannot say that it is a list, or a truth value.
    if (typeof value === "object" || typeof value === "boolean" || column === "segment") return;
    expect(faultsOf("csv", csv([{ ...good, [column]: value }], features))).toMatchObject([
      { row: 1, column, reason },
    ]);
  });

  test("that breaks any limit of the contract is refused, in every column of the model", () => {
    let limits = 0;
    for (const column of goldMaster.columns.filter(({ name }) => features.some((each) => each === name))) {
      const beyond = [
        typeof column.min === "number" ? column.min - 1 : undefined,
        typeof column.max === "number" ? column.max + 1 : undefined,
        column.allowed === undefined ? undefined : "none of them",
        column.nullBudget === undefined ? null : undefined,
      ].filter((value) => value !== undefined);
      for (const value of beyond)
        expect(ofRow({ ...good, [column.name]: value })).toMatchObject([{ row: 2, column: column.name }]);
      limits += beyond.length;
    }
    expect(limits).toBeGreaterThan(50);
  });

  test.each(["1,5", "1 000", "0x10", "NaN", "Infinity", "1e999", " 1", "--1", "1.2.3"])(
    "of CSV is no number when it reads %j",
    (text) => {
      expect(faultsOf("csv", csv([{ ...good, tenure_months: text }], features))).toMatchObject([
        { row: 1, column: "tenure_months", reason: "is no number" },
      ]);
    },
  );

  test.each(["1", "1.5", "+1", ".5", "1.", "1e-3", "1E2"])("of CSV is a number when it reads %j", (text) => {
    expect(faultsOf("csv", csv([{ ...good, tenure_months: text }], features))).toEqual([]);
  });
});

describe("names", () => {
  test("that are missing, or no column of gold, are refused", () => {
    const { segment: _, ...less } = good;
    expect(ofRow(less)).toMatchObject([{ row: 2, column: "segment", reason: "is missing" }]);
    expect(ofRow({ ...good, tenure_month: 3 })).toMatchObject([
      {
        row: 2,
        column: null,
        reason: expect.stringContaining("no column"),
        remedy: "Did you mean tenure_months?",
      },
    ]);
    expect(faultsOf("lines", `{"__proto__": {"segment": "SME"}}\n`)[0]?.reason).toContain("no column");
    expect(ofRow({ ...good, customer_id: 7 })).toMatchObject([
      { row: 2, column: "customer_id", reason: "is no text" },
    ]);
  });

  test("of a CSV header are known, complete, and each there once", () => {
    const header = (names: readonly string[]) => faultsOf("csv", csv([], names));
    expect(header(features.slice(1))).toMatchObject([
      { row: null, column: features[0], reason: "is missing in the header" },
    ]);
    expect(header([...features, "segmnt"])).toMatchObject([
      { row: null, column: null, remedy: "Did you mean segment?" },
    ]);
    expect(header([...features, "segment"])).toMatchObject([
      { row: null, column: "segment", reason: "stands twice in the header" },
    ]);
    expect(header(["x".repeat(100_000), ...features])).toHaveLength(1);
  });
});

describe("a text", () => {
  const [first = ""] = csv([good], features, false).split("\n");
  test.each<[string, keyof typeof readers, string, number | null, string]>([
    ["CSV of another width without a header", "csv", "1,2,3\n", 1, "has 3 cells where the model has"],
    ["a short row", "csv", `${first}\n1,2\n`, 2, "has 2 cells instead of"],
    ["an empty line", "csv", `${first}\n\n${first}\n`, 2, "is an empty line"],
    ["an open quotation mark", "csv", `${first}\n"1,2`, 2, "never closed"],
    ["text after a quotation mark", "csv", `${first}\n"1"2,3`, 2, "goes on after"],
    ["a quotation mark inside", "csv", `${first}\n1"2,3`, 2, "quotation mark inside"],
    ["old Mac line ends", "csv", `${first}\r${first}`, 1, "carriage return"],
    ["half a line of JSON", "lines", `${JSON.stringify(good)}\n{"segment":`, 2, "is no JSON"],
    ["an empty line", "lines", `\n${JSON.stringify(good)}\n`, 1, "is an empty line"],
    ["a list in a line", "lines", "[1]\n", 1, "is no object"],
    ["a number", "json", "7", 1, "is no object"],
    ["null", "json", "null", 1, "is no object"],
    ["a list of lists", "json", "[[]]", 1, "is no object"],
    ["half of JSON", "json", "{", null, "is no JSON"],
    ["JSON deeper than any", "json", "[".repeat(1_000_000), null, "is no JSON"],
  ])("is refused: %s (%s)", (_, form, text, row, reason) => {
    expect(faultsOf(form, text)).toMatchObject([{ row, reason: expect.stringContaining(reason) }]);
  });
});

test("the first ten faults are named, in the order of rows and columns", () => {
  const bad = { ...good, tenure_months: -1, segment: "Nobody" };
  const named = faultsOf("lines", jsonLines(Array.from({ length: 100 }, () => bad)));
  expect(named.map(({ row, column }) => `${row} ${column}`)).toEqual(
    [1, 2, 3, 4, 5].flatMap((row) => [`${row} tenure_months`, `${row} segment`]),
  );
});

test("no fault repeats what a caller sent: neither a customer, nor a value, nor a name", () => {
  const secret = fc.string({ unit: "grapheme-ascii", minLength: 4, maxLength: 12 }).map((text) => `§${text}`);
  const place = fc.constantFrom(...features, "customer_id", "§");
  fc.assert(
    fc.property(
      secret,
      place,
      fc.constantFrom<keyof typeof readers>("csv", "json", "lines"),
      (text, column, form) => {
        const row = { ...good, customer_id: text, [column === "§" ? text : column]: text };
        const body = {
          csv: csv([row], Object.keys(row)),
          json: JSON.stringify(row),
          lines: jsonLines([row]),
        }[form];
        for (const sent of [body, body.replace("{", ""), body.replace("\n", ""), body.slice(0, -3)])
          expect(JSON.stringify(faultsOf(form, sent))).not.toContain("§");
      },
    ),
  );
});
