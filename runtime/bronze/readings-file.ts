import { createReadStream } from "node:fs";
import { basename, extname } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Dataset } from "../../configs/datasets.ts";
import { InputError } from "../errors.ts";
import type { Engine } from "../table/engine.ts";
import { checkColumns } from "./columns.ts";
import { splitHeader } from "./csv-header.ts";
import type { Elsewhere, RawFile } from "./delivery.ts";
import { type FileFormat, startOfFile } from "./format.ts";
import { parquetColumns, refuseNestedTypes } from "./read-parquet.ts";

/**
 * Checks the files of hourly readings before the long scan: damaged or not, and their columns by name.
 *
 * @param elsewhere what other machines know of files that lie there
 * @returns columns that the contract does not know
 * @throws InputError when a file is damaged or lacks a column.
 */
export async function checkReadingsFiles(
  engine: Engine,
  source: RawFile,
  elsewhere?: Elsewhere,
): Promise<readonly string[]> {
  const extra = new Set<string>();
  for (const path of source.paths) {
    const columns =
      elsewhere?.paths.has(path) === true
        ? elsewhere.extraColumnsOf(path)
        : await checkReadingsFile(engine, source, path);
    for (const column of columns) extra.add(column);
  }
  return [...extra];
}

/** The same for one file. */
export async function checkReadingsFile(
  engine: Engine,
  source: FileFormat & { readonly dataset: Dataset },
  path: string,
): Promise<readonly string[]> {
  const file = basename(path);
  const { dataset, format, gzip } = source;
  if (format === "parquet") {
    const columns = await parquetColumns(engine, path);
    const names = columns.map((column) => column.name);
    const extra = checkColumns(dataset, file, names);
    refuseNestedTypes(dataset, file, columns);
    return extra;
  }
  if (gzip !== (extname(path) === ".gz"))
    throw new InputError(
      `${file} is ${gzip ? "" : "not "}compressed with gzip; rename it to ${gzip ? "end" : "not end"} in .gz.`,
      { file },
    );
  const head = (await startOfFile(path)).toString("utf8").replace(/^\uFEFF/, "");
  const columns = format === "csv" ? splitHeader(file, firstLine(head)) : keysOfFirstRecord(file, head);
  const extra = checkColumns(dataset, file, columns, format === "csv" ? 1 : undefined);
  if (gzip) await refuseTruncatedGzip(path, file);
  return extra;
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}

function keysOfFirstRecord(file: string, head: string): string[] {
  const record = /^\s*\[?\s*(\{[^{}]*\})/.exec(head)?.[1] ?? "";
  try {
    const parsed: unknown = JSON.parse(record);
    if (typeof parsed === "object" && parsed !== null) return Object.keys(parsed);
  } catch {
    // Falls through to the message below.
  }
  throw new InputError(`${file} does not begin with a flat JSON record; write {"customer_id": ..., ...}.`, {
    file,
    line: 1,
  });
}

/** DuckDB reads a truncated gzip file up to where it breaks off and does not complain. */
async function refuseTruncatedGzip(path: string, file: string): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(path), createGunzip(), nowhere);
  } catch {
    throw new InputError(`${file} is a truncated or damaged gzip file; compress and upload it again.`, {
      file,
    });
  }
}
