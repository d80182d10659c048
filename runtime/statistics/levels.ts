import { MISSING_LEVEL } from "../../configs/features.ts";

/** How two samples of a categorical feature spread over its levels. */
export interface LevelCounts {
  /** Every level that either sample has, sorted; empty cells are the level `MISSING_LEVEL`. */
  readonly levels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

type Level = string | number | null;

function countLevels(values: readonly Level[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    const level = value === null ? MISSING_LEVEL : String(value);
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return counts;
}

/** Counts both samples over the levels that either has. */
export function levelCounts(reference: readonly Level[], current: readonly Level[]): LevelCounts {
  const before = countLevels(reference);
  const now = countLevels(current);
  const levels = [...new Set([...before.keys(), ...now.keys()])].sort();
  return {
    levels,
    reference: levels.map((level) => before.get(level) ?? 0),
    current: levels.map((level) => now.get(level) ?? 0),
  };
}

const share = (count: number, of: readonly number[]): number => {
  const total = of.reduce((sum, each) => sum + each, 0);
  return total === 0 ? 0 : count / total;
};

/**
 * The level whose share moved most, and by how much (current minus reference, so a fall is negative). Of equal moves
 * the alphabetically first. Null without levels or where a sample is empty.
 */
export function largestShareShift(
  counts: LevelCounts,
): { readonly level: string; readonly shift: number } | null {
  const { levels, reference, current } = counts;
  if (!reference.some((count) => count > 0) || !current.some((count) => count > 0)) return null;
  const shifts = levels.map((level, index) => ({
    level,
    shift: share(current[index] ?? 0, current) - share(reference[index] ?? 0, reference),
  }));
  return shifts.reduce((largest, each) => (Math.abs(each.shift) > Math.abs(largest.shift) ? each : largest));
}

/** Levels of the current sample that the reference never had, and the share of current rows that have one. */
export function unseenLevels(counts: LevelCounts): {
  readonly levels: readonly string[];
  readonly share: number;
} {
  const { levels, reference, current } = counts;
  const unseen = levels.flatMap((level, index) => (reference[index] === 0 ? [{ level, index }] : []));
  return {
    levels: unseen.map(({ level }) => level),
    share: share(
      unseen.reduce((sum, { index }) => sum + (current[index] ?? 0), 0),
      current,
    ),
  };
}

/** Share of empty cells, 0 to 1; 0 for no rows. */
export function missingShare(values: readonly (string | number | null)[]): number {
  const missing = values.filter((value) => value === null || Number.isNaN(value)).length;
  return values.length === 0 ? 0 : missing / values.length;
}
