import { describe, expect, it } from "vitest";
import { fitSigmoid } from "../../runtime/model/calibration/index.ts";
import { sigmoidOf } from "../../runtime/model/calibration/sigmoid.ts";
import { replayOriginalProcedure } from "../../runtime/model/original-procedure.ts";
import { trainCandidate } from "../../runtime/model/train-model.ts";
import { pickLabelled, type TrainingSet } from "../../runtime/model/training-set.ts";
import { quickPolicy } from "./policy.ts";

/** Customers with the same value of the only feature, and how many of them churned. */
interface Group {
  readonly x: number;
  readonly rows: number;
  readonly churners: number;
  /** Fold 0 is what the original took for validation. */
  readonly fold: number;
}

const RATE = 0.9;

function rowsOf(groups: readonly Group[], name: string): TrainingSet {
  const rows = groups.flatMap(({ x, rows: count, churners, fold }, group) =>
    Array.from({ length: count }, (_, place) => ({
      customer: `${name}${group}-${place}`,
      churn: place < churners ? (1 as const) : (0 as const),
      x,
      fold,
    })),
  );
  const gold = {
    customerId: rows.map(({ customer }) => customer),
    churn: rows.map(({ churn }) => churn),
    columns: new Map([["x", rows.map(({ x }) => x)]]),
  };
  return { ...pickLabelled(gold, [...rows.keys()]), folds: rows.map(({ fold }) => fold) };
}

/**
 * The score of a leaf of one tree that begins at even odds: gradients p - y, hessians p (1 - p), p = 1/2, and a penalty of 1;
 * the log-odds are -rate x sum of gradients / (sum of hessians + 1).
 */
const leaf = (rows: number, churners: number) => (RATE * (churners - rows / 2)) / (rows / 4 + 1);
const logistic = (value: number) => 1 / (1 + Math.exp(-value));

const replay = (training: readonly Group[], holdout: readonly Group[], depth: number) =>
  replayOriginalProcedure(
    rowsOf(training, "T"),
    rowsOf(holdout, "H"),
    {
      recipe: {
        ...quickPolicy.recipe,
        trees: 1,
        depth,
        learningRate: RATE,
        subsample: 1,
        colsampleByTree: 1,
      },
      features: [{ name: "x", kind: "numeric" }],
      weighting: "none",
    },
    quickPolicy,
    { seed: 1, threads: 2, signal: new AbortController().signal, onRound: () => undefined },
  );

describe("the procedure of the system before, worked by hand", () => {
  const training = [
    { x: 1, rows: 10, churners: 6, fold: 0 },
    { x: 1, rows: 10, churners: 6, fold: 1 },
    { x: 0, rows: 10, churners: 0, fold: 0 },
    { x: 0, rows: 10, churners: 0, fold: 1 },
  ];
  const holdout = [
    { x: 1, rows: 5, churners: 4, fold: 0 },
    { x: 0, rows: 5, churners: 1, fold: 0 },
  ];

  it("chooses the threshold on raw scores of a model without the validation rows, and promises what that one does", async () => {
    const { threshold, promised } = await replay(training, holdout, 1);
    // The part's leaf of x = 1: 10 rows, 6 churners: .9 x 1 / 3.5. All 6 churners of the validation are there, of 10 rows.
    expect(threshold).toBeCloseTo(logistic(0.9 / 3.5), 6);
    expect(promised).toEqual({ precision: 0.6, recall: 1 });
  });

  it("applies it to calibrated scores of another model, which do not reach it: nobody is called", async () => {
    const { threshold, shipped, raw, highestProbability } = await replay(training, holdout, 1);
    // Two scores, two parameters: the sigmoid meets the mean of Platt's targets of each. 6 churners: 7/8; 14 others: 1/16.
    // At x = 1: (6 x 7/8 + 4 x 1/16) / 10 = .55; at x = 0: 1/16.
    expect(highestProbability).toBeCloseTo(0.55, 5);
    expect(highestProbability).toBeLessThan(threshold);
    expect([shipped.precision.value, shipped.recall.value]).toEqual([0, 0]);
    // (4 x .45^2 + .55^2 + .9375^2 + 4 x .0625^2) / 10
    expect(shipped.brier.value).toBeCloseTo(0.200703125, 5);
    // With its raw scores (the leaf of 20 rows, 12 churners: .9 x 2 / 6) it calls x = 1, as the dashboard showed.
    expect(logistic(leaf(20, 12))).toBeGreaterThan(threshold);
    expect([raw.precision.value, raw.recall.value]).toEqual([0.8, 0.8]);
  });

  it("fits the sigmoid on rows that the model has seen, and over probabilities", async () => {
    // Not alike above and below even odds: there, log-odds and probabilities would give the same sigmoid.
    const groups = [
      { x: 0, rows: 10, churners: 1, fold: 0 },
      { x: 0, rows: 10, churners: 0, fold: 1 },
      { x: 1, rows: 10, churners: 4, fold: 0 },
      { x: 1, rows: 10, churners: 2, fold: 1 },
      { x: 2, rows: 10, churners: 9, fold: 0 },
      { x: 2, rows: 10, churners: 10, fold: 1 },
    ];
    const { highestProbability } = await replay(
      groups,
      holdout.map((group) => ({ ...group, x: 2 * group.x })),
      2,
    );
    const validation = groups.filter(({ fold }) => fold === 0);
    const { labels } = rowsOf(validation, "V");
    /** What the sigmoid makes of x = 2 where the scores of x = 0, 1 and 2 are these. */
    const highestOf = (scores: readonly number[]) =>
      sigmoidOf(
        fitSigmoid(
          validation.flatMap(({ x, rows }) => Array.from({ length: rows }, () => scores[x] ?? 0)),
          labels,
        ),
        scores[2] ?? 0,
      );
    const seen = [leaf(20, 1), leaf(20, 6), leaf(20, 19)];
    const unseen = [leaf(10, 0), leaf(10, 2), leaf(10, 10)];
    expect(highestProbability).toBeCloseTo(highestOf(seen.map(logistic)), 5);
    // What it would be over log-odds, and on rows that the model has not seen.
    for (const other of [highestOf(seen), highestOf(unseen.map(logistic)), highestOf(unseen)])
      expect(Math.abs(other - highestProbability)).toBeGreaterThan(0.00005);
  });
});

describe("customers of whom nearly all leave", () => {
  it("stay short of their churn rate with the procedure before, and reach it with ours", async () => {
    // Churn rates of 2, 20, 50 and 100 %: equal steps on the scale of log-odds, a corner on that of probabilities.
    const groups = [0, 1, 2, 3, 4].flatMap((fold) => [
      { x: 0, rows: 200, churners: 4, fold },
      { x: 1, rows: 40, churners: 8, fold },
      { x: 2, rows: 40, churners: 20, fold },
      { x: 3, rows: 40, churners: 40, fold },
    ]);
    const features = [{ name: "x", kind: "numeric" as const }];
    const recipe = { ...quickPolicy.recipe, subsample: 1, classWeightings: ["balanced" as const] };
    const options = { seed: 1, threads: 2, signal: new AbortController().signal, onRound: () => undefined };
    const training = rowsOf(groups, "T");
    const before = await replayOriginalProcedure(
      training,
      rowsOf(groups, "H"),
      { recipe, features, weighting: "balanced" },
      quickPolicy,
      options,
    );
    // The same sigmoid, so that what it is fitted on is all that differs.
    const calibration = { ...quickPolicy.calibration, methods: ["sigmoid" as const] };
    const { probabilities, outOfFold } = await trainCandidate(
      training,
      { recipe, features },
      { ...quickPolicy, calibration },
      options,
    );
    expect(before.highestProbability).toBeLessThan(0.95);
    expect(Math.max(...probabilities)).toBeGreaterThan(0.98);
    expect(outOfFold.calibrationError).toBeLessThan(before.shipped.calibrationError.value / 2);
  });
});
