import { type DriftVerdict, driftLimits } from "../../configs/drift-limits.ts";
import { MISSING_LEVEL } from "../../configs/features.ts";
import type { RandomStream } from "../../runtime/demo/random.ts";
import {
  type Comparison,
  compareLevels,
  compareNumbers,
  type NumberSample,
} from "../../runtime/monitor/compare.ts";
import { judge, verdictOf } from "../../runtime/monitor/judge.ts";
import { kolmogorovSmirnov } from "../../runtime/statistics/kolmogorov-smirnov.ts";
import {
  countsAt,
  drawRows,
  expanded,
  type LevelColumn,
  type NumericColumn,
  type Population,
  type PopulationColumn,
} from "./drift-population.ts";

/** What the drift rule makes of pairs of samples from one population, with and without a shift of one feature. */

/** Rows of a real training part and of a real customer base. */
const ROWS = { reference: 16_080, current: 20_099 } as const;

/** A shift of one feature's current values. Of levels and of empty cells each customer is met with a chance. */
export type Shift =
  | { readonly of: "number"; readonly column: NumericColumn; readonly deviations: number }
  | { readonly of: "gap"; readonly column: NumericColumn; readonly share: number }
  | {
      readonly of: "level";
      readonly column: LevelColumn;
      readonly from: number;
      readonly to: number;
      readonly share: number;
    };

/** @example "+0.3 SD", "8 points emptied", "2 points 0 > 1" */
export function shiftText(shift: Shift): string {
  switch (shift.of) {
    case "number":
      return `${shift.deviations < 0 ? "" : "+"}${shift.deviations} SD`;
    case "gap":
      return `${(100 * shift.share).toFixed(0)} points emptied`;
    case "level": {
      const { levels } = shift.column;
      return `${(100 * shift.share).toFixed(0)} points ${levels[shift.from]} > ${levels[shift.to]}`;
    }
  }
}

/**
 * Every shift of a size: numbers up and down by a constant, and cells that empty; of levels the most frequent one that
 * loses to each other, and each that is frequent enough that loses to it. Constants are not shifted by deviations, which
 * they do not have.
 */
export function shiftsOf(population: Population, deviations: number, share: number): readonly Shift[] {
  return population.flatMap((column): readonly Shift[] => {
    if (column.kind === "numeric") {
      const gap = { of: "gap", column, share } as const;
      const numbers = column.deviation === 0 ? [] : [deviations, -deviations];
      return [
        ...numbers.map((each) => ({ of: "number", column, deviations: each }) as const),
        ...(column.present > share ? [gap] : []),
      ];
    }
    const most = column.shares.indexOf(Math.max(...column.shares));
    return column.levels.flatMap((_, other) => {
      if (other === most) return [];
      const between = (from: number, to: number) => ({ of: "level", column, from, to, share }) as const;
      return [between(most, other), between(other, most)].filter(
        ({ from }) => (column.shares[from] ?? 0) >= share,
      );
    });
  });
}

/** How many of so many are met, each with this chance. */
function met(count: number, chance: number, random: RandomStream): number {
  let hits = 0;
  for (let each = 0; each < count; each += 1) hits += random.chance(chance) ? 1 : 0;
  return hits;
}

function numberSample(column: NumericColumn, counts: Uint32Array, by = 0): NumberSample {
  return { sorted: expanded(column, counts, by), missing: counts[column.values.length] ?? 0 };
}

function compareCounts(column: LevelColumn, reference: Uint32Array, current: Uint32Array): Comparison {
  const empty = column.levels.indexOf(MISSING_LEVEL);
  // As in a run, levels that neither sample has do not exist.
  const there = column.levels.flatMap((level, place) =>
    (reference[place] ?? 0) + (current[place] ?? 0) > 0 ? [{ level, place }] : [],
  );
  return compareLevels(
    column,
    {
      levels: there.map(({ level }) => level),
      reference: there.map(({ place }) => reference[place] ?? 0),
      current: there.map(({ place }) => current[place] ?? 0),
    },
    {
      reference: (reference[empty] ?? 0) / ROWS.reference,
      current: (current[empty] ?? 0) / ROWS.current,
    },
  );
}

/** Samples that whole rows are drawn for, so that features hang together as they do. */
export class Pair {
  readonly #population: Population;
  readonly #counts: ReadonlyMap<
    PopulationColumn,
    { readonly reference: Uint32Array; readonly current: Uint32Array }
  >;
  /** Made once: each shift of a number is compared with it. */
  readonly #references: ReadonlyMap<PopulationColumn, NumberSample>;
  readonly #quiet: readonly Comparison[];

  constructor(population: Population, random: RandomStream) {
    this.#population = population;
    const reference = drawRows(population, ROWS.reference, random);
    const current = drawRows(population, ROWS.current, random);
    this.#counts = new Map(
      population.map((column) => [
        column,
        { reference: countsAt(column, reference), current: countsAt(column, current) },
      ]),
    );
    this.#references = new Map(
      population.flatMap((column) =>
        column.kind === "numeric"
          ? [[column, numberSample(column, this.#countsOf(column).reference)] as const]
          : [],
      ),
    );
    this.#quiet = population.map((column) => this.#compare(column));
  }

  #countsOf(column: PopulationColumn) {
    const counts = this.#counts.get(column);
    if (counts === undefined) throw new Error(`The population has no column ${column.name}.`);
    return counts;
  }

  #compare(column: PopulationColumn, change = (current: Uint32Array) => current, by = 0): Comparison {
    const { reference, current } = this.#countsOf(column);
    if (column.kind !== "numeric") return compareCounts(column, reference, change(current));
    const before = this.#references.get(column) ?? numberSample(column, reference);
    return compareNumbers(column.name, before, numberSample(column, change(current), by));
  }

  /** What is said of all features when nothing was shifted. */
  verdict(): DriftVerdict {
    return verdictOf(judge(this.#quiet, driftLimits));
  }

  /** What is said of all features when one is shifted. */
  verdictWith(shift: Shift, random: RandomStream): DriftVerdict {
    const shifted = this.#quiet.with(this.#population.indexOf(shift.column), this.#shifted(shift, random));
    return verdictOf(judge(shifted, driftLimits));
  }

  #shifted(shift: Shift, random: RandomStream): Comparison {
    switch (shift.of) {
      case "number":
        return this.#compare(shift.column, undefined, shift.deviations * shift.column.deviation);
      case "gap": {
        const empty = shift.column.values.length;
        return this.#compare(shift.column, (current) => {
          const lost = current.map((count, place) =>
            place === empty ? 0 : met(count, shift.share / shift.column.present, random),
          );
          const all = lost.reduce((sum, count) => sum + count, 0);
          return current.map((count, place) => (place === empty ? count + all : count - (lost[place] ?? 0)));
        });
      }
      case "level": {
        const { column, from, to, share } = shift;
        return this.#compare(column, (current) => {
          const moved = met(current[from] ?? 0, share / (column.shares[from] ?? 1), random);
          return current.map((count, place) =>
            place === from ? count - moved : place === to ? count + moved : count,
          );
        });
      }
    }
  }

  /** What the system before said: Kolmogorov-Smirnov at p < 0.01 on any column that is a number, flags included. */
  driftedByTheRuleBefore(): boolean {
    return this.#population.some((column, place) => {
      if (column.kind === "category") return false;
      if (column.kind === "numeric") return (this.#quiet[place]?.pValue ?? 1) < 0.01;
      const { reference, current } = this.#countsOf(column);
      // Flags are few values: a level's place is as good as its number.
      const numbers = (counts: Uint32Array) =>
        Float64Array.from([...counts].flatMap((count, value) => new Array<number>(count).fill(value)));
      return kolmogorovSmirnov(numbers(reference), numbers(current)).pValue < 0.01;
    });
  }
}
