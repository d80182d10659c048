import { type DuckDBAppender, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import type { Column, Contract, RowOf } from "../../configs/contract.ts";
import { sqlType } from "./checks.ts";
import { type Engine, identifier } from "./engine.ts";

type RowCell = string | number | readonly string[] | null;

/** Dates and timestamps are appended as ISO texts; `writeTable` casts them. */
function appendedType(column: Column): string {
  return column.type === "date" || column.type === "timestamp" ? "VARCHAR" : sqlType(column);
}

function appendCell(appender: DuckDBAppender, column: Column, cell: RowCell | undefined): void {
  if (cell === null) appender.appendNull();
  else if (typeof cell === "string") appender.appendVarchar(cell);
  else if (typeof cell === "object") appender.appendList(listValue(cell), LIST(VARCHAR));
  else if (cell === undefined) throw new Error(`A row lacks the column ${column.name}.`);
  else if (column.type === "integer") appender.appendInteger(cell);
  else if (column.type === "flag") appender.appendTinyInt(cell);
  else appender.appendDouble(cell);
}

/** Rows of a contract that come portion by portion. */
export interface AppendedRows<C extends Contract> {
  /** The table's name, ready to stand in SQL. */
  readonly relation: string;
  /** Appends rows behind those that are there. */
  add(rows: Iterable<RowOf<C> & { readonly [column: string]: RowCell }>): Promise<void>;
}

/** Makes an empty temporary table with the contract's columns, for rows made in the program. */
export async function openRows<const C extends Contract>(
  engine: Engine,
  contract: C,
): Promise<AppendedRows<C>> {
  const name = `appended ${contract.name}`;
  const relation = identifier(name);
  const columns: readonly Column[] = contract.columns;
  const definitions = columns.map((column) => `${identifier(column.name)} ${appendedType(column)}`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relation} (${definitions.join(", ")})`);
  return {
    relation,
    add: (rows) =>
      engine.append(name, (appender) => {
        for (const row of rows) {
          for (const column of columns) appendCell(appender, column, row[column.name]);
          appender.endRow();
        }
      }),
  };
}

/**
 * Brings rows made in the program into the engine, as a temporary table with the contract's columns.
 *
 * @example
 * const relation = await appendRows(engine, driftFeatures, rows);
 * await writeTable(engine, { contract: driftFeatures, query: `FROM ${relation}`, folder, asOf });
 * @returns the table's name, ready to stand in SQL
 */
export async function appendRows<const C extends Contract>(
  engine: Engine,
  contract: C,
  rows: Iterable<RowOf<C> & { readonly [column: string]: RowCell }>,
): Promise<string> {
  const appended = await openRows(engine, contract);
  await appended.add(rows);
  return appended.relation;
}
