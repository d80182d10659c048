import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { featuresOf } from "../../configs/features.ts";
import { fitCalibrator } from "../../runtime/model/calibration/index.ts";
import { pickRows, readGold } from "../../runtime/model/gold-columns.ts";
import { crossCalibrated } from "../../runtime/model/out-of-fold.ts";
import { chooseThreshold } from "../../runtime/model/threshold.ts";
import { type TrainedCandidate, trainCandidate } from "../../runtime/model/train-model.ts";
import { splitGold, type TrainingSet, trainingSetOf } from "../../runtime/model/training-set.ts";
import { applyTransform, fitTransform } from "../../runtime/model/transform.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { Booster, train } from "../../runtime/xgboost/index.ts";
import { sharedFolder } from "../support/folders.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { quickPolicy } from "./policy.ts";

const root = sharedFolder("spanishgas-candidate-");
const features = featuresOf("E5_full");
const policy = quickPolicy;
// One weighting, so that it is known which one the margins belong to.
const recipe = { ...policy.recipe, classWeightings: ["balanced"] as const };

/** Trains as the recipe says, with the library alone: on these rows of the training part. */
async function trainOn(training: TrainingSet, rows: readonly number[]) {
  const gold = pickRows(training.gold, rows);
  const transform = fitTransform(gold, features);
  const label = Float32Array.from(rows, (row) => training.labels[row] ?? 0);
  const churners = label.reduce((sum, value) => sum + value, 0);
  const { model } = await train(
    { ...applyTransform(transform, gold).matrix, label },
    {
      rounds: 30,
      parameters: {
        objective: "binary:logistic",
        treeMethod: "hist",
        maxDepth: 3,
        learningRate: 0.2,
        subsample: 0.8,
        colsampleBytree: 0.7,
        scalePosWeight: (label.length - churners) / churners,
        seed: 11,
      },
    },
  );
  return { transform, model };
}

let training: TrainingSet;
let candidate: TrainedCandidate;

beforeAll(async () => {
  mkdirSync(join(root, "gold"));
  await writeSyntheticGold({ folder: join(root, "gold"), scratch: root, customers: 1000 });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: root });
  const gold = await readGold(
    engine,
    join(root, "gold"),
    features.map(({ name }) => name),
  );
  training = trainingSetOf(gold, splitGold(gold, policy.split, 11));
  candidate = await trainCandidate(training, { recipe, features }, policy, {
    seed: 11,
    threads: 2,
    signal: new AbortController().signal,
    onRound: () => {},
  });
});

describe("a candidate", () => {
  it("has for each row the margin of a model and transform fitted on the other folds", async () => {
    for (const fold of [0, 4]) {
      const inside = training.folds.flatMap((other, row) => (other === fold ? [row] : []));
      const outside = training.folds.flatMap((other, row) => (other === fold ? [] : [row]));
      const { transform, model } = await trainOn(training, outside);
      using booster = Booster.load(model);
      const margins = booster.margin(applyTransform(transform, pickRows(training.gold, inside)).matrix);
      expect(inside.map((row) => candidate.margins[row])).toEqual([...margins]);
    }
  });

  it("ships trees and transform fitted on the whole training part", async () => {
    const { transform, model } = await trainOn(
      training,
      training.folds.map((_, row) => row),
    );
    expect(candidate.transform).toEqual(transform);
    expect(Buffer.compare(candidate.model, model)).toBe(0);
  });

  it("ships the calibrator of all out-of-fold margins, never of margins that its trees have seen", () => {
    expect(candidate.calibrator).toEqual(
      fitCalibrator(candidate.calibration.chosen, candidate.margins, training.labels),
    );
  });

  it("ships the threshold of the cross-calibrated out-of-fold probabilities", () => {
    const probabilities = crossCalibrated(
      candidate.calibration.chosen,
      candidate.margins,
      training.labels,
      training.folds,
    );
    expect(candidate.probabilities).toEqual(probabilities);
    const { threshold, precision, recall } = chooseThreshold(probabilities, training.labels, 0.7);
    expect(candidate.threshold).toBe(threshold);
    expect(candidate.outOfFold).toMatchObject({ precision, recall });
  });
});
