import { describe, expect, it } from "vitest";
import { modelPolicy } from "../../configs/model-policy.ts";
import type { Comparison } from "../../runtime/model/champion.ts";
import { gateRules } from "../../runtime/model/gate.ts";
import {
  type MetricEstimates,
  type MetricName,
  metricEstimatesSchema,
  metricNames,
} from "../../runtime/model/metrics/metrics.ts";

function metrics(
  changed: Partial<Record<MetricName, [value: number, low: number, high: number]>>,
): MetricEstimates {
  const sound = {
    prAuc: [0.75, 0.71, 0.79],
    recall: [0.69, 0.65, 0.73],
    calibrationError: [0.01, 0.01, 0.02],
  };
  const all = { ...sound, ...changed };
  return metricEstimatesSchema.parse(
    Object.fromEntries(
      metricNames.map((name) => {
        const [value, low, high] = Object.entries(all).find(([key]) => key === name)?.[1] ?? [0.5, 0.4, 0.6];
        return [name, { value, low, high }];
      }),
    ),
  );
}

function comparison(low: number, high: number): Comparison {
  return {
    champion: { experiment: "E5_full", asOf: "2024-12-31", modelSha256: "0" },
    rows: 100,
    churners: 40,
    seenByChampion: 0,
    note: "",
    candidatePrAuc: 0.7,
    championPrAuc: 0.7,
    prAucDifference: { value: (low + high) / 2, low, high },
  };
}

const broken = (estimates: MetricEstimates, against: Comparison | null = null) =>
  gateRules(estimates, undefined, against, modelPolicy)
    .filter(({ passed }) => !passed)
    .map(({ name }) => name);

describe("the gate", () => {
  it("lets a sound first model pass, and judges no champion where there is none", () => {
    expect(broken(metrics({}))).toEqual([]);
    expect(gateRules(metrics({}), undefined, null, modelPolicy).map(({ name }) => name)).toEqual([
      "pr_auc",
      "recall",
      "calibration_error",
    ]);
  });

  it("never shows a figure that reads like the limit that it missed", () => {
    const sentences = gateRules(
      metrics({
        prAuc: [0.69996, 0.65, 0.75],
        recall: [0.65, 0.6, 0.6999],
        calibrationError: [0.0302, 0.02, 0.04],
      }),
      undefined,
      comparison(-0.1, -0.0004),
      modelPolicy,
    ).map(({ sentence }) => sentence);
    expect(sentences).toEqual([
      "PR-AUC on the holdout is 0.69996, below the 0.7 asked for.",
      "Recall at the shipped threshold is 0.650 on the holdout; its interval up to 0.6999 does not reach the 0.7 asked for.",
      "Probabilities are off by 0.0302 on average, more than the 0.03 allowed.",
      "PR-AUC minus the champion's on the same rows is -0.050 (-0.100 to -0.0004): worse than the champion.",
    ]);
    const [exact] = gateRules(metrics({ prAuc: [0.7, 0.65, 0.75] }), undefined, null, modelPolicy);
    expect(exact?.sentence).toBe("PR-AUC on the holdout is 0.700, at least the 0.7 asked for.");
  });

  it("holds PR-AUC itself to the limit, not its interval", () => {
    expect(broken(metrics({ prAuc: [0.7, 0.65, 0.75] }))).toEqual([]);
    expect(broken(metrics({ prAuc: [0.6999, 0.65, 0.75] }))).toEqual(["pr_auc"]);
  });

  it("accepts a recall whose interval reaches the limit", () => {
    expect(broken(metrics({ recall: [0.66, 0.61, 0.7] }))).toEqual([]);
    expect(broken(metrics({ recall: [0.65, 0.6, 0.699] }))).toEqual(["recall"]);
  });

  it("rejects probabilities that are off by more than the limit", () => {
    expect(broken(metrics({ calibrationError: [0.03, 0.02, 0.05] }))).toEqual([]);
    expect(broken(metrics({ calibrationError: [0.031, 0.02, 0.05] }))).toEqual(["calibration_error"]);
  });

  it("rejects a candidate only where it is shown to be worse than the champion", () => {
    expect(broken(metrics({}), comparison(-0.05, 0))).toEqual([]);
    expect(broken(metrics({}), comparison(-0.05, -0.001))).toEqual(["champion"]);
    expect(broken(metrics({}), comparison(0.01, 0.05))).toEqual([]);
  });

  it("rejects a model one of whose features tells the outcome alone, and names it", () => {
    const leakage = (rocAuc: number) => ({ features: [{ feature: "std_margin", rocAuc }], pureLevels: [] });
    const ruleOf = (rocAuc: number) => gateRules(metrics({}), leakage(rocAuc), null, modelPolicy).at(-1);
    expect(ruleOf(0.95)).toMatchObject({ name: "leakage", passed: true });
    expect(ruleOf(0.951)).toMatchObject({ name: "leakage", passed: false, limit: 0.95 });
    expect(ruleOf(0.951)?.sentence).toMatch(
      /^std_margin alone ranks churners with an AUC of 0\.951, above 0\.95/,
    );
  });

  it("says in a sentence what each rule found", () => {
    const [rule] = gateRules(metrics({ prAuc: [0.312, 0.28, 0.34] }), undefined, null, modelPolicy);
    expect(rule).toEqual({
      name: "pr_auc",
      limit: 0.7,
      value: 0.312,
      passed: false,
      sentence: "PR-AUC on the holdout is 0.312, below the 0.7 asked for.",
    });
  });
});
