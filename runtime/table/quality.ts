import { z } from "zod";
import { type Column, type Contract, columnTypes, isoDateSchema } from "../../configs/contract.ts";
import type { IsoDate } from "../../configs/names.ts";
import { type Cell, type Engine, identifier } from "./engine.ts";
import { histogramsOf } from "./histograms.ts";
import { countedProfiles, flagLevels } from "./levels.ts";
import { type Profile, profileSchema } from "./profile.ts";

const range = z.union([z.string(), z.number()]).nullable();

/** What a table holds, column by column; written beside it as `<table>.quality.json` (D31). */
export const qualityReportSchema = z.strictObject({
  table: z.string(),
  contractVersion: z.int(),
  asOf: isoDateSchema,
  rows: z.int(),
  columns: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.enum(columnTypes),
        /** Share of empty cells, 0 to 1. */
        nullShare: z.number(),
        nullBudget: z.number(),
        /** Null for texts and lists, for columns that are hidden, and where nothing is. */
        min: range,
        max: range,
        profile: profileSchema,
      }),
    )
    .readonly(),
});
export type QualityReport = Readonly<z.infer<typeof qualityReportSchema>>;

/** Figures of one column over all rows. */
interface ColumnFacts {
  readonly column: Column;
  readonly nulls: number;
  readonly min: string | number | null;
  readonly max: string | number | null;
  /** Rows that are 1, for a flag. */
  readonly ones: number;
}

const isNumber = ({ type }: Column) => type === "number" || type === "integer";
const isHidden = ({ personal }: Column) => personal !== undefined;

function hasRange(column: Column): boolean {
  return !isHidden(column) && column.type !== "text" && column.type !== "texts";
}

function factsQuery(column: Column, index: number): string {
  const name = identifier(column.name);
  const cast = isNumber(column) || column.type === "flag" ? "DOUBLE" : "VARCHAR";
  const ends = hasRange(column)
    ? `min(${name})::${cast} AS min${index}, max(${name})::${cast} AS max${index}`
    : `NULL AS min${index}, NULL AS max${index}`;
  const ones =
    column.type === "flag" && !isHidden(column)
      ? `, count(*) FILTER (${name} = 1)::DOUBLE AS ones${index}`
      : "";
  return `count(*) FILTER (${name} IS NULL)::DOUBLE AS nulls${index}, ${ends}${ones}`;
}

function endOf(cell: Cell | undefined): string | number | null {
  return typeof cell === "number" || typeof cell === "string" ? cell : null;
}

async function profilesOf(
  engine: Engine,
  contract: Contract,
  relation: string,
  rows: number,
  facts: readonly ColumnFacts[],
): Promise<(column: ColumnFacts) => Profile> {
  const shown = facts.filter(({ column }) => !isHidden(column));
  const numeric = shown.flatMap(({ column, min, max }) =>
    isNumber(column)
      ? [{ column, min: typeof min === "number" ? min : null, max: typeof max === "number" ? max : null }]
      : [],
  );
  const counted = shown.map(({ column }) => column).filter((each) => !isNumber(each) && each.type !== "flag");
  const histograms = await histogramsOf(engine, { relation, contract, rows, columns: numeric });
  const levels = await countedProfiles(engine, relation, counted);
  return ({ column, nulls, ones }) => {
    if (isHidden(column)) return { kind: "hidden" };
    if (column.type === "flag") return flagLevels(rows - nulls - ones, ones);
    const profile = histograms.get(column.name) ?? levels.get(column.name);
    if (profile === undefined) throw new Error(`Column ${column.name} has no profile.`);
    return profile;
  };
}

/** Looks at a relation that holds the contract's columns, in their types, and keeps its rules. */
export async function qualityOf(
  engine: Engine,
  contract: Contract,
  relation: string,
  asOf: IsoDate,
): Promise<QualityReport> {
  const row = await engine.row(
    `SELECT count(*)::DOUBLE AS rows, ${contract.columns.map(factsQuery).join(", ")} FROM ${relation}`,
  );
  const rows = Number(row["rows"]);
  const facts = contract.columns.map((column, index) => ({
    column,
    nulls: Number(row[`nulls${index}`]),
    min: endOf(row[`min${index}`]),
    max: endOf(row[`max${index}`]),
    ones: Number(row[`ones${index}`] ?? 0),
  }));
  const profileOf = await profilesOf(engine, contract, relation, rows, facts);
  return {
    table: contract.name,
    contractVersion: contract.version,
    asOf,
    rows,
    columns: facts.map((each) => ({
      name: each.column.name,
      type: each.column.type,
      nullShare: rows === 0 ? 0 : each.nulls / rows,
      nullBudget: each.column.nullBudget ?? 0,
      min: each.min,
      max: each.max,
      profile: profileOf(each),
    })),
  };
}
