import type { Dataset } from "../../configs/datasets.ts";
import { type Engine, identifier } from "../table/engine.ts";

/** What a reader found in one file. */
export interface ReadResult {
  /** Rows in the file, rejected ones included. */
  readonly rows: number;
  /** Columns that the contract does not know. */
  readonly extra: readonly string[];
}

/** Relation that holds a data set as it stands in its files: `file`, `line` and every column as text. */
export function textTable(dataset: Dataset): string {
  return identifier(`text ${dataset.contract.name}`);
}

/** Relation that holds a data set's accepted rows: `file`, `line` and the contract's columns in their types. */
export function rawTable(dataset: Dataset): string {
  return identifier(`raw ${dataset.contract.name}`);
}

export async function createTextTable(engine: Engine, dataset: Dataset): Promise<void> {
  const columns = dataset.contract.columns.map((column) => `${identifier(column.name)} VARCHAR`).join(", ");
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${textTable(dataset)} (file VARCHAR, line BIGINT, ${columns})`,
  );
}

/** The contract's columns, as SQL identifiers. */
export function columnList(dataset: Dataset): string {
  return dataset.contract.columns.map((column) => identifier(column.name)).join(", ");
}
