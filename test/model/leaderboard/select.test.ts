import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it, vi } from "vitest";
import { comparePerformances, nameOf, verdictOf } from "../../../runtime/model/leaderboard/compare.ts";
import { selectEntry } from "../../../runtime/model/leaderboard/select.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Standard normal draws by Box and Muller. */
function normals(seed: number): () => number {
  const random = xoroshiro128plus(seed);
  return () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random));
}

const RIVALS = 8;
const labels = Uint8Array.from({ length: 300 }, (_, row) => (row < 60 ? 1 : 0));
const drawing = { resamples: 200, confidence: 0.95 };

/** A preferred contestant and rivals that know as much as it does, each with luck of its own; or the last one more. */
function contest(seed: number, more = 0) {
  const normal = normals(seed);
  const shared = Float64Array.from(labels, (label) => label * 1.2 + normal());
  const performances = Array.from({ length: RIVALS + 1 }, (_, place) => ({
    experiment: `E${place}`,
    algorithm: "xgboost" as const,
    features: 1,
    classWeighting: "none" as const,
    probabilities: shared.map(
      (score, row) => score + 0.4 * normal() + (place === RIVALS ? more * (labels[row] ?? 0) : 0),
    ),
  }));
  const preferred = nameOf({ experiment: "E0", algorithm: "xgboost" });
  const { entries, challenges } = comparePerformances(
    performances,
    labels,
    { pairs: [], challenges: performances.slice(1).map((rival) => ({ from: preferred, to: nameOf(rival) })) },
    { ...drawing, seed },
  );
  const select = (mayDiffer = true) => selectEntry(entries, challenges, preferred, { mayDiffer });
  return { challenges, preferred, select };
}

describe("the choice among many", () => {
  it("gives up the preferred one for an equal rival in at most 6 of 100 trainings, where each by itself would in more", () => {
    const trainings = Array.from({ length: 200 }, (_, seed) => contest(seed + 1));
    const share = (count: number) => count / trainings.length;
    const switched = trainings.filter(({ select, preferred }) => {
      const { chosen } = select();
      return chosen.experiment !== preferred.experiment;
    }).length;
    const pointwise = trainings.filter(({ challenges }) =>
      challenges.some(({ difference }) => verdictOf(difference) === "better"),
    ).length;
    expect(share(pointwise)).toBeGreaterThan(0.1);
    expect(share(switched)).toBeLessThanOrEqual(0.06);
  });

  it("finds a rival that is truly better", () => {
    const found = Array.from({ length: 20 }, (_, seed) => contest(seed + 1, 0.8).select().chosen.experiment);
    expect(found.filter((experiment) => experiment === `E${RIVALS}`).length).toBeGreaterThanOrEqual(19);
  });

  it("reaches further for all together than for each, and does not change from call to call", () => {
    const [once, again] = [contest(5), contest(5)];
    expect(again.challenges).toEqual(once.challenges);
    const width = ({ low, high }: { readonly low: number; readonly high: number }) => high - low;
    for (const { joint, difference } of once.challenges) {
      expect(joint.value).toBe(difference.value);
      expect(width(joint)).toBeGreaterThan(width(difference));
    }
  });

  it("keeps what was asked for, and names the one that is shown to be better", () => {
    const { select, preferred } = contest(1, 0.8);
    expect(select().reason).toMatch(
      /^xgboost on E8 is better than xgboost on E0 out of fold: PR-AUC higher by 0\.\d{3} \(0\.\d{3} to 0\.\d{3}, an interval for all 8 challengers together\)\.$/,
    );
    const kept = select(false);
    expect(kept).toMatchObject({
      chosen: preferred,
      passedOver: { experiment: "E8", algorithm: "xgboost" },
      reason: expect.stringMatching(
        /^xgboost on E0 was asked for and is kept; xgboost on E8 is shown to be better out of fold: PR-AUC higher/,
      ),
    });
  });
});
