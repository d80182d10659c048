import { basename } from "node:path";
import { type Engine, identifier, literal } from "../../table/engine.ts";
import type { Shard } from "./shard-read.ts";
import { type ShardTable, shardFile, shardTables } from "./shard-tables.ts";

/** SQL name of the view of a table over all shares. */
export const shardViews = {
  slots: "shard_slot",
  words: "shard_word",
  surplus: "shard_surplus",
  surplusSums: "shard_surplus_sum",
  faults: "shard_fault",
} as const satisfies Readonly<Record<ShardTable, string>>;

const tables = Object.keys(shardTables).filter((name): name is ShardTable => name in shardTables);

/**
 * Makes a view of each table over all shares, where they lie. `shard` numbers the shares. Rows with a place are given the
 * file's name, and its number in the delivery in place of that in the share: the order of files must be that of one machine.
 *
 * @param paths the readings' files in the order of the delivery
 */
export async function createShardViews(
  engine: Engine,
  shards: readonly Shard[],
  paths: readonly string[],
): Promise<void> {
  const position = new Map(paths.map((path, index) => [path, index]));
  const values = shards.flatMap(({ files }, shard) =>
    files.map(
      ({ path }, index) => `(${shard}, ${index}, ${position.get(path) ?? -1}, ${literal(basename(path))})`,
    ),
  );
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE shard_file (shard INTEGER, file_index INTEGER, position INTEGER, file VARCHAR);
     INSERT INTO shard_file VALUES ${values.join(", ")}`,
  );
  for (const table of tables) {
    const all = shards.map(
      ({ folder }, shard) =>
        `SELECT ${shard} AS shard, * FROM read_parquet(${literal(shardFile(folder, table))})`,
    );
    const view = identifier(shardViews[table]);
    const rows = all.join(" UNION ALL ");
    const placed = shardTables[table].columns.some(({ name }) => name === "file_index");
    await engine.run(
      placed
        ? `CREATE OR REPLACE TEMP VIEW ${view} AS SELECT r.* EXCLUDE (file_index), f.position AS file_index, f.file
           FROM (${rows}) r JOIN shard_file f USING (shard, file_index)`
        : `CREATE OR REPLACE TEMP VIEW ${view} AS ${rows}`,
    );
  }
}

/** Removes the views. */
export async function dropShardViews(engine: Engine): Promise<void> {
  for (const table of tables) await engine.run(`DROP VIEW ${identifier(shardViews[table])}`);
  await engine.run("DROP TABLE shard_file");
}
