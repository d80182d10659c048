import type { Contract } from "../../configs/contract.ts";
import { ContractError } from "../errors.ts";
import { type Engine, identifier } from "../table/engine.ts";
import { openTable } from "../table/read-table.ts";
import { type Scalar, scalarOf } from "../table/scalar.ts";

/**
 * Reads some columns of a produced table.
 *
 * @returns the values of a column by its name, in no particular order of rows
 * @throws ContractError when a column is absent or holds something else than numbers or texts.
 */
export async function readValues(
  engine: Engine,
  contract: Contract,
  folder: string,
  columns: readonly string[],
): Promise<(column: string) => readonly Scalar[]> {
  await openTable(engine, contract, folder);
  const read = await engine.columns(
    `SELECT ${columns.map(identifier).join(", ")} FROM ${identifier(contract.name)}`,
  );
  return (column) => {
    const cells = read[column];
    if (cells === undefined) throw new ContractError(`${contract.name} has no column ${column}.`);
    return cells.map((cell) => scalarOf(cell, contract.name, column));
  };
}
