import { existsSync } from "node:fs";
import { goldMaster } from "../../configs/gold-tables.ts";
import type { IsoDate } from "../../configs/names.ts";
import { ContractError } from "../errors.ts";
import { type Cell, type Engine, identifier, literal } from "../table/engine.ts";
import { asOfOf, tableFile } from "../table/read-table.ts";
import { type Scalar, scalarOf } from "../table/scalar.ts";

/** Rows of the gold master, column by column, sorted by customer. */
export interface GoldColumns {
  readonly customerId: readonly string[];
  /** 1 for a churner, 0 for a customer who stayed, null where nobody knows yet. */
  readonly churn: readonly (0 | 1 | null)[];
  readonly columns: ReadonlyMap<string, readonly Scalar[]>;
}

/** The gold column that tells what a customer brings in, in EUR a month. */
export const MARGIN_COLUMN = "avg_monthly_margin";

/** What each customer brings in, in EUR a month; null where it is unknown. @throws ContractError when the column was not read, or holds texts */
export function marginsOf({ columns }: GoldColumns): readonly (number | null)[] {
  const values = columns.get(MARGIN_COLUMN);
  if (values === undefined) throw new ContractError(`gold_master: ${MARGIN_COLUMN} was not read.`);
  return values.map((value) => {
    if (typeof value === "string") throw new ContractError(`gold_master: ${MARGIN_COLUMN} holds a text.`);
    return value;
  });
}

/** Where the gold master lies in a gold folder. */
export function goldFile(goldFolder: string): string {
  return tableFile(goldMaster, goldFolder);
}

/** The as-of date of a gold folder. */
export function goldAsOf(engine: Engine, goldFolder: string): Promise<IsoDate> {
  return asOfOf(engine, goldMaster, goldFolder);
}

function label(value: Cell | undefined): 0 | 1 | null {
  if (value === null || value === 0 || value === 1) return value;
  throw new ContractError(`gold_master: churn holds ${String(value)}; only 0, 1 and empty are labels.`);
}

/**
 * Reads the customers, the label and the wanted columns of the gold master, sorted by customer_id.
 *
 * @param customer the only customer that is read, by its exact id; left out: all of them
 * @example const gold = await readGold(engine, folder, ["tenure_months", "segment"]);
 * @throws ContractError when a wanted column is absent (D19) or holds something else than numbers or texts.
 */
export async function readGold(
  engine: Engine,
  goldFolder: string,
  columns: readonly string[],
  customer?: string,
): Promise<GoldColumns> {
  const file = goldFile(goldFolder);
  if (!existsSync(file)) throw new Error(`${file} is missing: the gold step has not run.`);
  const source = `read_parquet(${literal(file)})`;
  const present = (await engine.rows(`DESCRIBE SELECT * FROM ${source}`)).map((row) => row["column_name"]);
  const absent = ["customer_id", "churn", ...columns].filter((name) => !present.includes(name));
  if (absent.length > 0) {
    throw new ContractError(
      `gold_master has no column ${absent.join(", ")}, which the model asks for: run the gold step again.`,
    );
  }
  const wanted = ["customer_id", "churn", ...columns].map((name) => identifier(name)).join(", ");
  const [condition, parameters] =
    customer === undefined ? ["", {}] : ["WHERE customer_id = $customer", { customer }];
  const read = await engine.columns(
    `SELECT ${wanted} FROM ${source} ${condition} ORDER BY customer_id`,
    parameters,
  );
  return {
    customerId: (read["customer_id"] ?? []).map(String),
    churn: (read["churn"] ?? []).map(label),
    columns: new Map(
      columns.map((name) => [
        name,
        (read[name] ?? []).map((value) => scalarOf(value, goldMaster.name, name)),
      ]),
    ),
  };
}

/** The rows at these positions, in this order. */
export function pickRows(gold: GoldColumns, rows: readonly number[]): GoldColumns {
  const pick = <T>(values: readonly T[]): T[] => rows.flatMap((row) => values.slice(row, row + 1));
  return {
    customerId: pick(gold.customerId),
    churn: pick(gold.churn),
    columns: new Map([...gold.columns].map(([name, values]) => [name, pick(values)])),
  };
}
