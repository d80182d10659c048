import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { bootstrap } from "../../../runtime/model/metrics/bootstrap.ts";
import { meanOf } from "../../../runtime/model/metrics/probability.ts";
import { averagePrecision, rankScores, rocAuc } from "../../../runtime/model/metrics/ranking.ts";

const options = { resamples: 400, confidence: 0.95, seed: 3 };

/** Standard normal draws by Box and Muller. */
function normals(seed: number): () => number {
  const random = xoroshiro128plus(seed);
  return () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random));
}

function sampleOf(seed: number) {
  const normal = normals(seed);
  const labels = Array.from({ length: 240 }, (_, row): number => (row < 60 ? 1 : 0));
  return { labels, scores: labels.map((label) => normal() + label) };
}

describe("bootstrap intervals", () => {
  it("cover the true ROC-AUC of shifted normals, Phi(1 / sqrt 2) = 0.7602, in about 95 of 100 samples", () => {
    let covered = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const { labels, scores } = sampleOf(seed);
      const ranking = rankScores(scores, labels);
      const [auc] = bootstrap(labels, (counts) => [rocAuc(ranking, counts)], options);
      if (auc !== undefined && auc.low <= 0.76025 && 0.76025 <= auc.high) covered += 1;
    }
    // Three standard errors of a share of 0.95 over 200 samples are 0.046.
    expect(covered / 200).toBeGreaterThan(0.9);
    expect(covered / 200).toBeLessThan(0.997);
  });

  it("are as wide as theory says for a mean within a class", () => {
    // 400 labels of one class with values 0 and 1 in halves: standard error 0.025, interval of +- 1.96 x 0.025.
    const labels = Array.from({ length: 400 }, () => 0);
    const values = labels.map((_, row) => row % 2);
    const [mean] = bootstrap(labels, (counts) => [meanOf(values, counts)], { ...options, resamples: 4000 });
    expect(mean?.value).toBe(0.5);
    expect(mean?.low).toBeCloseTo(0.451, 2);
    expect(mean?.high).toBeCloseTo(0.549, 2);
  });

  it("draw as many churners as there are in every resample", () => {
    const { labels } = sampleOf(1);
    const [churners] = bootstrap(
      labels,
      (counts) => [labels.reduce((sum, label, row) => sum + label * (counts?.[row] ?? 1), 0)],
      options,
    );
    expect(churners).toEqual({ value: 60, low: 60, high: 60 });
  });

  it("compare two models on the same draws: a model does not differ from itself", () => {
    const { labels, scores } = sampleOf(2);
    const [a, b] = [rankScores(scores, labels), rankScores(scores, labels)];
    const [difference] = bootstrap(
      labels,
      (counts) => [averagePrecision(a, counts) - averagePrecision(b, counts)],
      options,
    );
    expect(difference).toEqual({ value: 0, low: 0, high: 0 });
  });

  it("are the same for the same seed, and move with it", () => {
    const { labels, scores } = sampleOf(3);
    const ranking = rankScores(scores, labels);
    const of = (seed: number) =>
      bootstrap(labels, (counts) => [rocAuc(ranking, counts)], { ...options, seed });
    expect(of(5)).toEqual(of(5));
    expect(of(5)).not.toEqual(of(6));
  });
});
