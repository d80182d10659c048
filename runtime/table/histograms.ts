import type { Column, Contract } from "../../configs/contract.ts";
import { binsOf, roundEdges } from "./bins.ts";
import { type Cell, type Engine, identifier } from "./engine.ts";
import type { ProfileOf } from "./profile.ts";

/**
 * Most rows from which percentiles are taken, about. The median of 30,000 rows has a rank within the table that is off
 * by 0.3 % of the rows (one standard deviation, sqrt(p (1 - p) / n)).
 */
const SAMPLE_ROWS = 30_000;
/** Bins between the percentiles; with the two open ones a histogram has 20. */
const INNER_BINS = 18;
const QUANTILES = [0.01, 0.25, 0.5, 0.75, 0.99] as const;

/** A numeric column with the smallest and the largest of all its values; null when it has none. */
export interface NumericColumn {
  readonly column: Column;
  readonly min: number | null;
  readonly max: number | null;
}

/** Percentiles of a column in the sample. */
interface SampleFacts {
  readonly rows: number;
  /** As in QUANTILES; empty when no row of the sample has a value. */
  readonly quantiles: readonly number[];
}

function numbers(cell: Cell | undefined): number[] {
  return Array.isArray(cell) ? cell.map(Number) : [];
}

/** A condition that every n-th row keeps, by a hash of its key: the same rows in any order, with any number of threads. */
function sampled({ key, columns }: Contract, rows: number): string {
  const step = Math.ceil(rows / SAMPLE_ROWS);
  const identity = key.length > 0 ? key : columns.map(({ name }) => name);
  return step <= 1 ? "true" : `hash(${identity.map(identifier).join(", ")}) % ${step} = 0`;
}

async function sampleFacts(
  engine: Engine,
  relation: string,
  columns: readonly NumericColumn[],
  condition: string,
): Promise<readonly SampleFacts[]> {
  const facts = columns.map(({ column }, index) => {
    const name = identifier(column.name);
    return `count(${name})::DOUBLE AS rows${index},
      quantile_disc(${name}::DOUBLE, [${QUANTILES.join(", ")}]) AS quantiles${index}`;
  });
  const row = await engine.row(`SELECT ${facts.join(", ")} FROM ${relation} WHERE ${condition}`);
  return columns.map((_, index) => ({
    rows: Number(row[`rows${index}`]),
    quantiles: numbers(row[`quantiles${index}`]),
  }));
}

/** The ends of a column's bins; none when it has no values. */
function edgesOf({ column, min, max }: NumericColumn, { quantiles }: SampleFacts): readonly number[] {
  if (min === null || max === null) return [];
  const [low = min, , , , high = max] = quantiles;
  // Percentiles that coincide would leave one bin and all else beyond it.
  const [from, to] = low < high ? [low, high] : [min, max];
  return roundEdges(from, to, { bins: INNER_BINS, whole: column.type === "integer" });
}

/**
 * Rows below the first end, from each end on up to the next, and from the last on, of all rows in one pass.
 * DuckDB's bins include their upper end and not their lower one: counting negated values turns them around.
 */
async function countRows(
  engine: Engine,
  relation: string,
  columns: readonly { readonly name: string; readonly edges: readonly number[] }[],
): Promise<readonly (readonly number[])[]> {
  const counts = columns.map(({ name, edges }, index) => {
    // With an exponent a literal is a DOUBLE from the start, and no decimal that is rounded once more.
    const negated = edges.toReversed().map((edge) => (-edge).toExponential());
    return `map_values(histogram(-${identifier(name)}::DOUBLE, [${negated.join(", ")}]))::DOUBLE[] AS counts${index}`;
  });
  const row = await engine.row(`SELECT ${counts.join(", ")} FROM ${relation}`);
  return columns.map(({ edges }, index) => {
    const found = numbers(row[`counts${index}`]);
    // What lies below the first end comes last, and not at all when it is nothing.
    return [found[edges.length] ?? 0, ...found.slice(0, edges.length).toReversed()];
  });
}

/**
 * Profiles of numeric columns. Percentiles and bins come from a sample of at most about 30,000 rows that the hash of
 * the key chooses, so that memory does not grow with the table; the rows of each bin are counted over the whole table.
 *
 * @param rows number of rows of the relation
 */
export async function histogramsOf(
  engine: Engine,
  options: {
    readonly relation: string;
    readonly contract: Contract;
    readonly rows: number;
    readonly columns: readonly NumericColumn[];
  },
): Promise<ReadonlyMap<string, ProfileOf<"histogram">>> {
  const { relation, contract, rows, columns } = options;
  if (columns.length === 0) return new Map();
  const samples = await sampleFacts(engine, relation, columns, sampled(contract, rows));
  const none: SampleFacts = { rows: 0, quantiles: [] };
  const spread = columns.map((each, index) => {
    const sample = samples[index] ?? none;
    return { name: each.column.name, sample, edges: edgesOf(each, sample) };
  });
  const binned = spread.filter(({ edges }) => edges.length > 0);
  const counts = binned.length === 0 ? [] : await countRows(engine, relation, binned);
  const bins = new Map(binned.map(({ name, edges }, index) => [name, binsOf(edges, counts[index] ?? [])]));
  return new Map(
    spread.map(({ name, sample }) => {
      const [, lowerQuartile = null, median = null, upperQuartile = null] = sample.quantiles;
      const quartiles = { lowerQuartile, median, upperQuartile };
      return [name, { kind: "histogram", bins: bins.get(name) ?? [], ...quartiles, sampleRows: sample.rows }];
    }),
  );
}
