import { at } from "./random.ts";

/** The value of a broken line at `x`; beyond its ends it stays at the end's value. Points are in ascending order. */
export function interpolate(points: readonly (readonly [x: number, y: number])[], x: number): number {
  const next = points.findIndex(([pointX]) => pointX >= x);
  if (next === -1) return at(points, points.length - 1)[1];
  const [x1, y1] = at(points, next);
  if (next === 0) return y1;
  const [x0, y0] = at(points, next - 1);
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
