import { describe, expect, it } from "vitest";
import { type DriftLimits, driftLimits } from "../../configs/drift-limits.ts";
import { SCORE_NAME } from "../../configs/monitoring-tables.ts";
import { type Comparison, compareFeature } from "../../runtime/monitor/compare.ts";
import { judge, verdictOf } from "../../runtime/monitor/judge.ts";

/** A comparison that differs as told and is otherwise without a finding. */
function comparison(changed: Partial<Comparison>): Comparison {
  return {
    feature: "x",
    kind: "numeric",
    test: "kolmogorov_smirnov",
    statistic: 0,
    pValue: 1e-9,
    psi: 0,
    effectPsi: 0,
    distance: 0,
    levelShift: null,
    unseen: { levels: [], share: 0 },
    missing: { reference: 0, current: 0, pValue: null },
    rows: { reference: 100, current: 100 },
    bins: [],
    ...changed,
  };
}

const category = (changed: Partial<Comparison>): Comparison =>
  comparison({ kind: "category", test: "chi_square", distance: null, ...changed });
const level = (shift: number) => ({ levelShift: { level: "a", shift } });

describe("the limits", () => {
  // Effects at and just under each limit of D29, with a p-value that is small enough.
  it.each([
    ["psi under 0.1", comparison({ effectPsi: 0.0999 }), "stable"],
    ["psi of 0.1", comparison({ effectPsi: 0.1 }), "drifted"],
    ["psi of 0.25", comparison({ effectPsi: 0.25 }), "critical"],
    ["distance under 0.1", comparison({ distance: 0.0999 }), "stable"],
    ["distance of 0.1", comparison({ distance: 0.1 }), "drifted"],
    ["distance of 0.25", comparison({ distance: 0.25 }), "critical"],
    ["psi of 0.25 that a small common shift explains", comparison({ psi: 0.25 }), "stable"],
    ["no distance, since the reference is constant", comparison({ distance: null }), "stable"],
    ["categorical psi of 0.1", category({ effectPsi: 0.1 }), "drifted"],
    ["categorical psi of 0.9", category({ effectPsi: 0.9 }), "drifted"],
    ["a share up by under 5 points", category(level(0.0499)), "stable"],
    ["a share up by 5 points", category(level(0.05)), "drifted"],
    ["a share down by 15 points", category(level(-0.15)), "critical"],
  ])("%s: %s", (_name, given, status) => {
    expect(judge([given], driftLimits)[0]?.status).toBe(status);
  });

  it("need a small p-value beside the effect, adjusted for the number of tests", () => {
    const status = (pValue: number, others: number) =>
      judge(
        [
          comparison({ effectPsi: 1, pValue }),
          ...Array.from({ length: others }, () => comparison({ pValue: 0.9 })),
        ],
        driftLimits,
      )[0]?.status;
    expect(status(0.009, 0)).toBe("critical");
    expect(status(0.011, 0)).toBe("stable");
    // 0.009 x 2 / 1 is over 0.01.
    expect(status(0.009, 1)).toBe("stable");
  });

  it("hold for empty cells of a number as for a level", () => {
    const gaps = (current: number, pValue: number) =>
      judge([comparison({ pValue: 1, missing: { reference: 0.1, current, pValue } })], driftLimits)[0];
    expect(gaps(0.16, 1e-9)).toMatchObject({ status: "drifted", missingAdjustedPValue: 2e-9 });
    expect(gaps(0.3, 1e-9)?.status).toBe("critical");
    expect(gaps(0.14, 1e-9)?.status).toBe("stable");
    expect(gaps(0.3, 0.5)?.status).toBe("stable");
  });

  it("are settings", () => {
    const strict: DriftLimits = { ...driftLimits, adjustedPValue: 1e-12 };
    expect(judge([comparison({ effectPsi: 1 })], strict)[0]?.status).toBe("stable");
  });
});

describe("the verdict", () => {
  it.each([
    [["stable", "stable"], "none"],
    [["stable", "drifted"], "watch"],
    [["critical", "drifted"], "critical"],
    [[], "none"],
  ] as const)("of %j is %s", (statuses, verdict) => {
    expect(verdictOf(statuses.map((status) => ({ status })))).toBe(verdict);
  });
});

describe("comparing a feature", () => {
  const numberFeature = { name: "x", kind: "numeric" } as const;

  it("counts deciles, gaps and rows of numbers (worked by hand)", () => {
    const reference = Array.from({ length: 10 }, (_, index) => index + 1);
    const result = compareFeature(numberFeature, [...reference, null, null], [1, 11, null, 12]);
    expect(result.missing).toMatchObject({ reference: 2 / 12, current: 1 / 4 });
    expect(result.missing.pValue).toBeGreaterThan(0.5);
    expect(result.rows).toEqual({ reference: 12, current: 4 });
    expect(result.bins.map(({ upper, reference: then, current }) => [upper?.at, then, current])).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => [at, 1, at === 1 ? 1 : 0]),
      [undefined, 1, 2],
    ]);
    // Up to 10: all of the reference, a third of the others.
    expect(result.statistic).toBeCloseTo(2 / 3, 12);
  });

  it("does not test for gaps where there are none", () => {
    expect(compareFeature(numberFeature, [1, 2], [1, 2]).missing.pValue).toBeNull();
  });

  it("calls a column that has gone empty critical, by its gaps", () => {
    const reference = Array.from({ length: 500 }, (_, index) => index);
    const gone = compareFeature(
      numberFeature,
      reference,
      reference.map(() => null),
    );
    expect(gone).toMatchObject({ statistic: 0, pValue: 1, psi: 0, distance: 0 });
    expect(judge([gone], driftLimits)[0]?.status).toBe("critical");
  });

  it("bins the score at fixed probabilities, so that what the refit moves by a thousandth is no drift", () => {
    // Nine of ten customers below 1 %, as a model that tells them apart well scores them; the tenth above 90 %.
    const scores = (low: number) =>
      Array.from({ length: 2000 }, (_, row) => (row % 10 === 0 ? 0.95 : low + row / 1e7));
    const [outOfFold, refitted] = [scores(0.004), scores(0.003)];
    const score = { name: SCORE_NAME, kind: "numeric" } as const;
    const judged = judge([compareFeature(score, outOfFold, refitted)], driftLimits)[0];
    expect(judged).toMatchObject({ psi: 0, effectPsi: 0, status: "stable" });
    expect(judged?.adjustedPValue).toBeLessThan(1e-9);
    expect(judged?.bins.map(({ upper, reference }) => [upper?.at, upper?.inclusive, reference])).toEqual([
      [0.05, false, 1800],
      ...[0.1, 0.2, 0.4, 0.6, 0.8].map((at) => [at, false, 0]),
      [undefined, undefined, 200],
    ]);
    // An input of the same values has its own deciles.
    expect(compareFeature(numberFeature, outOfFold, refitted).psi).toBeGreaterThan(1);
  });

  it("still finds customers that come to the score's upper bins", () => {
    const score = { name: SCORE_NAME, kind: "numeric" } as const;
    const scores = (every: number) =>
      Array.from({ length: 2000 }, (_, row) => (row % every === 0 ? 0.3 : 0.02));
    const judged = judge([compareFeature(score, scores(20), scores(5))], driftLimits)[0];
    expect(judged?.status).toBe("critical");
  });

  it("finds values off a constant", () => {
    const reference = new Array<number>(2000).fill(12);
    const current = reference.map((value, index) => (index % 10 === 0 ? 11 : value));
    const judged = judge([compareFeature(numberFeature, reference, current)], driftLimits)[0];
    expect(judged).toMatchObject({ distance: null, status: "critical" });
    // 10 % where there was nothing, and 90 % of what was all.
    expect(judged?.psi).toBeCloseTo(0.0999 * Math.log(1000) - 0.1 * Math.log(0.9), 12);
    const same = compareFeature(numberFeature, reference, reference);
    expect(judge([same], driftLimits)[0]).toMatchObject({ psi: 0, status: "stable" });
  });

  it("lets be 2 points at a level that nobody had, by the index that is judged", () => {
    const flags = (ones: number) => Array.from({ length: 10_000 }, (_, row) => (row < ones ? 1 : 0));
    const two = compareFeature({ name: "flag", kind: "flag" }, flags(0), flags(200));
    expect(two.psi).toBeGreaterThan(0.1);
    expect(two.effectPsi).toBeCloseTo(0.015 * Math.log(4) + 0.02 * Math.log(1 / 0.98), 12);
    expect(judge([two], driftLimits)[0]?.status).toBe("stable");
    const eight = compareFeature({ name: "flag", kind: "flag" }, flags(0), flags(800));
    expect(judge([eight], driftLimits)[0]?.status).toBe("drifted");
  });

  it("judges numbers by their shape beside a small common shift, and by the distance of a large one", () => {
    const counts = Array.from({ length: 5200 }, (_, row) => row % 13);
    const moved = (by: number) =>
      judge(
        [
          compareFeature(
            numberFeature,
            counts,
            counts.map((value) => value + by),
          ),
        ],
        driftLimits,
      )[0];
    // The deviation of 0 to 12 is the root of 14: 0.187 is 0.05 of it, and 1.123 is 0.3.
    expect(moved(0.187)).toMatchObject({ status: "stable", effectPsi: 0 });
    expect(moved(0.187)?.psi).toBeGreaterThan(0.1);
    expect(moved(1.123)?.status).toBe("critical");
  });

  it("counts levels, empty ones included, and names unseen ones", () => {
    const result = compareFeature(
      { name: "channel", kind: "category" },
      ["web", "web", "office", null],
      ["web", "fax"],
    );
    expect(result.bins.map(({ level: name, reference, current }) => [name, reference, current])).toEqual([
      ["fax", 0, 1],
      ["missing", 1, 0],
      ["office", 1, 0],
      ["web", 2, 1],
    ]);
    expect(result.unseen).toEqual({ levels: ["fax"], share: 0.5 });
    expect(result.levelShift).toEqual({ level: "fax", shift: 0.5 });
    expect(result.missing).toEqual({ reference: 0.25, current: 0, pValue: null });
  });

  it("does not depend on the order of rows", () => {
    const a = [3, 1, null, 2.5, 0.1, 0.2, 0.3];
    const b = [5, null, 4.25, 0.7];
    expect(compareFeature(numberFeature, a.toReversed(), b.toReversed())).toEqual(
      compareFeature(numberFeature, a, b),
    );
  });

  it("refuses a text among numbers", () => {
    expect(() => compareFeature(numberFeature, [1], ["one"])).toThrow("The feature x is numeric");
  });
});
