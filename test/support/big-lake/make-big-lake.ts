import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import { places } from "../../../configs/pipeline.ts";
import { FolderSource } from "../../../dashboard/lake/folder-source.ts";
import { InputError } from "../../../runtime/errors.ts";
import { jsonText } from "../../../runtime/json.ts";
import { currentRun } from "../../../runtime/pipeline/current-run.ts";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { makePeople, repeatTable } from "./repeat-table.ts";

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
const qualitySchema = z.looseObject({ rows: z.number() });

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
    .filter((file) => file.endsWith(".parquet"));

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

async function grow(engine: Engine, from: string, to: string): Promise<BigTable> {
  await repeatTable(engine, from, to);
  const rows = await engine.number(`SELECT count(*)::DOUBLE FROM read_parquet(${literal(to)})`);
  const name = basename(to, ".parquet");
  const quality = join(dirname(to), `${name}.quality.json`);
  if (existsSync(quality)) {
    // The same customers over and over: ranges and shares of nulls stay what they are.
    const report = qualitySchema.parse(JSON.parse(readFileSync(quality, "utf8")));
    await writeFile(quality, jsonText({ ...report, rows }));
  }
  return { name, rows, bytes: statSync(to).size };
}
