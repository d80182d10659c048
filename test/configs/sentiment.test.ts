import { describe, expect, it } from "vitest";
import { experiments, featuresOf } from "../../configs/features.ts";
import { experimentWithoutSentiment, isScorerSetting, readsSentiment } from "../../configs/sentiment.ts";

describe("without sentiment", () => {
  it("experiments that read the tone become E8, and the others stay", () => {
    expect(Object.keys(experiments).map((name) => [name, experimentWithoutSentiment(name)])).toEqual([
      ["E0_baseline", "E0_baseline"],
      ["E1_lifecycle_market", "E1_lifecycle_market"],
      ["E2_add_risk", "E2_add_risk"],
      ["E3_add_behavioral", "E3_add_behavioral"],
      ["E4_add_sentiment", "E8_no_sentiment"],
      ["E5_full", "E8_no_sentiment"],
      ["E6_with_strings", "E8_no_sentiment"],
      ["E7_market_only", "E7_market_only"],
      ["E8_no_sentiment", "E8_no_sentiment"],
    ]);
    expect(experimentWithoutSentiment("E9_of_tomorrow")).toBe("E9_of_tomorrow");
  });

  it("every feature that is named after sentiment counts as made from it", () => {
    const names = featuresOf("E6_with_strings").map(({ name }) => name);
    expect(names.filter((name) => readsSentiment([name]))).toEqual(
      names.filter((name) => name.includes("sentiment")),
    );
  });
});

it.each([
  ["lexicon", true],
  ["none", true],
  ["scorers/roberta.mjs", true],
  ["/opt/with a blank/x.ts", true],
  ["x.js", true],
  ["", false],
  [".js", false],
  ["roberta", false],
  ["None", false],
  ["weights.onnx", false],
])("a setting may be %s: %s", (text, may) => {
  expect(isScorerSetting(text)).toBe(may);
});
