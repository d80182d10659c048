import { z } from "zod";

/** Rows whose value lies in `from <= value < to`. A null end is open: it stands for all values beyond. */
export const binSchema = z.strictObject({
  from: z.number().nullable(),
  to: z.number().nullable(),
  rows: z.int(),
});
export type Bin = Readonly<z.infer<typeof binSchema>>;

/** Mantissas of round widths; a width is one of them times a power of ten. */
const MANTISSAS = [1, 2, 5] as const;
/** Finer bins than this share of the largest value would differ in digits that nobody reads. */
const FINEST = 1e-12;
/** Narrower bins have ends that floating point cannot tell apart. */
const NARROWEST = 1e-300;

/** A width as digits and a power of ten, so that its multiples can be written, and read, without a rounding error. */
interface Width {
  readonly mantissa: number;
  readonly exponent: number;
}

const numberOf = (digits: number, exponent: number) => Number(`${digits}e${exponent}`);

/** The smallest round width that is at least this wide. */
function roundWidth(atLeast: number): Width {
  // The logarithm may be off by a hair next to a power of ten: one power below is tried first.
  const start = Math.floor(Math.log10(atLeast)) - 1;
  for (let exponent = start; ; exponent += 1) {
    for (const mantissa of MANTISSAS) {
      if (numberOf(mantissa, exponent) >= atLeast) return { mantissa, exponent };
    }
  }
}

function narrowest(low: number, high: number, { bins, whole }: RoundEdgesOptions): number {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (low === high) return whole || largest === 0 ? 1 : Math.max(largest / bins, NARROWEST);
  return Math.max(high / (bins - 2) - low / (bins - 2), largest * FINEST, NARROWEST, whole ? 1 : 0);
}

export interface RoundEdgesOptions {
  /** Most bins between the first end and the last, at least 3. */
  readonly bins: number;
  /** Whole numbers: no bin is narrower than 1. */
  readonly whole: boolean;
}

/**
 * Ends of bins of equal, round width (1, 2 or 5 times a power of ten) that hold all values from `low` to `high`, both
 * finite. They ascend, are multiples of the width, and the last lies above `high`; ends beyond the largest number are
 * left out.
 *
 * @example roundEdges(0.3, 9.2, { bins: 12, whole: false }) // 0, 1, 2 ... 10
 */
export function roundEdges(low: number, high: number, options: RoundEdgesOptions): readonly number[] {
  const { mantissa, exponent } = roundWidth(narrowest(low, high, options));
  const width = numberOf(mantissa, exponent);
  const first = Math.floor(low / width);
  const last = Math.floor(high / width) + 1;
  return Array.from({ length: last - first + 1 }, (_, index) =>
    numberOf((first + index) * mantissa, exponent),
  ).filter(Number.isFinite);
}

/**
 * Bins between these ends, with the rows that were counted.
 * @param counts rows below the first end, rows from each end on up to the next, and rows from the last end on. The
 * first and the last of them make open bins where there are any.
 */
export function binsOf(edges: readonly number[], counts: readonly number[]): readonly Bin[] {
  return counts.flatMap((rows, index) => {
    const [from, to] = [edges[index - 1] ?? null, edges[index] ?? null];
    return (from === null || to === null) && rows === 0 ? [] : [{ from, to, rows }];
  });
}
