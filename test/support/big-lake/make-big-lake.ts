import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { contractNamed } from "../../../configs/contracts.ts";
import { places } from "../../../configs/pipeline.ts";
import { FolderSource } from "../../../dashboard/lake/folder-source.ts";
import { InputError } from "../../../runtime/errors.ts";
import { jsonText } from "../../../runtime/json.ts";
import { currentRun } from "../../../runtime/pipeline/current-run.ts";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { qualityOf } from "../../../runtime/table/quality.ts";
import { asOfOf } from "../../../runtime/table/read-table.ts";
import { columnsOf, makePeople, repeatTable } from "./repeat-table.ts";

/** What to make. */
export interface BigLakeOptions {
  /** A finished lake; it is only read. */
  readonly from: string;
  /** Folder of the new lake. Appears in one piece; must not exist before. */
  readonly to: string;
  readonly customers: number;
  /** Bound of the engine's buffers, in MB; what does not fit spills beside the new lake. @default 1000 */
  readonly memoryLimitMb?: number;
}

/** A table of the new lake. */
export interface BigTable {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
}

const THREADS = 2;
/** What the dashboard never reads: raw files, what runs leave for each other, what is held while writing. */
const LEFT_OUT = /^(deliveries|\..*)$/;

/**
 * Makes a lake of many customers out of a finished one, by having its customers over and over under new ids. The current
 * run's tables of gold and scored grow so, with their quality reports, and keep what they carry (as-of date, contract);
 * all else is copied as it is, but the deliveries. Scores differ a little from copy to copy and stay in their tier, with
 * losses and gains that follow from them.
 */
export async function makeBigLake(options: BigLakeOptions): Promise<readonly BigTable[]> {
  const { from, to, customers, memoryLimitMb = 1000 } = options;
  if (existsSync(to)) throw new InputError(`${to} is there already. Name another folder or remove it.`);
  const run = (await currentRun(new FolderSource(from)))?.run;
  if (run === undefined) throw new InputError(`${from} holds no finished run. Name a lake that has one.`);
  const grown = [places.gold, places.scored].map((place) => join(from, place.replace("<run>", run)));
  const tables = grown
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith(".parquet") && isOfCustomers(file));

  const partial = `${to}.partial`;
  const scratch = `${to}.scratch`;
  for (const folder of [partial, scratch]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  try {
    cpSync(from, partial, {
      recursive: true,
      filter: (path) => {
        const [top = "."] = relative(from, path).split(sep);
        return path === from || (!LEFT_OUT.test(top) && !tables.includes(path));
      },
    });
    using engine = await Engine.open({ threads: THREADS, memoryLimitMb, scratch });
    await makePeople(engine, { scored: join(from, places.scored.replace("<run>", run)), customers });
    const made: BigTable[] = [];
    for (const table of tables) made.push(await grow(engine, table, join(partial, relative(from, table))));
    renameSync(partial, to);
    return made;
  } finally {
    rmSync(partial, { recursive: true, force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Is a table about customers, one by one? Others say of all of them what stays the same when they are repeated. */
function isOfCustomers(file: string): boolean {
  const contract = contractNamed(basename(file, ".parquet"));
  return contract === undefined || contract.columns.some(({ name }) => name === "customer_id");
}

async function grow(engine: Engine, from: string, to: string): Promise<BigTable> {
  await repeatTable(engine, from, to);
  const name = basename(to, ".parquet");
  await engine.run(`CREATE OR REPLACE TEMP VIEW grown AS SELECT * FROM read_parquet(${literal(to)})`);
  const rows = await engine.number("SELECT count(*)::DOUBLE FROM grown");
  const contract = contractNamed(name);
  const folder = dirname(to);
  if (contract !== undefined) {
    // An older lake lacks the columns that have come since.
    const present = await columnsOf(engine, to);
    const written = {
      ...contract,
      columns: contract.columns.filter((column) => present.includes(column.name)),
    };
    const report = await qualityOf(engine, written, "grown", await asOfOf(engine, contract, folder));
    await writeFile(join(folder, `${name}.quality.json`), jsonText(report));
  }
  return { name, rows, bytes: statSync(to).size };
}
