import { ContractError } from "../errors.ts";
import type { Cell } from "./engine.ts";

/** A cell as models and statistics see it: flags and numbers are numbers, categories are texts, null is empty. */
export type Scalar = number | string | null;

/** @throws ContractError when the cell of this column is something else than a number, a text or empty. */
export function scalarOf(cell: Cell | undefined, table: string, column: string): Scalar {
  if (cell === null || typeof cell === "number" || typeof cell === "string") return cell;
  throw new ContractError(`${table}: ${column} holds neither numbers nor texts.`);
}
