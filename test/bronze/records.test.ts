import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitHeader } from "../../runtime/bronze/csv-header.ts";
import { csvLines } from "../../runtime/bronze/csv-lines.ts";
import { brokenRecord } from "../../runtime/bronze/json-records.ts";
import { nearest } from "../../runtime/bronze/nearest.ts";

describe("csvLines", () => {
  it("counts lines, not records", () => {
    // 1 header, 2-3 a text of two lines, 4 blank, 5 quotes within a text, 6 no line end
    const lines = csvLines(Buffer.from('a,b\n1,"x\ny"\n\n"say ""hi"",",2\n3,4'));
    expect(lines).toEqual({ offsets: [0, 4, 13, 29], lines: [1, 2, 5, 6] });
  });

  it("names the first line that ends differently from the header", () => {
    expect(csvLines(Buffer.from('a,b\r\n1,"x\ny"\r\n2,3\n')).mixedLine).toBe(4);
    expect(csvLines(Buffer.from('a,b\r\n1,"x\ny"\r\n2,3\r\n')).mixedLine).toBeUndefined();
    expect(csvLines(Buffer.from('a,b\n1,"x\ry"\n2,3\r4')).mixedLine).toBe(3);
  });

  it("finds every record of whatever was written as CSV", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", " ", "é"), maxLength: 8 });
    const row = fc.tuple(cell, cell).map(([first, second]) => [`x${first}`, second] as const);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.boolean(), (rows, lastEnd) => {
        const records = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(","));
        const text = `${records.join("\n")}${lastEnd ? "\n" : ""}`;
        const starts = records.map(
          (_, index) => records.slice(0, index).join("\n") + (index > 0 ? "\n" : ""),
        );
        expect(csvLines(Buffer.from(text))).toEqual({
          offsets: starts.map((before) => Buffer.byteLength(before)),
          lines: starts.map((before) => before.split("\n").length),
        });
      }),
    );
  });
});

describe("splitHeader", () => {
  it.each([
    ["a,b", ["a", "b"]],
    ['"a","b,c",d', ["a", "b,c", "d"]],
    [" a , b ", ["a", "b"]],
    ["a,,b,", ["a", "", "b", ""]],
    ["a", ["a"]],
  ])("%j", (text, names) => expect(splitHeader("f.csv", text)).toEqual(names));
});

describe("brokenRecord", () => {
  it.each([
    ['[{"a":1},{"a":2}]', undefined],
    ["[]", undefined],
    ['[{"a":1},{"a":tru}]', { record: 2, line: 1, cutOff: false }],
    ['[\n{"a":"]},{"},\n{"a":"\\"}\n]', { record: 2, line: 3, cutOff: true }],
    ['[{"a":1} {"a":2}]', { record: 1, line: 1, cutOff: false }],
    ['[\n {"a":1},\n\n {"a":[1,{"b":}]}]', { record: 2, line: 4, cutOff: false }],
    ['[{"a":1},', { record: 2, line: 1, cutOff: true }],
  ])("%j", (text, expected) => expect(brokenRecord(text)).toEqual(expected));

  it("finds the record that was broken, wherever it stands", () => {
    const record = fc.record({ a: fc.string(), b: fc.array(fc.string()), c: fc.double({ noNaN: true }) });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), fc.nat(), (records, at) => {
        const broken = at % records.length;
        const texts = records.map((item, index) =>
          JSON.stringify(item).replace("{", index === broken ? "{:" : "{"),
        );
        expect(brokenRecord(`[${texts.join(", ")}]`)?.record).toBe(broken + 1);
        expect(brokenRecord(JSON.stringify(records))).toBeUndefined();
      }),
    );
  });
});

describe("nearest", () => {
  it.each([
    ["timestamp", ["timestmp", "id"], "timestmp"],
    ["customer_id", ["CustomerID", "churn"], "CustomerID"],
    ["consumption_elec_kwh", ["elec_kwh", "gas"], "elec_kwh"],
    ["timestamp", ["ts", "id"], undefined],
    ["churn", [], undefined],
  ])("%s among %j is %s", (name, candidates, expected) => expect(nearest(name, candidates)).toBe(expected));
});
