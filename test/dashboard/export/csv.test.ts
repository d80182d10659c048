import { DuckDBInstance, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type CsvColumn, csvHeader, csvLines } from "../../../dashboard/export/csv.ts";
import { cellsCutAt, cellsOf, looksLikeFormula } from "./csv-reader.ts";

/** A row with a column of each kind. */
interface Nasty {
  readonly text: string | null;
  readonly number: number | null;
  readonly texts: readonly string[] | null;
  readonly last: string | null;
}

const columns: readonly CsvColumn[] = [
  { name: "text", kind: "text" },
  { name: "number", kind: "number" },
  { name: "texts", kind: "texts" },
  { name: "last", kind: "text" },
];

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** The file that the database makes of rows. */
async function fileOf(rows: readonly Nasty[]): Promise<string> {
  await connection.run(
    "CREATE OR REPLACE TABLE made (place INTEGER, text VARCHAR, number DOUBLE, texts VARCHAR[], last VARCHAR)",
  );
  const appender = await connection.createAppender("made");
  const append = (text: string | null) =>
    text === null ? appender.appendNull() : appender.appendVarchar(text);
  for (const [place, { text, number, texts, last }] of rows.entries()) {
    appender.appendInteger(place);
    append(text);
    if (number === null) appender.appendNull();
    else appender.appendDouble(number);
    if (texts === null) appender.appendNull();
    else appender.appendList(listValue(texts), LIST(VARCHAR));
    append(last);
    appender.endRow();
  }
  appender.closeSync();
  const reader = await connection.runAndReadAll(csvLines(columns, "SELECT * FROM made ORDER BY place"));
  const lines = reader.getRows().map(([line]) => String(line));
  return `${csvHeader(columns)}${lines.map((line) => `${line}\n`).join("")}`;
}

/** What a reader of the file should find in a cell of a text. */
const inCell = (text: string | null) => {
  const [first = "", ...rest] = (text ?? "").split(/(?<=[;\t\r\n])/);
  const within = rest.map((piece) =>
    piece.replace(/^([\p{Z}\p{Cc}\p{Cf}"]*)(?=[=+@\-\uFF1D\uFF0B\uFF0D\uFF20])/u, "$1'"),
  );
  return [looksLikeFormula(text ?? "") ? "'" : "", first, ...within].join("");
};
const expectedRow = ({ text, number, texts, last }: Nasty) => [
  atTheBeginning(inCell(text)),
  number,
  inCell(texts === null ? null : texts.join("; ")),
  inCell(last),
];
/** DuckDB's binding takes a byte order mark at the beginning of a line for one of the whole. */
const atTheBeginning = (cell: string) => (/[",;\t\r\n]/.test(cell) ? cell : cell.replace(/^\uFEFF/, ""));
const readRow = (cells: readonly string[]) =>
  cells.map((cell, place) => (place === 1 ? (cell === "" ? null : Number(cell)) : cell));

const pieces = [
  ..."=+-@\t\r\n,\"';| \0\u00A0a1éñ漢",
  "\uFF1D",
  "\uFF0B",
  "\uFF0D",
  "\uFF20",
  "\u{1F4A1}",
  "\uFEFF",
];
const nastyText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "",
    "=1+1",
    "@SUM(A1)",
    "-2",
    "+34 600",
    '=HYPERLINK("http://x","y")',
    "\t=1",
    " =1",
    "'",
    '"',
  ),
);
const nastyRow: fc.Arbitrary<Nasty> = fc.record({
  text: fc.option(nastyText),
  number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  texts: fc.option(fc.array(nastyText, { maxLength: 4 })),
  last: fc.option(nastyText),
});

describe("a CSV file", () => {
  it("gives every cell back as it was, with an apostrophe before what looks like a formula", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nastyRow, { minLength: 1, maxLength: 40 }), async (rows) => {
        const [header, ...read] = cellsOf(await fileOf(rows));
        expect(header).toEqual(columns.map(({ name }) => name));
        expect(read.map(readRow)).toEqual(rows.map(expectedRow));
      }),
      { numRuns: 120 },
    );
  });

  it("holds no text that a spreadsheet would compute with", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nastyRow, { minLength: 1, maxLength: 40 }), async (rows) => {
        const cells = cellsOf(await fileOf(rows)).slice(1);
        const texts = cells.flatMap((row) => row.filter((_, place) => place !== 1));
        expect(texts.filter(looksLikeFormula)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([";", "\t"] as const)(
    "holds none for a spreadsheet that cuts lines at %j either",
    async (separator) => {
      await fc.assert(
        fc.asyncProperty(fc.array(nastyRow, { minLength: 1, maxLength: 40 }), async (rows) => {
          const file = await fileOf(rows.map((row) => ({ ...row, number: null })));
          const formulas = cellsCutAt(separator, file).filter((cell) =>
            /^[\p{Z}\p{Cc}\p{Cf}]*[=+@\-\uFF1D\uFF0B\uFF0D\uFF20]/u.test(cell),
          );
          expect(formulas).toEqual([]);
        }),
        { numRuns: 200 },
      );
    },
  );

  it.each([
    ["a formula", "=1+1", "'=1+1"],
    ["a plus", "+34 600 000 000", "'+34 600 000 000"],
    ["a minus", "-2+3", "'-2+3"],
    ["an at sign", "@SUM(A1)", "'@SUM(A1)"],
    ["a tab", "\tx", `"'\tx"`],
    ["a carriage return", "\rx", `"'\rx"`],
    ["a line feed", "\nx", `"'\nx"`],
    ["a formula behind blanks", "  =1", "'  =1"],
    ["a formula behind NUL", "\0=1", "'\0=1"],
    ["a formula behind a blank that does not break", "\u00A0=1", "'\u00A0=1"],
    ["a formula behind a byte order mark, which is lost", "\uFEFF=1", "'\uFEFF=1"],
    ["a tab behind a byte order mark, which is lost", "\uFEFF\tx", `"'\uFEFF\tx"`],
    ["full-width signs", "\uFF1D1", "'\uFF1D1"],
    ["a formula with quotes", '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ["a quote first", '"=1"', '"""=1"""'],
    ["a comma", "a,=b", '"a,=b"'],
    ["a semicolon", "a;b", '"a;b"'],
    ["a formula between semicolons", "Office;=1+1;x", `"Office;'=1+1;x"`],
    ["formulas behind blanks, quotes and semicolons", 'a; ;"=1;@x', `"a; ;""'=1;'@x"`],
    ["formulas behind a tab and a break", "a\t=2\n-3", `"a\t'=2\n'-3"`],
    ["an apostrophe of its own", "'=1", "'=1"],
    ["a minus that is no first sign", "30-60", "30-60"],
    ["nothing", "", ""],
  ])("writes %s exactly so", async (_, text, written) => {
    const file = await fileOf([{ text, number: null, texts: null, last: "end" }]);
    expect(file).toBe(`text,number,texts,last\n${written},,,end\n`);
  });

  it.each([
    ["nothing at all", null, ""],
    ["an empty list", [], ""],
    ["a formula in its first entry", ["=1", "b"], `"'=1; b"`],
    ["a formula in a later entry", ["a", "=1"], `"a; '=1"`],
    ["a comma in an entry", ["a,b", "c"], '"a,b; c"'],
  ])("writes a list with %s exactly so", async (_, texts, written) => {
    expect(await fileOf([{ text: "a", number: 1, texts, last: "end" }])).toBe(
      `text,number,texts,last\na,1.0,${written},end\n`,
    );
  });

  it("leaves numbers as they are, negative ones too: read back, they are the same to the last bit", async () => {
    const numbers = [-2.5, 0.1, 1 / 3, -0, 5e-324, -1.7976931348623157e308, 1e21, 123456789.12345679, 1e-7];
    const file = await fileOf(numbers.map((number) => ({ text: null, number, texts: null, last: null })));
    const read = cellsOf(file).slice(1);
    expect(read.map(([, cell]) => Number(cell))).toEqual(numbers);
    expect(file).toContain("\n,-2.5,,\n");
  });
});

describe("the reader of these tests", () => {
  it("reads what RFC 4180 shows, and refuses what it forbids", () => {
    expect(cellsOf('a,"b,""c""\nd",\n"",e,f\n')).toEqual([
      ["a", 'b,"c"\nd', ""],
      ["", "e", "f"],
    ]);
    for (const broken of ['a"b\n', '"a"b\n', '"a', "a\r\n"]) expect(() => cellsOf(broken)).toThrow();
  });
});
