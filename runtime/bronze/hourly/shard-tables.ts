import { join } from "node:path";
import { slotColumns } from "../../../configs/hourly-scan.ts";
import { type Engine, identifier, literal } from "../../table/engine.ts";

interface Table {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Makes the order total: the bytes must not depend on threads. */
  readonly orderBy: string;
}

const columnsOf = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns).map(([name, type]) => ({ name, type }));

const place = { file_index: "INTEGER", line: "BIGINT" };
const fault = { column: "VARCHAR", reason: "VARCHAR", row: "VARCHAR" };

/** The tables that one machine writes of its share of the readings. */
export const shardTables = {
  /** The statement over the share's rows that are good by themselves. */
  slots: { columns: slotColumns, orderBy: "customer_id, slot" },
  /**
   * Which hours stand in slots that are not complete in this share (see `Origin.listHours`): of complete ones the
   * calendar knows it.
   */
  words: {
    columns: columnsOf({
      customer_id: "VARCHAR",
      word: "INTEGER",
      hours: "UBIGINT",
      rows: "INTEGER",
      double_rows: "INTEGER",
    }),
    orderBy: "customer_id, word",
  },
  /** Good rows whose hour stands in earlier rows of the share as often as the clock shows it. */
  surplus: {
    columns: columnsOf({ ...place, customer_id: "VARCHAR", word: "INTEGER", ...fault }),
    orderBy: "file_index, line",
  },
  /** The statement over these rows: what the sums lose when they are set aside. */
  surplusSums: { columns: slotColumns, orderBy: "customer_id, slot" },
  /** Rows at fault: those that could not be converted, which are not `readable`, and those that are so by themselves. */
  faults: {
    columns: columnsOf({
      readable: "BOOLEAN",
      ...place,
      customer_id: "VARCHAR",
      timestamp: "TIMESTAMP",
      ...fault,
    }),
    orderBy: `file_index, line, "column", reason, row`,
  },
} as const satisfies Readonly<Record<string, Table>>;

export type ShardTable = keyof typeof shardTables;

export const shardTableNames = Object.keys(shardTables).filter(
  (name): name is ShardTable => name in shardTables,
);

/** The file of a table in a machine's folder. */
export function shardFile(folder: string, table: ShardTable): string {
  return join(folder, `${table}.parquet`);
}

/** Writes a table of a share. @param query SQL of its rows; left out: it has none */
export async function writeShardTable(
  engine: Engine,
  folder: string,
  table: ShardTable,
  query?: string,
): Promise<void> {
  const { columns, orderBy } = shardTables[table];
  const select = columns.map(
    ({ name, type }) =>
      `CAST(${query === undefined ? "NULL" : identifier(name)} AS ${type}) AS ${identifier(name)}`,
  );
  const rows = query === undefined ? "LIMIT 0" : `FROM (${query}) ORDER BY ${orderBy}`;
  await engine.run(
    `COPY (SELECT ${select.join(", ")} ${rows}) TO ${literal(shardFile(folder, table))}
     (FORMAT parquet, COMPRESSION zstd)`,
  );
}
