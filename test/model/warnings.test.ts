import { expect, it } from "vitest";
import { modelWarnings } from "../../runtime/model/warnings.ts";
import { card } from "./card/made-up.ts";

const overall = { prAuc: 0.97, recall: 0.714 };
const [segments] = card.evaluation.slices.columns;
const [weaker] = segments?.levels ?? [];

function slicesWith(changes: Partial<NonNullable<typeof weaker>>) {
  if (segments === undefined || weaker === undefined)
    throw new Error("The made-up card has no weaker level.");
  const level = { ...weaker, level: "SME", ...changes };
  return { ...card.evaluation.slices, columns: [{ ...segments, levels: [level] }] };
}

it("names the weak figure of a part alone, with the one of all customers", () => {
  const recall = { value: 0.5, low: 0.41, high: 0.62 };
  const healthy = { value: 0.93, low: 0.88, high: 0.97 };
  expect(modelWarnings({}, slicesWith({ prAuc: healthy, recall }), overall)).toEqual([
    "The model is weaker for segment = SME (120 customers, 24 churners): recall 0.500 (at most 0.620) in place of 0.714 overall.",
  ]);
  const low = { value: 0.6, low: 0.5, high: 0.7 };
  expect(modelWarnings({}, slicesWith({ prAuc: low, recall }), overall)).toEqual([
    expect.stringContaining(
      ": PR-AUC 0.600 (at most 0.700) in place of 0.970 overall, recall 0.500 (at most 0.620) in place of 0.714 overall.",
    ),
  ]);
  expect(modelWarnings({}, slicesWith({ weaker: false }), overall)).toEqual([]);
});

it("says of an interval that it is the one of the difference", () => {
  const { findings } = card;
  if (findings === null) throw new Error("The made-up card has no findings.");
  const ablation = {
    without: ["segment"],
    prAuc: 0.745,
    prAucWithout: 0.684,
    difference: { value: -0.061, low: -0.075, high: -0.048 },
  };
  const none = { ...card.evaluation.slices, columns: [] };
  expect(modelWarnings({ findings: { ...findings, ablation } }, none, overall).at(-1)).toBe(
    "Without segment PR-AUC out of fold is 0.684 in place of 0.745 (interval of the difference: -0.075 to -0.048).",
  );
});
