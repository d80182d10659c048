import type { ClassWeighting } from "../../../configs/model-policy.ts";
import type { TuningGrid } from "../../../configs/tuning.ts";
import { sha256 } from "../../digest.ts";

/** One combination of settings; the rounds are found by early stopping. */
export interface Point {
  readonly depth: number;
  readonly learningRate: number;
  readonly classWeighting: ClassWeighting;
}

/** What a point is made of, each as a name that no other level has. */
function levelsOf({ depth, learningRate, classWeighting }: Point): readonly string[] {
  return [`depth ${depth}`, `rate ${learningRate}`, `weighting ${classWeighting}`];
}

/**
 * All points of the grid in the order in which they are tried. Each next one is that whose levels were tried least so far,
 * relative to how many levels compete with them; among equals, that whose hash with the seed comes first. So a search that
 * is cut off has tried all depths, all rates and all weightings about equally often, and a longer one only adds to it.
 */
export function pointsInOrder(grid: TuningGrid, seed: number): readonly Point[] {
  const sizes = [grid.depths.length, grid.learningRates.length, grid.classWeightings.length];
  const waiting = grid.depths
    .flatMap((depth) =>
      grid.learningRates.flatMap((learningRate) =>
        grid.classWeightings.map((classWeighting): Point => ({ depth, learningRate, classWeighting })),
      ),
    )
    .map((point) => ({ point, hash: sha256(`tuning:${seed}:${levelsOf(point).join(",")}`) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ point }) => point);
  const tried = new Map<string, number>();
  const ordered: Point[] = [];
  const weightOf = (point: Point) =>
    levelsOf(point).reduce((sum, level, place) => sum + (tried.get(level) ?? 0) * (sizes[place] ?? 0), 0);
  while (waiting.length > 0) {
    const weights = waiting.map(weightOf);
    for (const point of waiting.splice(weights.indexOf(Math.min(...weights)), 1)) {
      ordered.push(point);
      for (const level of levelsOf(point)) tried.set(level, (tried.get(level) ?? 0) + 1);
    }
  }
  return ordered;
}
