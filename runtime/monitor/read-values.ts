import type { Contract } from "../../configs/contract.ts";
import { ContractError } from "../errors.ts";
import { type Cell, type Engine, identifier } from "../table/engine.ts";
import { openTable } from "../table/read-table.ts";
import type { FeatureValue } from "./compare.ts";

function featureValue(cell: Cell, column: string): FeatureValue {
  if (cell === null || typeof cell === "number" || typeof cell === "string") return cell;
  throw new ContractError(`${column} holds neither numbers nor texts.`);
}

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
): Promise<(column: string) => readonly FeatureValue[]> {
  await openTable(engine, contract, folder);
  const read = await engine.columns(
    `SELECT ${columns.map(identifier).join(", ")} FROM ${identifier(contract.name)}`,
  );
  return (column) => {
    const cells = read[column];
    if (cells === undefined) throw new ContractError(`${contract.name} has no column ${column}.`);
    return cells.map((cell) => featureValue(cell, column));
  };
}
