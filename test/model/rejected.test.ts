import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ModelPolicy } from "../../configs/model-policy.ts";
import { sha256 } from "../../runtime/digest.ts";
import { loadModel } from "../../runtime/model/artifact.ts";
import { evaluateWith } from "../../runtime/model/evaluate-step.ts";
import { type Evaluation, readEvaluation } from "../../runtime/model/evaluation.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import { sharedFolder } from "../support/folders.ts";
import { runStep } from "../support/run-step.ts";
import { type SyntheticGoldOptions, writeSyntheticGold } from "../support/synthetic-gold.ts";
import { quickPolicy } from "./policy.ts";

/** Candidates that must never score anybody, each through training, evaluation and gate. */

const root = sharedFolder("spanishgas-rejected-");
const at = (name: string) => join(root, name);

async function goldOf(name: string, options: Pick<SyntheticGoldOptions, "label" | "features"> = {}) {
  mkdirSync(at(name));
  await writeSyntheticGold({ folder: at(name), scratch: root, customers: 1_500, ...options });
}

async function trained(gold: string, candidate: string, experiment = "E5_full", policy = quickPolicy) {
  await runStep(trainWith(policy), {
    inputs: { gold: at(gold) },
    outputs: { candidate: at(candidate) },
    scratch: root,
    parameters: { experiment },
  });
}

async function judged(
  gold: string,
  candidate: string,
  { champion, policy = quickPolicy }: { readonly champion?: string; readonly policy?: ModelPolicy } = {},
): Promise<Evaluation> {
  const evaluation = at(`${candidate}-judged`);
  await runStep(evaluateWith(policy), {
    inputs: {
      gold: at(gold),
      candidate: at(candidate),
      ...(champion === undefined ? {} : { champion: at(champion) }),
    },
    outputs: { evaluation },
    scratch: root,
    parameters: { threads: 2 },
  });
  return readEvaluation(evaluation);
}

const broken = ({ gate }: Evaluation) => gate.filter(({ passed }) => !passed);

beforeAll(async () => {
  await goldOf("gold");
  await trained("gold", "champion");
});

describe("the gate rejects", () => {
  it("a challenger that is worse than the champion, by that alone where nothing else is wrong", async () => {
    await trained("gold", "worse", "E3_add_behavioral");
    const lenient: ModelPolicy = {
      ...quickPolicy,
      gate: { ...quickPolicy.gate, minimumPrAuc: 0.01, minimumRecall: 0.01, maximumCalibrationError: 0.5 },
    };
    const evaluation = await judged("gold", "worse", { champion: "champion", policy: lenient });
    expect(evaluation.promote).toBe(false);
    expect(broken(evaluation).map(({ name }) => name)).toEqual(["champion"]);
    expect(evaluation.reasons).toEqual([expect.stringMatching(/worse than the champion\.$/)]);
  });

  it("a model that a feature has told the label with noise, however good it looks", async () => {
    await goldOf("leaking", {
      features: (values, churn, index) =>
        void values.set("std_margin", (churn ?? 0) + 0.9 * ((index * 0.6180339887498949) % 1)),
    });
    await trained("leaking", "leak");
    const evaluation = await judged("leaking", "leak");
    expect(evaluation.metrics.prAuc.value).toBeGreaterThan(0.9);
    expect(evaluation.promote).toBe(false);
    expect(evaluation.reasons).toEqual([
      expect.stringMatching(/^std_margin alone ranks churners with an AUC of /),
    ]);
  });

  it("a model of shuffled labels", async () => {
    await goldOf("shuffled", {
      label: (id) => (Number.parseInt(sha256(`label ${id}`).slice(0, 4), 16) % 10 === 0 ? 1 : 0),
    });
    await trained("shuffled", "shuffle");
    const evaluation = await judged("shuffled", "shuffle");
    expect(evaluation.promote).toBe(false);
    expect(evaluation.reasons).toContainEqual(
      expect.stringMatching(/^PR-AUC on the holdout is 0\.[01]\d\d, below the 0\.7/),
    );
  });

  it("a constant model", async () => {
    await goldOf("alike", {
      features: (values) => {
        for (const name of values.keys()) values.set(name, null);
      },
    });
    await trained("alike", "constant");
    const evaluation = await judged("alike", "constant");
    expect(evaluation.promote).toBe(false);
    expect(evaluation.metrics.rocAuc.value).toBe(0.5);
    expect(evaluation.reasons).toContainEqual(expect.stringMatching(/^PR-AUC on the holdout is /));
  });
});

describe("the champion's own evaluation", () => {
  it("passes, tells the level that gives a feature away, and what the model is worth without it", async () => {
    await goldOf("telling", {
      features: (values, churn, index) =>
        void values.set("is_price_sensitive", churn === 1 && index % 2 === 0 ? 1 : 0),
    });
    await trained("telling", "told");
    const evaluation = await judged("telling", "told");
    expect(evaluation.promote).toBe(true);
    const [told, without] = evaluation.warnings;
    expect(told).toMatch(/^Of the \d+ customers with is_price_sensitive = 1 100\.0 % churned: find out/);
    expect(without).toMatch(
      /^Without is_price_sensitive PR-AUC out of fold is 0\.\d+ in place of 0\.\d+ \(interval of the difference: -0\./,
    );
  });

  it("holds both thresholds, the coverage of its prediction sets, and the procedure of before", async () => {
    const { operatingPoints, coverage, originalProcedure, threshold } = await judged("gold", "champion");
    expect(operatingPoints.map(({ rule }) => rule)).toEqual(["recall", "profit"]);
    expect(operatingPoints[0]?.threshold).toBe(threshold);
    using model = await loadModel(at("champion"));
    expect(operatingPoints[1]?.threshold).toBe(model.artifact.findings?.profitThreshold.threshold);
    expect(coverage?.churned.coverage).toBeGreaterThan(0.7);
    expect(coverage?.stayed.coverage).toBeGreaterThan(0.8);
    // What it promised on raw scores it does not keep on calibrated ones.
    expect(originalProcedure?.promised.recall).toBeGreaterThanOrEqual(0.7);
    expect(originalProcedure?.shipped.recall.value).toBeLessThanOrEqual(
      originalProcedure?.raw.recall.value ?? 0,
    );
    expect(originalProcedure?.highestProbability).toBeLessThan(1);
  });
});
