import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonText } from "../../runtime/json.ts";
import { qualityOf } from "../../runtime/table/quality.ts";
import { asOf, columnOf, contractOf, open, profileOf, reportOn } from "../support/quality-of.ts";

describe("numbers", () => {
  const number = { type: "number" } as const;

  it("are counted in bins with round ends, those beyond the percentiles in open ones", async () => {
    // 1 to 1000, and two far away: the 1st percentile is 10, the 99th 991, and 981 / 16 asks for a width of 100.
    const values = [...Array.from({ length: 1000 }, (_, index) => index + 1), 1e6, -1e6];
    expect(await profileOf(number, values)).toEqual({
      kind: "histogram",
      bins: [
        { from: null, to: 0, rows: 1 },
        { from: 0, to: 100, rows: 99 },
        ...Array.from({ length: 9 }, (_, index) => ({
          from: (index + 1) * 100,
          to: (index + 2) * 100,
          rows: 100,
        })),
        { from: 1000, to: null, rows: 2 },
      ],
      lowerQuartile: 250,
      median: 500,
      upperQuartile: 751,
      sampleRows: 1002,
    });
  });

  it("of which all are one value make one bin", async () => {
    expect(await profileOf({ type: "integer" }, [744, 744, null, 744])).toEqual({
      kind: "histogram",
      bins: [{ from: 744, to: 745, rows: 3 }],
      lowerQuartile: 744,
      median: 744,
      upperQuartile: 744,
      sampleRows: 3,
    });
  });

  it("of which nearly all are one value are binned between the smallest and the largest", async () => {
    const values = [...Array.from({ length: 500 }, () => 0), 40];
    const profile = await profileOf(number, values);
    expect(profile).toMatchObject({ median: 0 });
    expect(profile.kind === "histogram" ? profile.bins.map(({ from, rows }) => [from, rows]) : []).toEqual([
      [0, 500],
      ...[5, 10, 15, 20, 25, 30, 35].map((from) => [from, 0]),
      [40, 1],
    ]);
  });

  it.each([
    ["an empty table", []],
    ["empty cells alone", [null, null]],
  ] as const)("of %s make none", async (_, values) => {
    const none = {
      kind: "histogram",
      bins: [],
      lowerQuartile: null,
      median: null,
      upperQuartile: null,
      sampleRows: 0,
    };
    const column = columnOf(await reportOn(number, values));
    expect(column).toMatchObject({ min: null, max: null, profile: none });
  });

  it("as large and small as can be are counted", async () => {
    const values = [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -Number.MIN_VALUE, 0, -0];
    const profile = await profileOf(number, values);
    expect(profile.kind === "histogram" ? profile.bins.reduce((sum, { rows }) => sum + rows, 0) : 0).toBe(6);
  });

  it("are each in one bin, whatever they are, and alike with two threads", async () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -200, max: 200 }).map((tenths) => tenths / 10),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 60 }), async (values) => {
        const [one, two] = [await reportOn(number, values, 1), await reportOn(number, values, 2)];
        expect(jsonText(two)).toBe(jsonText(one));
        const { profile, nullShare } = columnOf(one);
        if (profile.kind !== "histogram") throw new Error("Numbers have a histogram.");
        const known = values.filter((each) => each !== null);
        expect(nullShare * values.length).toBeCloseTo(values.length - known.length, 9);
        expect(profile.bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(known.length);
        expect(profile.bins.length).toBeLessThanOrEqual(20);
        for (const { from, to, rows } of profile.bins) {
          const inside = known.filter((each) => each >= (from ?? -Infinity) && each < (to ?? Infinity));
          expect(rows).toBe(inside.length);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe("a table too large to sort", () => {
  const rows = 150_000;
  const contract = contractOf({ type: "number" });
  const look = async (threads: number, order: string, value: string) => {
    using engine = await open(threads);
    await engine.run(
      `CREATE TABLE sample AS SELECT i::INTEGER AS id, (${value})::DOUBLE AS value FROM range(${rows}) t(i) ORDER BY ${order}`,
    );
    return await qualityOf(engine, contract, "sample", asOf);
  };

  it("has percentiles of a sample that depends on the keys alone, and counts of all rows", async () => {
    const value = "(i * 7919) % 100003 / 1000";
    const one = await look(1, "i", value);
    expect(jsonText(await look(2, "hash(i)", value))).toBe(jsonText(one));
    const { profile } = columnOf(one);
    if (profile.kind !== "histogram") throw new Error("Numbers have a histogram.");
    expect(profile.sampleRows).toBeGreaterThan(29_000);
    expect(profile.sampleRows).toBeLessThan(31_000);
    expect(profile.bins.reduce((sum, { rows: count }) => sum + count, 0)).toBe(rows);
    // Even between 0 and 100: the sample's median is off by a few thousandths at most.
    expect(profile.median).toBeGreaterThan(49);
    expect(profile.median).toBeLessThan(51);
  });

  it("counts what the sample missed", async () => {
    const { profile, max } = columnOf(
      await look(
        2,
        "i",
        `CASE WHEN i = (
      SELECT min(j) FROM range(100) s(j) WHERE hash(j::INTEGER) % 5 > 0) THEN 3 END`,
      ),
    );
    expect(max).toBe(3);
    expect(profile).toMatchObject({ median: null, sampleRows: 0 });
    expect(profile.kind === "histogram" ? profile.bins.reduce((sum, each) => sum + each.rows, 0) : 0).toBe(1);
  });
});

describe("a personal column", () => {
  it.each([
    ["text", ["Zaphod", null, "Trillian"], /Zaphod|Trillian/],
    ["integer", [424_242, 434_343], /424242|434343/],
    ["number", [42.4242, 43.4343], /42\.4242|43\.4343/],
    ["flag", [1, 1], /ones|"level"/],
    ["date", ["1979-10-12"], /1979/],
    ["month", ["1979-10"], /1979/],
    ["timestamp", ["1979-10-12 10:00:00"], /1979/],
    ["texts", [["Zaphod"], ["Trillian"]], /Zaphod|Trillian/],
  ] as const)("of type %s shows no value", async (type, values, secret) => {
    for (const personal of ["identifier", "words"] as const) {
      const report = await reportOn({ type, personal }, values);
      expect(columnOf(report)).toMatchObject({ min: null, max: null, profile: { kind: "hidden" } });
      expect(jsonText(columnOf(report))).not.toMatch(secret);
    }
    expect(jsonText(columnOf(await reportOn({ type }, values)))).toMatch(secret);
  });
});
