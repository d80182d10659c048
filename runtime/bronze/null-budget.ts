import type { Dataset } from "../../configs/datasets.ts";
import { InputError } from "../errors.ts";
import { type Engine, identifier } from "../table/engine.ts";
import { rawTable } from "./raw-table.ts";

/**
 * Checks how much of each column is empty.
 * @throws InputError that names the first column over its null budget.
 */
export async function checkNullBudgets(engine: Engine, dataset: Dataset, file: string): Promise<void> {
  const columns = dataset.contract.columns.filter((column) => column.nullBudget !== undefined);
  if (columns.length === 0) return;
  const shares = await engine.row(
    `SELECT ${columns
      .map(({ name }, index) => `avg((${identifier(name)} IS NULL)::INTEGER) AS s${index}`)
      .join(", ")} FROM ${rawTable(dataset)}`,
  );
  const index = columns.findIndex((column, at) => Number(shares[`s${at}`] ?? 0) > (column.nullBudget ?? 0));
  const column = columns[index];
  if (column === undefined) return;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  throw new InputError(
    `${file}: ${percent(Number(shares[`s${index}`]))} of ${column.name} is empty, its limit is ` +
      `${percent(column.nullBudget ?? 0)}; fill the column and deliver the file again.`,
    { file, column: column.name },
  );
}
