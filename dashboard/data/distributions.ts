import { z } from "zod";
import type { OpenRun } from "../lake/open-run.ts";

const binSchema = z.object({
  level: z.string().nullable(),
  upper: z.number().nullable(),
  upper_included: z.number().nullable(),
  reference: z.number(),
  current: z.number(),
});

/** A bin or level of a feature: the rows in it then and now, and what share of all that is. */
export interface DistributionBin {
  /** Null for a bin of numbers. */
  readonly level: string | null;
  /** Lower end of a bin of numbers; undefined for the first, which is open, and for levels. */
  readonly lower: BinEnd | undefined;
  /** Undefined for the last bin, which is open, and for levels. */
  readonly upper: BinEnd | undefined;
  readonly reference: Part;
  readonly current: Part;
}

/** An end of a bin, and whether the bin below it holds it. */
export interface BinEnd {
  readonly at: number;
  readonly isBelow: boolean;
}

/** Rows of a bin, and their share of all rows that have a value. */
export interface Part {
  readonly rows: number;
  readonly share: number;
}

/** How a feature was spread then and is now, in ascending order; undefined where the run does not hold it. */
export async function distributionOf(
  { database, files }: OpenRun,
  feature: string,
): Promise<readonly DistributionBin[] | undefined> {
  if (files.distributions === undefined) return undefined;
  const bins = z.array(binSchema).parse(
    await database.rows(
      `SELECT level, upper, upper_included::INTEGER AS upper_included,
         reference_count::DOUBLE AS reference, current_count::DOUBLE AS current
       FROM drift_distributions WHERE feature = $feature ORDER BY position`,
      { feature },
    ),
  );
  if (bins.length === 0) return undefined;
  const partOf = (name: "reference" | "current") => {
    const all = bins.reduce((sum, bin) => sum + bin[name], 0);
    return (rows: number): Part => ({ rows, share: all === 0 ? 0 : rows / all });
  };
  const [reference, current] = [partOf("reference"), partOf("current")];
  const endOf = (bin: (typeof bins)[number] | undefined): BinEnd | undefined =>
    bin === undefined || bin.upper === null
      ? undefined
      : { at: bin.upper, isBelow: bin.upper_included === 1 };
  return bins.map((bin, position) => ({
    level: bin.level,
    lower: endOf(bins[position - 1]),
    upper: endOf(bin),
    reference: reference(bin.reference),
    current: current(bin.current),
  }));
}
