import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { featuresOf } from "../../configs/features.ts";
import { artifactSchema } from "../../runtime/model/artifact.ts";
import { readFolds } from "../../runtime/model/artifact-tables.ts";
import { calibrate } from "../../runtime/model/calibration/index.ts";
import { averagePrecision, rankScores } from "../../runtime/model/metrics/ranking.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import type { StepParameters } from "../../runtime/step.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { digestsBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";
import { runStep, type StepRun } from "../support/run-step.ts";
import { type SyntheticGoldOptions, writeSyntheticGold } from "../support/synthetic-gold.ts";
import { quickPolicy } from "./policy.ts";

const CUSTOMERS = 1200;
const root = sharedFolder("spanishgas-train-");
const scratch = join(root, "scratch");
const train = trainWith(quickPolicy);
const base = join(root, "base");

async function goldFolder(name: string, options: Partial<SyntheticGoldOptions> = {}): Promise<string> {
  const folder = join(root, name);
  for (const path of [folder, scratch]) mkdirSync(path, { recursive: true });
  await writeSyntheticGold({ folder, scratch, customers: CUSTOMERS, ...options });
  return folder;
}

async function trainInto(
  name: string,
  gold: string,
  parameters: Partial<StepParameters> = {},
  more: Partial<StepRun> = {},
): Promise<string> {
  const candidate = join(root, name);
  await runStep(train, { inputs: { gold }, outputs: { candidate }, scratch, parameters, ...more });
  return candidate;
}

const artifactOf = (folder: string) =>
  artifactSchema.parse(JSON.parse(readFileSync(join(folder, "artifact.json"), "utf8")));

async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch });
  return await work(engine);
}

beforeAll(async () => {
  await trainInto("base", await goldFolder("gold"));
});

describe("a trained artifact", () => {
  it("is the same to the byte with two threads, and in another run", async () => {
    const again = await trainInto("again", join(root, "gold"), { threads: 2 });
    expect(digestsBelow(again)).toEqual(digestsBelow(base));
    expect(Object.keys(digestsBelow(base))).toEqual([
      "artifact.json",
      "folds.parquet",
      "folds.quality.json",
      "leaderboard.json",
      "model.tar.gz",
      "model.ubj",
      "reference.parquet",
      "reference.quality.json",
    ]);
  });

  it("does not know the holdout's labels: exchanging them changes no byte", async () => {
    const split = await withEngine((engine) => readFolds(engine, base));
    const { holdoutChurners } = artifactOf(base).training;
    const labels = new Map<string, 0 | 1>();
    await goldFolder("seen", {
      label: (customer, churn) => {
        labels.set(customer, churn);
        return churn;
      },
    });
    const hash = (customer: string) => createHash("sha256").update(`42:${customer}`).digest("hex");
    const held = split
      .filter(({ part }) => part === "holdout")
      .map(({ customerId }) => customerId)
      .sort((a, b) => (hash(a) < hash(b) ? -1 : 1));
    // Customers at the edge of their class's holdout would leave it with another label; those before it stay.
    const movable = held.slice(0, Math.floor(held.length * 0.8));
    const churners = movable.filter((customer) => labels.get(customer) === 1);
    const others = movable.filter((customer) => labels.get(customer) === 0).slice(0, churners.length);
    expect(churners.length).toBeGreaterThan(holdoutChurners / 2);
    const exchanged = new Map<string, 0 | 1>([
      ...churners.map((customer) => [customer, 0] as const),
      ...others.map((customer) => [customer, 1] as const),
    ]);
    const gold = await goldFolder("exchanged", { label: (id, churn) => exchanged.get(id) ?? churn });
    expect(digestsBelow(await trainInto("exchanged-model", gold))).toEqual(digestsBelow(base));
  });

  it("does know the training part's labels", async () => {
    const split = await withEngine((engine) => readFolds(engine, base));
    const first = split.find(({ part }) => part === "train")?.customerId;
    const gold = await goldFolder("changed", { label: (id, churn) => (id === first ? null : churn) });
    const changed = digestsBelow(await trainInto("changed-model", gold));
    expect(changed["model.ubj"]).not.toBe(digestsBelow(base)["model.ubj"]);
  });

  it("learns from labelled customers alone", async () => {
    const gold = await goldFolder("unlabelled", {
      customers: CUSTOMERS + 150,
      label: (id, churn) => (Number(id.slice(1)) > CUSTOMERS ? null : churn),
    });
    const model = await trainInto("unlabelled-model", gold);
    expect(digestsBelow(model)["model.ubj"]).toBe(digestsBelow(base)["model.ubj"]);
    expect(digestsBelow(model)["folds.parquet"]).toBe(digestsBelow(base)["folds.parquet"]);
    expect(artifactOf(model).training.unlabelledRows).toBe(150);
  });

  it("holds what scoring needs, and a threshold on the calibrated scale that keeps its promise out of fold", () => {
    const artifact = artifactOf(base);
    expect(artifact.features).toEqual(featuresOf("E5_full").map(({ name }) => name));
    expect(artifact).toMatchObject({ experiment: "E5_full", asOf: "2024-12-31", seed: 42 });
    expect(artifact.thresholdScale).toBe("calibrated");
    expect(artifact.threshold).toBeGreaterThan(0);
    expect(artifact.threshold).toBeLessThan(1);
    expect(artifact.outOfFold.recall).toBeGreaterThanOrEqual(0.7);
    expect(calibrate(artifact.calibrator, 2)).toBeGreaterThan(calibrate(artifact.calibrator, -2));
  });

  it("records the weightings in competition and why one won", () => {
    const { weighting, training } = artifactOf(base);
    const [none, balanced] = weighting.candidates;
    expect(none).toMatchObject({ classWeighting: "none", positiveWeight: 1 });
    expect(balanced?.positiveWeight).toBeCloseTo((training.rows - training.churners) / training.churners, 12);
    const winner = weighting.candidates.find(({ classWeighting }) => classWeighting === weighting.chosen);
    const tied = weighting.candidates.filter(({ differenceToBest }) => differenceToBest.high >= 0);
    expect(winner?.logLoss).toBe(Math.min(...tied.map(({ logLoss }) => logLoss)));
  });

  it("brings its training rows with their out-of-fold probabilities as the reference for drift", async () => {
    const reference = await withEngine((engine) =>
      engine.columns(`SELECT * FROM read_parquet('${join(base, "reference.parquet")}') ORDER BY customer_id`),
    );
    const split = await withEngine((engine) => readFolds(engine, base));
    expect(reference["customer_id"]).toEqual(
      split.filter(({ part }) => part === "train").map(({ customerId }) => customerId),
    );
    expect(Object.keys(reference)).toEqual([
      "customer_id",
      "churn",
      "churn_proba",
      ...featuresOf("E5_full").map(({ name }) => name),
    ]);
    const ranking = rankScores(
      (reference["churn_proba"] ?? []).map(Number),
      (reference["churn"] ?? []).map(Number),
    );
    // The same margins, but through the shipped calibrator in place of one for each fold.
    expect(Math.abs(averagePrecision(ranking) - artifactOf(base).outOfFold.prAuc)).toBeLessThan(0.05);
  });

  it("finds nothing out of fold where labels are drawn by lot", async () => {
    const lot = (id: string) => createHash("sha256").update(`lot ${id}`).digest()[0] ?? 0;
    const gold = await goldFolder("lot", { label: (id) => (lot(id) < 64 ? 1 : 0) });
    const { outOfFold, training } = artifactOf(await trainInto("lot-model", gold));
    // About 240 churners among 960: the standard error of the ROC-AUC is 0.022. Training rows alone would give 0.9.
    expect(training.churners).toBeGreaterThan(190);
    expect(Math.abs(outOfFold.rocAuc - 0.5)).toBeLessThan(0.075);
  });
});

describe("the training step", () => {
  it("reports its trees up to the last", async () => {
    const events: { done: number; total?: number }[] = [];
    await trainInto(
      "watched",
      join(root, "gold"),
      { threads: 2 },
      { progress: (event) => events.push(event) },
    );
    // Two weightings x five folds and the model itself, of 30 trees each.
    expect(events).toContainEqual({ task: "Training", done: 330, total: 330, unit: "rounds" });
    expect(events.map(({ done }) => done)).toEqual(events.map(({ done }) => done).toSorted((a, b) => a - b));
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    const run = trainInto(
      "cancelled",
      join(root, "gold"),
      {},
      { signal: controller.signal, progress: () => controller.abort() },
    );
    await expect(run).rejects.toMatchObject({ name: "CancelledError" });
    expect(readdirSync(join(root, "cancelled"))).toEqual([]);
  });

  it("names the features that tell nothing, because they are the same in every row, and keeps them", async () => {
    const gold = await goldFolder("constant", {
      features: (values) => {
        values.set("active_months_count", 12);
        values.set("gas_price_trend_12m", null);
      },
    });
    const candidate = join(root, "constant-model");
    const summary = await runStep(train, { inputs: { gold }, outputs: { candidate }, scratch });
    expect(summary["constant_features"]).toBe("active_months_count gas_price_trend_12m");
    expect(artifactOf(candidate).features).toContain("active_months_count");
  });

  it("refuses an unknown experiment and names the known ones", async () => {
    await expect(trainInto("unknown", join(root, "gold"), { experiment: "E9" })).rejects.toMatchObject({
      name: "InputError",
      message: expect.stringContaining('no experiment "E9"; choose one of E0_baseline'),
    });
  });

  it("refuses labels that are too few of a class, and says how many are needed", async () => {
    const gold = await goldFolder("few", { label: (id) => (Number(id.slice(1)) <= 49 ? 1 : 0) });
    await expect(trainInto("few-model", gold)).rejects.toMatchObject({
      name: "InputError",
      message: expect.stringMatching(/49 churners and 1151 .* at least 50 of each/),
    });
  });

  it("refuses a gold master without one of its features", async () => {
    const folder = join(root, "narrow");
    mkdirSync(folder);
    await withEngine((engine) =>
      engine.run(
        `COPY (SELECT * EXCLUDE (tenure_months) FROM read_parquet('${join(root, "gold", "gold_master.parquet")}'))
         TO '${join(folder, "gold_master.parquet")}' (FORMAT parquet, KV_METADATA {as_of: '2024-12-31'})`,
      ),
    );
    await expect(trainInto("narrow-model", folder)).rejects.toMatchObject({
      name: "ContractError",
      message: expect.stringContaining("no column tenure_months"),
    });
  });
});
