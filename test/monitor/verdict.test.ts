import { describe, expect, it } from "vitest";
import { type DriftLimits, driftLimits } from "../../configs/drift-limits.ts";
import { type RandomStream, randomStream } from "../../runtime/demo/random.ts";
import { type Comparison, compareFeature } from "../../runtime/monitor/compare.ts";
import { type JudgedComparison, judge, verdictOf } from "../../runtime/monitor/judge.ts";

/** Independent pairs of samples, of the size of the real training part and customer base. */
const RUNS = 40;
const ROWS = { reference: 16_000, current: 20_000 };
const LEVELS = ["alpha", "beta", "gamma"];
const SHARES = [0.5, 0.3, 0.2] as const;

/** Features of several shapes, with their standard deviation. */
const shapes = {
  normal: { deviation: 1, draw: (random: RandomStream) => random.normal() },
  exponential: { deviation: 1, draw: (random: RandomStream) => random.exponential() },
  uniform: { deviation: 1 / Math.sqrt(12), draw: (random: RandomStream) => random.uniform() },
  counts: { deviation: Math.sqrt(14), draw: (random: RandomStream) => random.integer(0, 12) },
} as const;
type Shape = keyof typeof shapes;
const shapeNames: readonly Shape[] = ["normal", "exponential", "uniform", "counts"];

function sample<T>(rows: number, draw: () => T): T[] {
  return Array.from({ length: rows }, draw);
}

/** Categories of which so many points have moved from the first level to the last. */
function categories(random: RandomStream, rows: number, points: number): (string | null)[] {
  const weights = [SHARES[0] - points, SHARES[1], SHARES[2] + points];
  return sample(rows, () => LEVELS[random.weighted(weights)] ?? null);
}

const hasDrifted = (judged: readonly JudgedComparison[], feature?: string): boolean =>
  judged.some(({ feature: name, status }) => status !== "stable" && (feature ?? name) === name);

/** One pair of samples without any drift, and what becomes of it when one feature is changed. */
function run(seed: number) {
  const [before, now] = [randomStream(seed, "reference"), randomStream(seed, "current")];
  const numbers = new Map(
    shapeNames.map((name) => {
      const { draw } = shapes[name];
      return [
        name,
        {
          reference: sample(ROWS.reference, () => draw(before)),
          current: sample(ROWS.current, () => draw(now)),
        },
      ] as const;
    }),
  );
  const category = categories(before, ROWS.reference, 0);
  const compareCategory = (points: number) =>
    compareFeature({ name: "category", kind: "category" }, category, categories(now, ROWS.current, points));
  const compareNumbers = (name: Shape, shift: number) => {
    const { reference = [], current = [] } = numbers.get(name) ?? {};
    const by = shift * shapes[name].deviation;
    return compareFeature(
      { name, kind: "numeric" },
      reference,
      current.map((value) => value + by),
    );
  };
  const gaps = (random: RandomStream, rows: number) =>
    sample(rows, () => (random.chance(0.3) ? null : random.normal(5, 2)));
  const flags = (random: RandomStream, rows: number) => sample(rows, () => (random.chance(0.1) ? 1 : 0));
  const unchanged = [
    ...shapeNames.map((name) => compareNumbers(name, 0)),
    compareCategory(0),
    compareFeature({ name: "gaps", kind: "numeric" }, gaps(before, ROWS.reference), gaps(now, ROWS.current)),
    compareFeature({ name: "flag", kind: "flag" }, flags(before, ROWS.reference), flags(now, ROWS.current)),
  ];
  const changed = (comparison: Comparison) =>
    judge(
      unchanged.map((each) => (each.feature === comparison.feature ? comparison : each)),
      driftLimits,
    );
  return {
    quiet: !hasDrifted(judge(unchanged, driftLimits)),
    foundShifts: shapeNames.filter((name) => hasDrifted(changed(compareNumbers(name, 0.3)), name)),
    // Whole numbers are left out: moved by a fraction, every one of them is a new value, which is no small change.
    alarmsBySmallShifts: shapeNames.filter(
      (name) => name !== "counts" && hasDrifted(changed(compareNumbers(name, 0.05))),
    ),
    foundShare: hasDrifted(changed(compareCategory(0.08)), "category"),
    alarmBySmallShare: hasDrifted(changed(compareCategory(0.02))),
  };
}

describe("the drift rule over many samples of real size", () => {
  const runs = Array.from({ length: RUNS }, (_, seed) => run(seed));

  it("is quiet without drift", () => {
    expect(runs.filter(({ quiet }) => !quiet)).toEqual([]);
  });

  it.each(shapeNames)("finds a shift of 0.3 standard deviations (%s)", (name) => {
    expect(runs.filter(({ foundShifts }) => !foundShifts.includes(name))).toEqual([]);
  });

  it("does not call a shift of 0.05 standard deviations drift", () => {
    expect(runs.flatMap(({ alarmsBySmallShifts }) => alarmsBySmallShifts)).toEqual([]);
  });

  it("finds 8 points of a category's share, and does not call 2 points drift", () => {
    expect(runs.filter(({ foundShare }) => !foundShare)).toEqual([]);
    expect(runs.filter(({ alarmBySmallShare }) => alarmBySmallShare)).toEqual([]);
  });
});

/** A comparison that differs as told and is otherwise without a finding. */
function comparison(changed: Partial<Comparison>): Comparison {
  return {
    feature: "x",
    kind: "numeric",
    test: "kolmogorov_smirnov",
    statistic: 0,
    pValue: 1e-9,
    psi: 0,
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
    ["psi under 0.1", comparison({ psi: 0.0999 }), "stable"],
    ["psi of 0.1", comparison({ psi: 0.1 }), "drifted"],
    ["psi of 0.25", comparison({ psi: 0.25 }), "critical"],
    ["distance under 0.1", comparison({ distance: 0.0999 }), "stable"],
    ["distance of 0.1", comparison({ distance: 0.1 }), "drifted"],
    ["distance of 0.25", comparison({ distance: 0.25 }), "critical"],
    ["no distance, since the reference is constant", comparison({ distance: null }), "stable"],
    ["categorical psi of 0.1", category({ psi: 0.1 }), "drifted"],
    ["categorical psi of 0.9", category({ psi: 0.9 }), "drifted"],
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
          comparison({ psi: 1, pValue }),
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
    expect(judge([comparison({ psi: 1 })], strict)[0]?.status).toBe("stable");
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
