import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { randomStream } from "../../runtime/demo/random.ts";
import { exactInterval } from "../../runtime/statistics/binomial.ts";
import { chiSquareHomogeneity } from "../../runtime/statistics/chi-square.ts";
import { kolmogorovSmirnov } from "../../runtime/statistics/kolmogorov-smirnov.ts";
import { normalHalfWidth } from "../../runtime/statistics/normal.ts";
import { sortedPresent } from "../../runtime/statistics/sample.ts";
import { chiSquareTail, kolmogorovTail } from "../../runtime/statistics/tail-probability.ts";
import { wasserstein } from "../../runtime/statistics/wasserstein.ts";
import { askPython, hasModule } from "../support/python-peer.ts";

const hasPeer = hasModule("scipy.stats");
const title = hasPeer
  ? ""
  : ' (skipped: scipy is not there; "apt-get install python3-scipy", or PYTHON names an interpreter that has it)';

/** Reads pairs of samples and of counts, and answers with what scipy makes of them. */
const PEER = `
import json, sys
import numpy as np
from scipy import special, stats
asked = json.load(sys.stdin)
ks = [stats.ks_2samp(a, b, method="asymp").statistic for a, b in asked["samples"]]
en = [len(a) * len(b) / (len(a) + len(b)) for a, b in asked["samples"]]
chi = [stats.chi2_contingency(np.array(pair), correction=False) for pair in asked["counts"]]
print(json.dumps({
  "ks": ks,
  "ksP": [float(special.kolmogorov(d * np.sqrt(n))) for d, n in zip(ks, en)],
  "wasserstein": [stats.wasserstein_distance(a, b) for a, b in asked["samples"]],
  "chi": [c[0] for c in chi],
  "chiP": [c[1] for c in chi],
  "kolmogorov": [float(special.kolmogorov(x)) for x in asked["xs"]],
  "exact": [[float(x) for x in (
    stats.binomtest(k, n).proportion_ci(c, "exact").low, stats.binomtest(k, n).proportion_ci(c, "exact").high,
  )] for k, n, c in asked["shares"]],
  "normal": [float(stats.norm.ppf(1 - (1 - c) / 2)) for _, _, c in asked["shares"]],
  "chiTails": [[float(stats.chi2.sf(x * 20, df)) for df in (1, 2, 3, 7, 30)] for x in asked["xs"]],
}))
`;

const answerSchema = z.strictObject({
  ks: z.array(z.number()),
  ksP: z.array(z.number()),
  wasserstein: z.array(z.number()),
  chi: z.array(z.number()),
  chiP: z.array(z.number()),
  kolmogorov: z.array(z.number()),
  exact: z.array(z.tuple([z.number(), z.number()])),
  normal: z.array(z.number()),
  chiTails: z.array(z.array(z.number())),
});

const random = randomStream(11, "scipy parity");
const sizes = [3, 40, 500, 3000];
const samples = sizes.flatMap((n) =>
  sizes.map((m) => {
    // Halves are rounded to whole numbers, so that ties occur; the second sample is shifted and stretched.
    const draw = (size: number, shift: number, scale: number) =>
      Array.from({ length: size }, (_, index) => {
        const value = random.normal(shift, scale);
        return index % 2 === 0 ? Math.round(3 * value) / 3 : value;
      });
    return [draw(n, 0, 1), draw(m, random.uniform(0, 0.3), random.uniform(0.8, 1.2))] as const;
  }),
);
const counts = Array.from({ length: 20 }, () => {
  const levels = random.integer(2, 12);
  const row = () => Array.from({ length: levels }, () => random.integer(1, 300));
  return [row(), row()] as const;
});
const shares = Array.from({ length: 40 }, (_, index) => {
  const trials = random.integer(1, 5000);
  return [random.integer(0, trials), trials, [0.9, 0.95, 0.99, 0.9975][index % 4] ?? 0.95] as const;
});
const xs = Array.from({ length: 60 }, (_, index) => 0.05 * (index + 1));

/** Equal to 1e-12 of the value, or to 1e-300 of each other: p-values differ by many orders of magnitude. */
function expectClose(ours: number, theirs: number | undefined): void {
  expect(Math.abs(ours - (theirs ?? Number.NaN))).toBeLessThanOrEqual(1e-300 + 1e-11 * Math.abs(theirs ?? 0));
}

describe.skipIf(!hasPeer)(`statistics against scipy${title}`, () => {
  let answered: unknown;
  beforeAll(() => {
    answered = askPython(PEER, { samples, counts, xs, shares });
  });
  const answer = () => answerSchema.parse(answered);

  it("has the same KS statistics, p-values of the limiting distribution and Wasserstein distances", () => {
    const { ks, ksP, wasserstein: distances } = answer();
    samples.forEach(([a, b], index) => {
      const [first, second] = [sortedPresent(a), sortedPresent(b)];
      const ours = kolmogorovSmirnov(first, second);
      expectClose(ours.statistic, ks[index]);
      expectClose(ours.pValue, ksP[index]);
      expectClose(wasserstein(first, second), distances[index]);
    });
  });

  it("has the same chi-square statistics and p-values", () => {
    const { chi, chiP } = answer();
    counts.forEach(([a, b], index) => {
      const ours = chiSquareHomogeneity(a, b);
      expectClose(ours.statistic, chi[index]);
      expectClose(ours.pValue, chiP[index]);
    });
  });

  it("has the same tail probabilities", () => {
    const { kolmogorov, chiTails } = answer();
    xs.forEach((x, index) => {
      expectClose(kolmogorovTail(x), kolmogorov[index]);
      [1, 2, 3, 7, 30].forEach((degrees, place) => {
        expectClose(chiSquareTail(x * 20, degrees), chiTails[index]?.[place]);
      });
    });
  });

  it("has the same exact intervals and normal quantiles", () => {
    const { exact, normal } = answer();
    shares.forEach(([hits, trials, confidence], index) => {
      const { low, high } = exactInterval(hits, trials, confidence);
      // scipy finds the ends by bisection, to a relative 1e-12 of its own.
      expect(low).toBeCloseTo(exact[index]?.[0] ?? Number.NaN, 9);
      expect(high).toBeCloseTo(exact[index]?.[1] ?? Number.NaN, 9);
      expectClose(normalHalfWidth(confidence), normal[index]);
    });
  });
});
