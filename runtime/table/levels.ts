import type { Column } from "../../configs/contract.ts";
import { type Cell, type Engine, identifier } from "./engine.ts";
import type { ProfileOf } from "./profile.ts";

/** Most levels that a profile names. */
const LEVELS = 12;
/** Most months, or else years, that a profile names. */
const PERIODS = 24;

type CountedProfile = ProfileOf<"levels"> | ProfileOf<"periods">;
type Row = Readonly<Record<string, Cell>>;

const isTime = ({ type }: Column) => type === "date" || type === "month" || type === "timestamp";

/** Rows of the most frequent levels of a text column, or of the elements of a list, with the totals of all levels. */
function levelsQuery(relation: string, { name, type }: Column, place: number): string {
  const column = identifier(name);
  // A text that stands twice in a list counts once: rows are counted.
  const level = type === "texts" ? `unnest(list_distinct(${column}))` : `${column}::VARCHAR`;
  return `SELECT ${place} AS place, level, NULL AS year, count(*)::DOUBLE AS rows,
      count(*) OVER ()::DOUBLE AS levels, (sum(count(*)) OVER ())::DOUBLE AS total,
      row_number() OVER (ORDER BY count(*) DESC, level) AS position
    FROM (SELECT ${level} AS level FROM ${relation}) WHERE level IS NOT NULL
    GROUP BY level QUALIFY position <= ${LEVELS}`;
}

/** Rows of each month. */
function monthsQuery(relation: string, { name, type }: Column, place: number): string {
  const column = identifier(name);
  const [month, year] =
    type === "month"
      ? [column, `left(${column}, 4)`]
      : [`strftime(${column}, '%Y-%m')`, `strftime(${column}, '%Y')`];
  return `SELECT ${place} AS place, ${month} AS level, ${year} AS year, count(*)::DOUBLE AS rows,
      NULL AS levels, NULL AS total, row_number() OVER (ORDER BY min(${column})) AS position
    FROM ${relation} WHERE ${column} IS NOT NULL GROUP BY ALL`;
}

function levelsOf(rows: readonly Row[]): ProfileOf<"levels"> {
  const levels = rows.map((row) => ({ level: String(row["level"]), rows: Number(row["rows"]) }));
  const named = levels.reduce((sum, level) => sum + level.rows, 0);
  const [first] = rows;
  return {
    kind: "levels",
    levels,
    others: first === undefined ? 0 : Number(first["total"]) - named,
    distinct: first === undefined ? 0 : Number(first["levels"]),
  };
}

/** @param rows one for each month, ascending */
function periodsOf(rows: readonly Row[]): ProfileOf<"periods"> {
  const unit = rows.length <= PERIODS ? "month" : "year";
  const counts = new Map<string, number>();
  for (const row of rows) {
    const period = String(unit === "month" ? row["level"] : row["year"]);
    counts.set(period, (counts.get(period) ?? 0) + Number(row["rows"]));
  }
  const periods = [...counts].map(([period, count]) => ({ period, rows: count }));
  const named = periods.slice(-PERIODS);
  const earlier = periods.slice(0, periods.length - named.length);
  return {
    kind: "periods",
    unit,
    periods: named,
    earlier: earlier.reduce((sum, each) => sum + each.rows, 0),
  };
}

/** The profile of a flag, from its number of zeros and ones. */
export function flagLevels(zeros: number, ones: number): ProfileOf<"levels"> {
  const levels = [
    { level: "0", rows: zeros },
    { level: "1", rows: ones },
  ].filter(({ rows }) => rows > 0);
  return {
    kind: "levels",
    levels: levels.sort((a, b) => b.rows - a.rows),
    others: 0,
    distinct: levels.length,
  };
}

/**
 * Profiles of columns of texts, lists of texts, days, months and times, all in one query: each part of it reads its
 * own column alone.
 */
export async function countedProfiles(
  engine: Engine,
  relation: string,
  columns: readonly Column[],
): Promise<ReadonlyMap<string, CountedProfile>> {
  if (columns.length === 0) return new Map();
  const queries = columns.map((column, place) =>
    isTime(column) ? monthsQuery(relation, column, place) : levelsQuery(relation, column, place),
  );
  const rows = await engine.rows(
    `${queries.map((query) => `(${query})`).join(" UNION ALL ")} ORDER BY place, position`,
  );
  const byPlace = Map.groupBy(rows, (row) => Number(row["place"]));
  return new Map(
    columns.map((column, place) => {
      const found = byPlace.get(place) ?? [];
      return [column.name, isTime(column) ? periodsOf(found) : levelsOf(found)];
    }),
  );
}
