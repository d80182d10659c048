import { z } from "zod";
import { smoothedTargets } from "./logistic-fit.ts";

/**
 * Isotonic calibration (Zadrozny and Elkan, KDD 2002): the non-decreasing function of the margin that is nearest to the
 * targets, as its corners; straight lines between them, constant beyond the first and the last.
 */
export const isotonicSchema = z
  .strictObject({
    method: z.literal("isotonic"),
    /** Ascending. */
    margins: z.array(z.number()).min(1).readonly(),
    /** Never falling, one for each margin. */
    probabilities: z.array(z.number().min(0).max(1)).min(1).readonly(),
  })
  .refine(({ margins, probabilities }) => margins.length === probabilities.length, {
    error: "There must be one probability for each margin.",
  });
export type Isotonic = z.infer<typeof isotonicSchema>;

/** Neighbours with the same probability. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly sum: number;
}

const meanOf = ({ sum, rows }: Block) => sum / rows;

function joined(a: Block, b: Block): Block {
  return { from: a.from, to: b.to, rows: a.rows + b.rows, sum: a.sum + b.sum };
}

/** One block for each distinct margin, ascending. */
function blocksByMargin(margins: ArrayLike<number>, targets: Float64Array): readonly Block[] {
  const order = Uint32Array.from(targets, (_, row) => row).sort(
    (a, b) => (margins[a] ?? 0) - (margins[b] ?? 0) || a - b,
  );
  const blocks: Block[] = [];
  for (const row of order) {
    const margin = margins[row] ?? 0;
    const block: Block = { from: margin, to: margin, rows: 1, sum: targets[row] ?? 0 };
    const last = blocks.at(-1);
    if (last?.to === margin) blocks[blocks.length - 1] = joined(last, block);
    else blocks.push(block);
  }
  return blocks;
}

/**
 * Fits the function by pooling adjacent violators (Ayer et al. 1955) on Platt's targets. Equal margins cannot be told
 * apart: they are one block from the start.
 *
 * @param margins log-odds of rows that the model was not trained on
 * @throws Error when one of the classes is absent.
 */
export function fitIsotonic(margins: ArrayLike<number>, labels: ArrayLike<number>): Isotonic {
  const blocks: Block[] = [];
  for (let block of blocksByMargin(margins, smoothedTargets(labels))) {
    for (
      let last = blocks.at(-1);
      last !== undefined && meanOf(last) >= meanOf(block);
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = joined(last, block);
    }
    blocks.push(block);
  }
  const corners = blocks.flatMap((block) =>
    (block.from === block.to ? [block.from] : [block.from, block.to]).map((margin) => ({
      margin,
      probability: meanOf(block),
    })),
  );
  return {
    method: "isotonic",
    margins: corners.map(({ margin }) => margin),
    probabilities: corners.map(({ probability }) => probability),
  };
}

/** The calibrated probability of one margin. */
export function isotonicOf({ margins, probabilities }: Isotonic, margin: number): number {
  // The number of corners at or below the margin, by bisection.
  let [low, high] = [0, margins.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((margins[middle] ?? Number.POSITIVE_INFINITY) <= margin) low = middle + 1;
    else high = middle;
  }
  const [left, right] = [margins[low - 1], margins[low]];
  if (left === undefined) return probabilities[0] ?? Number.NaN;
  const [from, to] = [probabilities[low - 1] ?? Number.NaN, probabilities[low] ?? Number.NaN];
  return right === undefined ? from : from + ((to - from) * (margin - left)) / (right - left);
}
