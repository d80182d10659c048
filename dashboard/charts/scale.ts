import { ticks } from "d3-array";

/** Places along an axis, as shares of its length: 0 at its beginning, 1 at its end. */
export interface Scale {
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** A linear scale over exactly this range, with about `count` round ticks inside it. */
export function linear(from: number, to: number, count = 5): Scale {
  const length = to - from;
  return {
    ticks: ticks(from, to, count),
    at: (value) => (length === 0 ? 0.5 : (value - from) / length),
  };
}

/**
 * A linear scale that holds all values and begins at a round one; zero belongs to it.
 * @param values those that are no finite number are let be
 */
export function fromZero(values: readonly number[], count = 4): Scale {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  if (low === high) return linear(0, 1, 1);
  const inside = ticks(low, high, count);
  const step = (inside[1] ?? high) - (inside[0] ?? low);
  const from = Math.floor(low / step + 1e-9) * step;
  const to = Math.ceil(high / step - 1e-9) * step;
  return linear(from, to, count);
}

/** A share of a length as SVG wants it. */
export function percentage(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
