import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ModelPolicy } from "../../configs/model-policy.ts";
import { sha256OfFile } from "../../runtime/digest.ts";
import { loadModel } from "../../runtime/model/artifact.ts";
import { readFolds } from "../../runtime/model/artifact-tables.ts";
import { cardSchema } from "../../runtime/model/card/card.ts";
import { evaluateWith } from "../../runtime/model/evaluate-step.ts";
import { type Evaluation, readEvaluation } from "../../runtime/model/evaluation.ts";
import { type GoldColumns, pickRows, readGold } from "../../runtime/model/gold-columns.ts";
import { readLeaderboard } from "../../runtime/model/leaderboard/schema.ts";
import { averagePrecision, rankScores } from "../../runtime/model/metrics/ranking.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import { holdoutOf } from "../../runtime/model/training-set.ts";
import { codeFingerprint } from "../../runtime/pipeline/code-fingerprint.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { sharedFolder } from "../support/folders.ts";
import { runStep } from "../support/run-step.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { quickPolicy } from "./policy.ts";

const root = sharedFolder("spanishgas-evaluate-");
const scratch = join(root, "scratch");
const gold = join(root, "gold");
const at = (name: string) => join(root, name);

async function trainInto(name: string, parameters: { experiment?: string; seed?: number } = {}) {
  await runStep(trainWith(quickPolicy), {
    inputs: { gold },
    outputs: { candidate: at(name) },
    scratch,
    parameters,
  });
}

async function evaluateInto(
  name: string,
  candidate: string,
  champion?: string,
  policy: ModelPolicy = quickPolicy,
): Promise<Evaluation> {
  await runStep(evaluateWith(policy), {
    inputs: { gold, candidate: at(candidate), ...(champion === undefined ? {} : { champion: at(champion) }) },
    outputs: { evaluation: at(name) },
    scratch,
    parameters: { threads: 2 },
  });
  return readEvaluation(at(name));
}

async function readAll(candidate: string): Promise<GoldColumns> {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch });
  using model = await loadModel(at(candidate));
  return await readGold(engine, gold, model.artifact.features);
}

async function holdoutRows(candidate: string) {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch });
  return holdoutOf(await readAll(candidate), await readFolds(engine, at(candidate)));
}

async function trainedOn(candidate: string): Promise<Set<string>> {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch });
  const split = await readFolds(engine, at(candidate));
  return new Set(split.filter(({ part }) => part === "train").map(({ customerId }) => customerId));
}

const brokenRules = ({ gate }: Evaluation) => gate.filter(({ passed }) => !passed).map(({ name }) => name);

beforeAll(async () => {
  for (const folder of [gold, scratch]) mkdirSync(folder, { recursive: true });
  await writeSyntheticGold({ folder: gold, scratch, customers: 2400 });
  await trainInto("full");
  await trainInto("baseline", { experiment: "E0_baseline" });
});

describe("the evaluation", () => {
  it("promotes a first model that keeps every rule, with figures of the holdout alone", async () => {
    const evaluation = await evaluateInto("first", "full");
    const { gold: rows, labels } = await holdoutRows("full");
    using model = await loadModel(at("full"));
    const { probability } = model.score(rows);
    expect(evaluation.promote).toBe(true);
    expect(evaluation.comparison).toBeNull();
    expect(evaluation.holdout.rows).toBe(labels.length);
    expect(labels.length).toBe(480);
    expect(evaluation.metrics.prAuc.value).toBe(averagePrecision(rankScores(probability, labels)));
    const called = labels.filter((_, row) => (probability[row] ?? 0) >= model.artifact.threshold);
    const { truePositives, falsePositives } = evaluation.confusion;
    expect(truePositives + falsePositives).toBe(called.length);
    expect(truePositives).toBe(called.filter((label) => label === 1).length);
    for (const [name, { value, low, high }] of Object.entries(evaluation.metrics)) {
      expect(low, name).toBeLessThan(high);
      if (name !== "calibrationError") expect(low <= value && value <= high, name).toBe(true);
    }
    expect(evaluation.reasons).toEqual(evaluation.gate.map(({ sentence }) => sentence));
  });

  it("counts calls at the artifact's own threshold", async () => {
    cpSync(at("full"), at("eager"), { recursive: true });
    const file = join(at("eager"), "artifact.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(/"threshold": [\d.]+/, '"threshold": 0.01'));
    const { gold: rows, labels } = await holdoutRows("full");
    using model = await loadModel(at("full"));
    const called = model.score(rows).probability.filter((probability) => probability >= 0.01).length;
    const { confusion, metrics } = await evaluateInto("eager-evaluation", "eager");
    expect(confusion.truePositives + confusion.falsePositives).toBe(called);
    expect(confusion.trueNegatives + confusion.falseNegatives).toBe(labels.length - called);
    expect(metrics.precision.value).toBe(confusion.truePositives / called);
  });

  it("writes the same bytes again", async () => {
    await evaluateInto("second", "full");
    for (const file of ["evaluation.json", "card.json", "card.html", "sbom.json"]) {
      expect(readFileSync(join(at("second"), file))).toEqual(readFileSync(join(at("first"), file)));
    }
    expect(readdirSync(at("second"))).toEqual([
      "card.html",
      "card.json",
      "evaluation.json",
      "holdout_scores.parquet",
      "holdout_scores.quality.json",
      "sbom.json",
    ]);
  });

  it("rejects a model of lifecycle facts alone, and names the rule it broke", async () => {
    const evaluation = await evaluateInto("weak", "baseline");
    expect(evaluation.promote).toBe(false);
    expect(brokenRules(evaluation)).toContain("pr_auc");
    expect(evaluation.reasons[0]).toMatch(
      /^PR-AUC on the holdout is 0\.[0-6]\d\d, below the 0\.7 asked for\.$/,
    );
  });

  it("rejects a model that is worse than the champion on the same rows", async () => {
    const evaluation = await evaluateInto("worse", "baseline", "full");
    expect(brokenRules(evaluation)).toContain("champion");
    expect(evaluation.comparison).toMatchObject({ rows: 480, seenByChampion: 0 });
    expect(evaluation.comparison?.prAucDifference.high).toBeLessThan(0);
  });

  it("does not reject a model for being as good as the champion, or better", async () => {
    const same = await evaluateInto("same", "full", "full");
    expect(same.promote).toBe(true);
    expect(same.comparison?.prAucDifference).toEqual({ value: 0, low: 0, high: 0 });
    const better = await evaluateInto("better", "full", "baseline");
    expect(better.promote).toBe(true);
    expect(better.comparison?.championPrAuc).toBeLessThan(0.7);
  });

  it("leaves out holdout rows that the champion was trained on while enough churners remain", async () => {
    await trainInto("other-seed", { seed: 7 });
    const { gold: rows, labels } = await holdoutRows("full");
    const trained = await trainedOn("other-seed");
    const fresh = labels.filter((_, row) => !trained.has(rows.customerId[row] ?? ""));
    const churners = fresh.filter((label) => label === 1).length;
    // Of one holdout, four in five rows are trained on under another seed.
    expect(fresh.length).toBeLessThan(200);
    const gate = { ...quickPolicy.gate, minimumComparedChurners: churners };
    const without = await evaluateInto("without", "full", "other-seed", { ...quickPolicy, gate });
    expect(without.comparison).toMatchObject({
      rows: fresh.length,
      churners,
      seenByChampion: 480 - fresh.length,
    });
    expect(without.comparison?.note).toContain("are left out");
  });

  it("compares on all rows where too few churners would remain, and says that this favours the champion", async () => {
    const gate = { ...quickPolicy.gate, minimumComparedChurners: 40 };
    const { comparison } = await evaluateInto("all", "full", "other-seed", { ...quickPolicy, gate });
    expect(comparison).toMatchObject({ rows: 480 });
    expect(comparison?.note).toContain(`was trained on ${comparison?.seenByChampion} of these rows`);
  });

  it("refuses a candidate of another as-of date", async () => {
    cpSync(at("full"), at("older"), { recursive: true });
    const file = join(at("older"), "artifact.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"asOf": "2024-12-31"', '"asOf": "2024-11-30"'));
    await expect(evaluateInto("refused", "older")).rejects.toThrow("trained as of 2024-11-30");
  });
});

describe("the model card", () => {
  it("tells data, recipe, transform, importance, libraries and decision", async () => {
    await evaluateInto("carded", "full");
    const card = cardSchema.parse(JSON.parse(readFileSync(join(at("carded"), "card.json"), "utf8")));
    expect(card.data.goldSha256).toBe(await sha256OfFile(join(gold, "gold_master.parquet")));
    expect(card.data.rows + card.data.holdoutRows).toBe(2400);
    expect(card.transform.features).toBe(56);
    expect(card.transform.levels["segment"]).toEqual(["alpha", "beta", "delta", "gamma <3", "missing"]);
    expect(card.features.length).toBe(56);
    expect(card.features.reduce((sum, { gainShare }) => sum + gainShare, 0)).toBeCloseTo(1, 9);
    expect(card.features[0]).toMatchObject({ name: "is_negative_sentiment", tier: "2B", kind: "flag" });
    expect(Object.keys(card.libraries).sort()).toEqual(["duckdb", "node", "spanishgas", "xgboost"]);
    expect(card.evaluation.promote).toBe(true);
    expect(card.code).toBe(codeFingerprint());
  });

  it("tells what the training found out, and who competed", async () => {
    await evaluateInto("told", "full");
    const card = cardSchema.parse(JSON.parse(readFileSync(join(at("told"), "card.json"), "utf8")));
    using model = await loadModel(at("full"));
    expect(card.findings).toEqual(model.artifact.findings);
    expect(card.findings?.leakage.features[0]?.feature).toBe("is_negative_sentiment");
    // Too few churners for a leaderboard: the reason is told.
    expect(card.leaderboard).toEqual(await readLeaderboard(at("full")));
    expect(card.leaderboard).toMatchObject({ held: false });
  });

  it("is written without a leaderboard where the model's folder holds none", async () => {
    cpSync(at("full"), at("alone"), { recursive: true });
    rmSync(join(at("alone"), "leaderboard.json"));
    await evaluateInto("alone-evaluation", "alone");
    const card = cardSchema.parse(
      JSON.parse(readFileSync(join(at("alone-evaluation"), "card.json"), "utf8")),
    );
    expect(card.leaderboard).toBeNull();
  });
});

describe("a loaded model", () => {
  it("scores a customer alone as among all the others", async () => {
    const rows = await readAll("full");
    using model = await loadModel(at("full"));
    const together = model.score(rows);
    for (const row of [0, 17, 2399]) {
      const alone = model.score(pickRows(rows, [row]));
      expect(alone.margin[0]).toBe(together.margin[row]);
      expect(alone.probability[0]).toBe(together.probability[row]);
    }
    expect(together.unseen.size).toBe(0);
  });

  it("scores an unknown category level, and counts it", async () => {
    const rows = pickRows(await readAll("full"), [0, 1]);
    using model = await loadModel(at("full"));
    const changed = { ...rows, columns: new Map(rows.columns).set("segment", ["Farm", "alpha"]) };
    const { probability, unseen } = model.score(changed);
    expect(unseen).toEqual(new Map([["segment", 1]]));
    expect(probability.every((value) => value > 0 && value < 1)).toBe(true);
  });

  it("explains margins: contributions sum to them", async () => {
    const rows = pickRows(await readAll("full"), [0, 1, 2, 3, 4]);
    using model = await loadModel(at("full"));
    const { columns, values } = model.contributions(rows);
    const width = columns.length + 1;
    expect(values.length).toBe(5 * width);
    model.score(rows).margin.forEach((margin, row) => {
      const sum = values.slice(row * width, (row + 1) * width).reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(margin, 4);
    });
  });

  it("is refused when its trees were changed or its artifact is of another version", async () => {
    cpSync(at("full"), at("tampered"), { recursive: true });
    writeFileSync(join(at("tampered"), "model.ubj"), readFileSync(join(at("baseline"), "model.ubj")));
    await expect(loadModel(at("tampered"))).rejects.toThrow("changed after its training");
    const file = join(at("tampered"), "artifact.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"artifactVersion": 2', '"artifactVersion": 3'));
    await expect(loadModel(at("tampered"))).rejects.toThrow("not a model of this version");
  });
});
