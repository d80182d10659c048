import type { ScoredRows } from "../../runtime/model/metrics/metrics.ts";
import type { Confusion } from "../../runtime/model/metrics/operating-point.ts";
import { forEachGroup, rankScores } from "../../runtime/model/metrics/ranking.ts";

/**
 * The curves of a model from its scores and outcomes. Every point of a curve is the model at one threshold: all
 * customers who score at least that much are called, so that equal scores are never torn apart.
 */

/** The model at one threshold. */
export interface OperatingPoint {
  /** Called are those who score at least this; above every score at the beginning, where nobody is. */
  readonly threshold: number;
  /** Customers who are called, and churners among them. */
  readonly called: number;
  readonly caught: number;
}

/** What a model does at each of its distinct scores. */
export interface ScoredOutcomes {
  readonly rows: number;
  readonly churners: number;
  /** From nobody called to everybody, one point for each distinct score. */
  readonly points: readonly OperatingPoint[];
}

/** Adds scored customers up, the highest score first. @throws Error when a score is NaN */
export function outcomesOf({ probabilities, labels }: ScoredRows): ScoredOutcomes {
  const ranking = rankScores(probabilities, labels);
  const points: OperatingPoint[] = [{ threshold: Number.POSITIVE_INFINITY, called: 0, caught: 0 }];
  let [called, caught] = [0, 0];
  forEachGroup(ranking, undefined, (positives, negatives) => {
    const threshold = probabilities[ranking.rows[called] ?? 0] ?? Number.NaN;
    called += positives + negatives;
    caught += positives;
    points.push({ threshold, called, caught });
  });
  return { rows: called, churners: caught, points };
}

/** The point of a threshold, whether or not anybody has exactly this score. */
export function pointAt({ points }: Pick<ScoredOutcomes, "points">, threshold: number): OperatingPoint {
  let [low, high] = [0, points.length - 1];
  // The last point whose threshold is at least the one asked for; thresholds fall.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((points[middle]?.threshold ?? Number.NaN) >= threshold) low = middle;
    else high = middle - 1;
  }
  const { called, caught } = points[low] ?? { called: 0, caught: 0 };
  return { threshold, called, caught };
}

/** Right and wrong calls at a point. */
export function confusionOf(
  { called, caught }: OperatingPoint,
  { rows, churners }: Pick<ScoredOutcomes, "rows" | "churners">,
): Confusion {
  return {
    truePositives: caught,
    falsePositives: called - caught,
    falseNegatives: churners - caught,
    trueNegatives: rows - called - (churners - caught),
  };
}

/** A place of a curve, with the threshold that leads there. */
export interface CurvePoint {
  readonly threshold: number;
  readonly x: number;
  readonly y: number;
}

/** Recall across, precision up. It begins with the highest score: where nobody is called there is no precision. */
export function precisionRecallCurve({ churners, points }: ScoredOutcomes): readonly CurvePoint[] {
  return points
    .filter(({ called }) => called > 0)
    .map(({ threshold, called, caught }) => ({ threshold, x: caught / churners, y: caught / called }));
}

/** Share of the others who are called across, share of the churners up. */
export function rocCurve({ rows, churners, points }: ScoredOutcomes): readonly CurvePoint[] {
  return points.map(({ threshold, called, caught }) => ({
    threshold,
    x: (called - caught) / (rows - churners),
    y: caught / churners,
  }));
}

/** Share of all customers who are called across, share of the churners who are among them up. */
export function gainCurve({ rows, churners, points }: ScoredOutcomes): readonly CurvePoint[] {
  return points.map(({ threshold, called, caught }) => ({
    threshold,
    x: called / rows,
    y: caught / churners,
  }));
}

/** Points that a drawing of some hundred pixels can tell apart. */
const DRAWN = 200;

/**
 * At most so many of a curve's own points, evenly along its way; its ends stay. No point is invented or moved.
 * @param most at least 2
 */
export function thinned(points: readonly CurvePoint[], most = DRAWN): readonly CurvePoint[] {
  if (points.length <= most) return points;
  const lengths = [0];
  for (const [index, { x, y }] of points.slice(1).entries()) {
    const before = points[index];
    const step = before === undefined ? 0 : Math.abs(x - before.x) + Math.abs(y - before.y);
    lengths.push((lengths[index] ?? 0) + step);
  }
  const stretch = (lengths.at(-1) ?? 0) / (most - 1);
  const stretchOf = (index: number) => Math.floor((lengths[index] ?? 0) / stretch);
  let kept = 0;
  return points.filter((_, index) => {
    if (index === 0 || index === points.length - 1) return true;
    if (!(stretchOf(index) > kept && stretchOf(index) < most - 1)) return false;
    kept = stretchOf(index);
    return true;
  });
}
