import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { erlangCdf, gammaQuantiles, QUANTILES } from "../../runtime/demo/hourly/gamma.ts";
import { interpolate } from "../../runtime/demo/interpolate.ts";
import { type RandomStream, randomStream } from "../../runtime/demo/random.ts";
import { apportion, repeated, scaled } from "../../runtime/demo/sizes.ts";
import { expectMean, mean } from "./read-demo.ts";

const draws = (count: number, draw: (random: RandomStream) => number) => {
  const random = randomStream(5, "test");
  return Array.from({ length: count }, () => draw(random));
};

describe("random streams", () => {
  test("repeat for the same seed and name, differ for another of either", () => {
    const bits = (seed: number, ...name: (string | number)[]) => {
      const random = randomStream(seed, ...name);
      return Array.from({ length: 8 }, () => random.bits());
    };
    expect(bits(1, "prices", 3)).toEqual(bits(1, "prices", 3));
    expect(bits(1, "prices", 3)).not.toEqual(bits(2, "prices", 3));
    expect(bits(1, "prices", 3)).not.toEqual(bits(1, "prices", 4));
    // A name is a path: "1/2" and "12" are different.
    expect(bits(1, 1, 2)).not.toEqual(bits(1, 12));
  });

  test("uniform, normal, logistic and exponential numbers have their means and variances", () => {
    const n = 40_000;
    expectMean(
      draws(n, (random) => random.uniform(2, 4)),
      3,
      Math.sqrt(1 / 3),
    );
    const normals = draws(n, (random) => random.normal(1, 2));
    expectMean(normals, 1, 2);
    expectMean(
      normals.map((x) => (x - 1) ** 2),
      4,
      4 * Math.SQRT2,
    );
    // Within one standard deviation lie 68.27 %.
    expectMean(
      normals.map((x) => (Math.abs(x - 1) < 2 ? 1 : 0)),
      0.6827,
      0.4655,
    );
    expectMean(
      draws(n, (random) => random.logistic()),
      0,
      Math.PI / Math.sqrt(3),
    );
    expectMean(
      draws(n, (random) => random.exponential()),
      1,
      1,
    );
    expectMean(
      draws(n, (random) => Math.log(random.logNormal(2, 0.5))),
      2,
      0.5,
    );
  });

  test("weighted draws follow their weights, whatever these sum to", () => {
    const n = 30_000;
    const hits = draws(n, (random) => random.weighted([2, 0, 6]));
    expect(hits.includes(1)).toBe(false);
    expectMean(
      hits.map((index) => (index === 2 ? 1 : 0)),
      0.75,
      Math.sqrt(0.1875),
    );
    const pieces = draws(n, (random) =>
      random.piecewiseUniform({ edges: [0, 1, 10], probabilities: [0.9, 0.1] }),
    );
    expectMean(
      pieces.map((x) => (x < 1 ? 1 : 0)),
      0.9,
      0.3,
    );
    expect(Math.max(...pieces)).toBeLessThan(10);
  });

  test("shuffling keeps the items, and each place is equally likely for each", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const shuffled = randomStream(seed, "shuffle").shuffled(items);
        expect(shuffled.toSorted()).toEqual(items.toSorted());
      }),
    );
    const places = draws(12_000, (random) => random.shuffled([0, 1, 2, 3]).indexOf(0));
    for (let place = 0; place < 4; place += 1)
      expectMean(
        places.map((own) => (own === place ? 1 : 0)),
        0.25,
        Math.sqrt(0.1875),
      );
  });
});

describe("sizes", () => {
  test("shares always sum to the total and lie within one of the exact ones; their own sum gives them back", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 1 }), fc.nat(30_000), (counts, total) => {
        const sum = counts.reduce((left, right) => left + right, 0);
        const shares = apportion(counts, total);
        if (sum === 0) {
          expect(shares).toEqual(counts);
          return;
        }
        expect(shares.reduce((left, right) => left + right, 0)).toBe(total);
        for (const [index, share] of shares.entries())
          expect(Math.abs(share - ((counts[index] ?? 0) * total) / sum)).toBeLessThan(1);
        expect(apportion(counts, sum)).toEqual(counts);
      }),
    );
  });

  test("worked by hand: 5, 3 and 1 of 9 shared out over 4 give 2, 1 and 1", () => {
    // Exact: 2.22, 1.33, .44; after rounding down one is missing and goes to the largest remainder, .44.
    expect(apportion([5, 3, 1], 4)).toEqual([2, 1, 1]);
    expect(repeated(["a", "b"], [2, 1])).toEqual(["a", "a", "b"]);
    expect([scaled(203, 20_099), scaled(203, 2000), scaled(1, 2000)]).toEqual([203, 20, 0]);
  });
});

test("a broken line is straight between its points and flat beyond them", () => {
  const points = [
    [0, 1],
    [10, 3],
    [20, -1],
  ] as const;
  expect([-5, 0, 2.5, 10, 15, 20, 99].map((x) => interpolate(points, x))).toEqual([1, 1, 1.5, 3, 1, -1, -1]);
});

describe("gamma quantiles", () => {
  test("the distribution function agrees with a table: chi-square with 8 degrees of freedom at its 5, 50, 95 %", () => {
    // Gamma(4, 1/4) = chi-square(8) / 8; table values 2.733, 7.344, 15.507.
    expect(erlangCdf(4, 2.7326 / 8)).toBeCloseTo(0.05, 4);
    expect(erlangCdf(4, 7.3441 / 8)).toBeCloseTo(0.5, 4);
    expect(erlangCdf(4, 15.5073 / 8)).toBeCloseTo(0.95, 4);
  });

  test("mean 1, variance 1/4, skewness 1, ascending", () => {
    const values = [...gammaQuantiles(4)];
    expect(values.length).toBe(QUANTILES);
    expect(values).toEqual(values.toSorted((left, right) => left - right));
    expect(mean(values)).toBeCloseTo(1, 3);
    const variance = mean(values.map((x) => (x - 1) ** 2));
    expect(variance).toBeCloseTo(0.25, 2);
    expect(mean(values.map((x) => (x - 1) ** 3)) / variance ** 1.5).toBeCloseTo(1, 1);
  });
});
