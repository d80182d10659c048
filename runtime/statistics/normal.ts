import { compiled, ndtri } from "cephes";

await compiled;

/**
 * How many standard deviations either way hold this share of a normal distribution.
 * @example normalHalfWidth(0.95) // 1.95996
 * @param confidence above 0, below 1
 */
export function normalHalfWidth(confidence: number): number {
  return ndtri(1 - (1 - confidence) / 2);
}
