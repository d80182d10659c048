import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { featuresOf } from "../../../configs/features.ts";
import type { TuningPolicy } from "../../../configs/tuning.ts";
import { CancelledError } from "../../../runtime/errors.ts";
import { readGold } from "../../../runtime/model/gold-columns.ts";
import { trainCandidate } from "../../../runtime/model/train-model.ts";
import {
  pickLabelled,
  splitGold,
  type TrainingSet,
  trainingSetOf,
} from "../../../runtime/model/training-set.ts";
import { earlyStoppedMargins } from "../../../runtime/model/tuning/early-stopped.ts";
import { pointsInOrder } from "../../../runtime/model/tuning/points.ts";
import type { Search } from "../../../runtime/model/tuning/record.ts";
import { type SearchOptions, searchRecipes } from "../../../runtime/model/tuning/search.ts";
import { Engine } from "../../../runtime/table/engine.ts";
import { sharedFolder } from "../../support/folders.ts";
import { writeSyntheticGold } from "../../support/synthetic-gold.ts";
import { quickPolicy } from "../policy.ts";

vi.setConfig({ testTimeout: 60_000 });

const root = sharedFolder("spanishgas-tuning-");
const features = featuresOf("E1_lifecycle_market");
const tuning: TuningPolicy = {
  grid: { depths: [1, 2], learningRates: [0.1, 0.3], classWeightings: ["none"] },
  stopping: { innerShare: 0.25, patience: 5, maximumRounds: 60 },
};
const policy = { ...quickPolicy, recipe: { ...quickPolicy.recipe, trees: 15 } };
const plan = { features, policy, tuning };
const PLANNED = 5;
const FOLDS = 3;
const fitting = { seed: 11, threads: 2, signal: new AbortController().signal };

let training: TrainingSet;
let whole: Search;
beforeAll(async () => {
  const folder = join(root, "gold");
  mkdirSync(folder);
  await writeSyntheticGold({ folder, scratch: root, customers: 900 });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: root });
  const gold = await readGold(
    engine,
    folder,
    features.map(({ name }) => name),
  );
  training = trainingSetOf(gold, splitGold(gold, { ...policy.split, minimumPerClass: 20, folds: FOLDS }, 11));
  whole = await search();
}, 60_000);

/** A clock that goes on by a minute whenever somebody looks. */
function minutePerLook(): () => number {
  let looks = 0;
  return () => {
    looks += 1;
    return looks * 60_000;
  };
}

const search = (options: Partial<SearchOptions> = {}) =>
  searchRecipes(training, plan, {
    ...fitting,
    budgetSeconds: 60,
    now: () => 0,
    progress: () => undefined,
    ...options,
  });

describe("early stopping", () => {
  const contestant = {
    recipe: { ...policy.recipe, depth: 2, learningRate: 0.3 },
    features,
    weighting: "none" as const,
  };
  const margins = (rows: TrainingSet) =>
    earlyStoppedMargins(rows, contestant, tuning.stopping, { ...fitting, onRound: () => undefined });

  it("looks at no label of the fold that is scored, and at those of the others", async () => {
    const before = await margins(training);
    const labels = training.labels.map((label, row) => (training.folds[row] === 2 ? 1 - label : label));
    const churn = Array.from(labels, (label) => (label === 1 ? (1 as const) : (0 as const)));
    const after = await margins({ ...training, gold: { ...training.gold, churn }, labels });
    expect(after.rounds[2]).toBe(before.rounds[2]);
    expect(after.rounds).not.toEqual(before.rounds);
    training.folds.forEach((fold, row) => {
      if (fold === 2) expect(after.margins[row]).toBe(before.margins[row]);
    });
  });

  it("looks at no row of the fold that is scored: without all but one of them it is the same", async () => {
    const before = await margins(training);
    const first = training.folds.indexOf(2);
    const kept = training.folds.flatMap((fold, row) => (fold !== 2 || row === first ? [row] : []));
    const after = await margins({
      ...pickLabelled(training.gold, kept),
      folds: kept.map((row) => training.folds[row] ?? 0),
    });
    expect(after.rounds[2]).toBe(before.rounds[2]);
    expect(after.margins[kept.indexOf(first)]).toBe(before.margins[first]);
  });

  it("ends where more rounds do no more good, and at the limit", async () => {
    const { rounds } = await margins(training);
    expect(rounds).toHaveLength(FOLDS);
    for (const each of rounds) expect(each).toBeLessThan(tuning.stopping.maximumRounds);
    const limited = await earlyStoppedMargins(
      training,
      { ...contestant, recipe: { ...contestant.recipe, learningRate: 0.01 } },
      { ...tuning.stopping, maximumRounds: 4 },
      { ...fitting, onRound: () => undefined },
    );
    expect(limited.rounds).toEqual([4, 4, 4]);
  });
});

describe("a search", () => {
  it("tries the recipe in force first, as a training has it, then the grid in the seed's order", async () => {
    const { planned, ended, trials } = whole;
    expect([planned, ended, trials.length]).toEqual([PLANNED, "complete", PLANNED]);
    const [inForce, ...others] = trials;
    const candidate = await trainCandidate(training, { recipe: policy.recipe, features }, policy, {
      ...fitting,
      onRound: () => undefined,
    });
    const standing = candidate.weighting.candidates.find(
      ({ classWeighting }) => classWeighting === candidate.weighting.chosen,
    );
    expect(inForce).toMatchObject({
      inForce: true,
      depth: 3,
      learningRate: 0.2,
      trees: 15,
      classWeighting: candidate.weighting.chosen,
      prAuc: standing?.prAuc,
      logLoss: standing?.logLoss,
      roundsByFold: [],
    });
    expect(
      others.map(({ depth, learningRate, classWeighting }) => ({ depth, learningRate, classWeighting })),
    ).toEqual(pointsInOrder(tuning.grid, fitting.seed));
    for (const { prAuc, difference, verdict, trees, roundsByFold } of others) {
      expect(prAuc - (inForce?.prAuc ?? 0)).toBeCloseTo(difference.value, 12);
      expect(difference.low).toBeLessThanOrEqual(difference.high);
      expect(verdict).toBe(difference.low > 0 ? "better" : difference.high < 0 ? "worse" : "tie");
      expect(roundsByFold.toSorted((a, b) => a - b)[1]).toBe(trees);
    }
  });

  it("that is cut off has tried a beginning of the whole one, with the same figures on any number of threads", async () => {
    // The clock is looked at when the search begins and before each point: at the fourth look three minutes are up.
    const cut = await search({ budgetSeconds: 180, now: minutePerLook(), threads: 1 });
    expect([cut.ended, cut.planned, cut.trials.length]).toEqual(["budget", PLANNED, 3]);
    expect(cut.trials).toEqual(whole.trials.slice(0, 3));
  });

  it("without any time left still tries the recipe in force", async () => {
    const { ended, trials } = await search({ budgetSeconds: 0 });
    expect([ended, trials.map(({ inForce }) => inForce)]).toEqual(["budget", [true]]);
  });

  it("that is cancelled gives what it has found, and nothing where there is nothing to compare with", async () => {
    const cancellation = new AbortController();
    const { ended, trials } = await search({
      signal: cancellation.signal,
      progress: ({ task }) => {
        if (task === `Point 3 of ${PLANNED}`) cancellation.abort();
      },
    });
    expect([ended, trials]).toEqual(["cancelled", whole.trials.slice(0, 2)]);
    await expect(search({ signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
  });
});
