import type { FeatureKind } from "../../configs/features.ts";
import { MISSING_LEVEL } from "../../configs/features.ts";
import type { RandomStream } from "../../runtime/demo/random.ts";
import { populationDeviation } from "../../runtime/statistics/sample.ts";
import type { Scalar } from "../../runtime/table/scalar.ts";

/** Customers to draw samples from, made ready so that a sample costs a pass over its rows and no sorting. */

interface Column {
  readonly name: string;
  /** Of each customer, the place of its value among the distinct ones; the places of empty cells come last. */
  readonly places: Uint32Array;
}

export interface NumericColumn extends Column {
  readonly kind: "numeric";
  /** Distinct values, ascending; empty cells have the place behind the last. */
  readonly values: Float64Array;
  /** Population standard deviation of the values that are there; 0 for a constant, which has no scale. */
  readonly deviation: number;
  /** Share of the customers that have a value. */
  readonly present: number;
}

export interface LevelColumn extends Column {
  readonly kind: "flag" | "category";
  /** Levels, the empty cell among them. A flag has both of its own, also where all customers have the same. */
  readonly levels: readonly string[];
  /** Share of the customers at each level. */
  readonly shares: readonly number[];
}

export type PopulationColumn = NumericColumn | LevelColumn;
export type Population = readonly PopulationColumn[];

/** A feature, or the score, of some customers. */
export interface RawColumn {
  readonly name: string;
  readonly kind: FeatureKind;
  /** One for each customer. */
  readonly values: readonly Scalar[];
}

function numericColumn({ name, values }: RawColumn): NumericColumn {
  const numbers = values.map((value) => (typeof value === "number" ? value : Number.NaN));
  const present = Float64Array.from(numbers.filter((value) => !Number.isNaN(value))).sort();
  const distinct = Float64Array.from(new Set(present));
  const placeOf = new Map([...distinct].map((value, place) => [value, place]));
  return {
    name,
    kind: "numeric",
    places: Uint32Array.from(numbers, (value) => placeOf.get(value) ?? distinct.length),
    values: distinct,
    deviation: populationDeviation(present),
    present: present.length / values.length,
  };
}

function levelColumn({ name, values }: RawColumn, kind: "flag" | "category"): LevelColumn {
  const texts = values.map((value) => (value === null ? MISSING_LEVEL : String(value)));
  const levels = [...new Set(kind === "flag" ? [...texts, "0", "1"] : texts)].sort();
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const places = Uint32Array.from(texts, (text) => placeOf.get(text) ?? 0);
  const counts = tally(places, levels.length);
  return { name, kind, places, levels, shares: [...counts].map((count) => count / values.length) };
}

/** Makes customers ready to be drawn from. */
export function populationOf(columns: readonly RawColumn[]): Population {
  return columns.map(
    (column): PopulationColumn =>
      column.kind === "numeric" ? numericColumn(column) : levelColumn(column, column.kind),
  );
}

/** How often each place occurs. */
function tally(places: Iterable<number>, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

/** Places of so many customers, drawn with replacement. */
export function drawRows(population: Population, rows: number, random: RandomStream): Uint32Array {
  const last = (population[0]?.places.length ?? 0) - 1;
  return Uint32Array.from({ length: rows }, () => random.integer(0, last));
}

/** How often each distinct value or level of a column is among some customers; empty numbers come last. */
export function countsAt(column: PopulationColumn, rows: Uint32Array): Uint32Array {
  const size = column.kind === "numeric" ? column.values.length + 1 : column.levels.length;
  return tally(
    rows.map((row) => column.places[row] ?? 0),
    size,
  );
}

/** The values that are counted, ascending, each moved by so much. */
export function expanded({ values }: NumericColumn, counts: Uint32Array, by = 0): Float64Array {
  const present = counts.subarray(0, values.length);
  const sorted = new Float64Array(present.reduce((sum, count) => sum + count, 0));
  let end = 0;
  for (let place = 0; place < present.length; place += 1) {
    const value = (values[place] ?? 0) + by;
    for (let left = present[place] ?? 0; left > 0; left -= 1) {
      sorted[end] = value;
      end += 1;
    }
  }
  return sorted;
}
