import { describe, expect, it } from "vitest";
import { sliceColumns } from "../../configs/model-policy.ts";
import type { GoldColumns } from "../../runtime/model/gold-columns.ts";
import { metricEstimates } from "../../runtime/model/metrics/metrics.ts";
import { type SliceOptions, slicesOf } from "../../runtime/model/slices.ts";

interface Row {
  readonly level: string | null;
  readonly probability: number;
  readonly churn: 0 | 1;
}

const options: SliceOptions = {
  threshold: 0.5,
  overall: { prAuc: 0.9, recall: 0.7 },
  policy: { minimumRows: 4, minimumChurners: 2, resamples: 100 },
  confidence: 0.95,
  seed: 42,
};

/** Gold rows whose columns to slice by all hold the same levels. */
function goldOf(rows: readonly Row[]): GoldColumns {
  const levels = rows.map(({ level }) => level);
  return {
    customerId: rows.map((_, row) => `C${row}`),
    churn: rows.map(({ churn }) => churn),
    columns: new Map(sliceColumns.map((column) => [column, levels])),
  };
}

function scoredOf(rows: readonly Row[]) {
  return {
    probabilities: Float64Array.from(rows, ({ probability }) => probability),
    labels: Uint8Array.from(rows, ({ churn }) => churn),
  };
}

function slices(rows: readonly Row[], changed: Partial<SliceOptions> = {}) {
  const { columns } = slicesOf(goldOf(rows), scoredOf(rows), { ...options, ...changed });
  const [first] = columns;
  if (first === undefined) throw new Error("No column was sliced.");
  return { ...first, columns };
}

const row = (level: string | null, probability: number, churn: 0 | 1): Row => ({ level, probability, churn });
const many = (level: string, count: number, make: (index: number) => readonly [number, 0 | 1]): Row[] =>
  Array.from({ length: count }, (_, index) => row(level, ...make(index)));

describe("slices", () => {
  // Precision is 1 at the first churner and 2/3 at the second: (1 + 2/3) / 2.
  const mixed = [row("a", 0.9, 1), row("a", 0.8, 0), row("a", 0.2, 1), row("a", 0.1, 0)];
  const quiet = [row("b", 0.4, 0), row("b", 0.3, 0), row("b", 0.2, 0), row("b", 0.1, 0)];

  it("hold each level's own figures", () => {
    const [a, b] = slices([...mixed, ...quiet]).levels;
    expect(a).toMatchObject({ level: "a", rows: 4, churners: 2, churnRate: 0.5, meanProbability: 0.5 });
    expect(a?.prAuc?.value).toBeCloseTo(5 / 6, 12);
    expect(a?.recall?.value).toBe(0.5);
    expect(a?.precision?.value).toBe(0.5);
    expect(a?.calibrationGap.value).toBeCloseTo(0, 12);
    expect(b).toMatchObject({ churners: 0, prAuc: null, recall: null, precision: null, weaker: false });
    expect(b?.calibrationGap.value).toBeCloseTo(0.25, 12);
  });

  it("leave out levels with too few rows, and count these rows", () => {
    const rows = [...mixed, row("c", 0.9, 1), row(null, 0.3, 0), row(null, 0.3, 0)];
    const { levels, otherRows } = slices(rows);
    expect(levels.map(({ level }) => level)).toEqual(["a"]);
    expect(otherRows).toBe(3);
    expect(slices([]).levels).toEqual([]);
  });

  it("come by falling number of rows, then by name, an unknown level last", () => {
    const level = (name: string | null, count: number) =>
      Array.from({ length: count }, () => row(name, 0.1, 0));
    const rows = [...level(null, 5), ...level("z", 5), ...level("é", 5), ...level("B", 5), ...level("m", 6)];
    expect(slices(rows).levels.map((slice) => slice.level)).toEqual(["m", "B", "z", "é", null]);
  });

  it("judge every column of the policy", () => {
    expect(slices(mixed).columns.map(({ column }) => column)).toEqual([...sliceColumns]);
  });

  it("give PR-AUC, recall and precision the same intervals as the whole holdout's figures have", () => {
    const rows = many("a", 120, (index) => [((index * 37) % 120) / 120, index % 4 === 0 ? 1 : 0]);
    const others = many("b", 80, (index) => [index / 80, index % 2 === 0 ? 1 : 0]);
    const shuffled = [...rows, ...others].sort((a, b) => a.probability - b.probability);
    const alone = shuffled.filter(({ level }) => level === "a");
    const expected = metricEstimates(scoredOf(alone), 0.5, 10, {
      resamples: 100,
      confidence: 0.95,
      seed: 42,
    });
    const [a] = slices(shuffled).levels;
    expect(a).toMatchObject({
      prAuc: expected.prAuc,
      recall: expected.recall,
      precision: expected.precision,
    });
  });

  it("give the calibration gap an interval in which the number of churners varies, too", () => {
    // The same probability for all: only the number of churners can make the interval.
    const rows = many("a", 400, (index) => [0.25, index % 4 === 0 ? 1 : 0]);
    const [a] = slices(rows).levels;
    const deviation = Math.sqrt((0.25 * 0.75) / 400);
    expect(a?.calibrationGap.value).toBe(0);
    expect(a?.calibrationGap.low).toBeGreaterThan(-3 * deviation);
    expect(a?.calibrationGap.low).toBeLessThan(-deviation);
    expect(a?.calibrationGap.high).toBeGreaterThan(deviation);
    expect(a?.calibrationGap.high).toBeLessThan(3 * deviation);
  });
});

describe("a weaker slice", () => {
  const sharp = many("sharp", 200, (index) => (index % 4 === 0 ? [0.9, 1] : [0.1, 0]));
  const blind = many("blind", 200, (index) => [0.3, index % 4 === 0 ? 1 : 0]);
  const weaker = (changed: Partial<SliceOptions> = {}) =>
    Object.fromEntries(slices([...sharp, ...blind], changed).levels.map((each) => [each.level, each.weaker]));

  it("is one whose interval of PR-AUC or of recall lies wholly below the overall figure", () => {
    expect(weaker()).toEqual({ sharp: false, blind: true });
    expect(weaker({ overall: { prAuc: 0.1, recall: 0.7 } })).toEqual({ sharp: false, blind: true });
    expect(weaker({ overall: { prAuc: 0.9, recall: 0 } })).toEqual({ sharp: false, blind: true });
    expect(weaker({ overall: { prAuc: 0.1, recall: 0 } })).toEqual({ sharp: false, blind: false });
  });

  it("is none that only touches it: all churners caught, all others let go", () => {
    expect(weaker({ overall: { prAuc: 1, recall: 1 } })["sharp"]).toBe(false);
  });

  it("is none with too few churners to tell", () => {
    expect(weaker({ policy: { ...options.policy, minimumChurners: 51 } })).toEqual({
      sharp: false,
      blind: false,
    });
  });
});

describe("levels", () => {
  it("must be texts that were read", () => {
    const rows = [row("a", 0.5, 0)];
    const gold = goldOf(rows);
    const without = { ...gold, columns: new Map(gold.columns) };
    without.columns.delete("region");
    expect(() => slicesOf(without, scoredOf(rows), options)).toThrow("region was not read");
    const numbers = { ...gold, columns: new Map([...gold.columns, ["segment", [7]]]) };
    expect(() => slicesOf(numbers, scoredOf(rows), options)).toThrow("segment holds numbers");
  });
});
