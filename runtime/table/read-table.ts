import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Contract } from "../../configs/contract.ts";
import { type IsoDate, isIsoDate } from "../../configs/names.ts";
import { type Engine, identifier, literal } from "./engine.ts";

/** Where a produced table lies in a folder. */
export function tableFile(contract: Pick<Contract, "name">, folder: string): string {
  return join(folder, `${contract.name}.parquet`);
}

/**
 * Makes a produced table readable under its own name in SQL.
 * @throws Error when the folder lacks it.
 */
export async function openTable(engine: Engine, contract: Contract, folder: string): Promise<void> {
  const file = tableFile(contract, folder);
  if (!existsSync(file)) throw new Error(`${file} is missing: the step that writes it has not run.`);
  await engine.run(
    `CREATE OR REPLACE VIEW ${identifier(contract.name)} AS SELECT * FROM read_parquet(${literal(file)})`,
  );
}

/** The as-of date that a produced table carries (D1). */
export async function asOfOf(
  engine: Pick<Engine, "rows">,
  contract: Pick<Contract, "name">,
  folder: string,
): Promise<IsoDate> {
  const file = tableFile(contract, folder);
  const [row] = await engine.rows(
    `SELECT value::VARCHAR AS value FROM parquet_kv_metadata(${literal(file)}) WHERE key::VARCHAR = 'as_of'`,
  );
  const value = row?.["value"];
  if (typeof value !== "string" || !isIsoDate(value)) throw new Error(`${file} carries no as-of date.`);
  return value;
}
