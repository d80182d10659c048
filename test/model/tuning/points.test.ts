import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tuningPolicy } from "../../../configs/tuning.ts";
import { type Point, pointsInOrder } from "../../../runtime/model/tuning/points.ts";

const { grid } = tuningPolicy;
const keys = (points: readonly Point[]) => points.map((point) => JSON.stringify(point));
const seeds = fc.nat(100_000);

/** How often each level of a setting stands among these points. */
function countsOf(points: readonly Point[], levels: readonly unknown[], pick: (point: Point) => unknown) {
  return levels.map((level) => points.filter((point) => pick(point) === level).length);
}

describe("the points of a search", () => {
  it("are the whole grid, each once, whatever the seed", () => {
    const all = grid.depths.flatMap((depth) =>
      grid.learningRates.flatMap((learningRate) =>
        grid.classWeightings.map((classWeighting) => ({ depth, learningRate, classWeighting })),
      ),
    );
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(keys(pointsInOrder(grid, seed)).toSorted()).toEqual(keys(all).toSorted());
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it("come in an order that the seed decides alone", () => {
    expect(pointsInOrder(grid, 1)).toEqual(pointsInOrder(grid, 1));
    const firsts = new Set([1, 2, 3, 4, 5, 6].map((seed) => keys(pointsInOrder(grid, seed)).join()));
    expect(firsts.size).toBe(6);
  });

  it("do not depend on the order in which the grid is written down", () => {
    const turned = {
      depths: grid.depths.toReversed(),
      learningRates: grid.learningRates.toReversed(),
      classWeightings: grid.classWeightings.toReversed(),
    };
    expect(pointsInOrder(turned, 5)).toEqual(pointsInOrder(grid, 5));
  });

  it("cover depths, rates and weightings about equally often, wherever the search is cut off", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 32 }), (seed, tried) => {
        const points = pointsInOrder(grid, seed).slice(0, tried);
        // Towards the end what is left over decides.
        // Not always 1: a point has three settings, and cannot be the least tried in each of them.
        for (const counts of [
          countsOf(points, grid.depths, ({ depth }) => depth),
          countsOf(points, grid.learningRates, ({ learningRate }) => learningRate),
          countsOf(points, grid.classWeightings, ({ classWeighting }) => classWeighting),
        ])
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
