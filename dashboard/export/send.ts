import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { systemCode } from "../../runtime/errors.ts";
import { literal } from "../../runtime/table/engine.ts";
import type { Audited } from "../access/audit.ts";
import type { Where } from "../data/customers.ts";
import type { OpenRun } from "../lake/open-run.ts";
import { type CsvColumn, csvHeader, csvLines } from "./csv.ts";

/** Formats of files that can be taken out. */
export const exportFormats = ["csv", "parquet"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  parquet: "application/vnd.apache.parquet",
};

/** Rows to take out. */
export interface Exported {
  /** File name without its ending. */
  readonly name: string;
  readonly columns: readonly CsvColumn[];
  /** The rows: a question whose columns have these names, in the order in which they are wanted. */
  readonly rows: string;
  readonly parameters: Where["parameters"];
}

const MAX_LISTENERS = 20;

/** Errors of a stream whose reader went away while it was sent, or before it was there. */
const readerLeft: readonly unknown[] = ["ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_UNABLE_TO_PIPE"];

/** Rows that go out as one piece: many enough to be quick, few enough to be forgotten. */
const LINES = 2_000;

/**
 * Sends rows as a file, as they come, so that its size does not matter. When the reader goes away, the question ends.
 * @param audited is told how many rows were sent
 */
export async function sendExport(
  response: Response,
  run: OpenRun,
  exported: Exported,
  format: ExportFormat,
  audited: Audited,
): Promise<void> {
  response
    .attachment(`${exported.name}.${format}`)
    .set("Content-Type", mediaTypes[format])
    .set("X-Run-Id", run.current.run);
  // A load balancer asks for the headers alone; the rows are not worth a question then.
  if (response.req.method === "HEAD") {
    response.end();
    return;
  }
  // A stream listens for the end in many places; compression adds its own.
  response.setMaxListeners(MAX_LISTENERS);
  const body = format === "csv" ? csvOf(run, exported, audited) : await parquetOf(run, exported, audited);
  try {
    await pipeline(body, response);
  } catch (thrown) {
    // The reader has gone away: nobody is left to be told.
    if (!readerLeft.includes(systemCode(thrown))) throw thrown;
  }
}

function csvOf(run: OpenRun, { columns, rows, parameters }: Exported, audited: Audited): Readable {
  async function* lines() {
    yield csvHeader(columns);
    let sent = 0;
    for await (const texts of run.database.texts(csvLines(columns, rows), parameters)) {
      for (let at = 0; at < texts.length; at += LINES) {
        const piece = texts.slice(at, at + LINES);
        // Counted before they go out: whoever breaks off then has them already.
        sent += piece.length;
        audited.rows(sent);
        yield `${piece.join("\n")}\n`;
      }
    }
    audited.rows(sent);
  }
  return Readable.from(lines(), { objectMode: false });
}

/** Parquet has its index at the end, so the file is whole before its first byte is sent; it is removed at once. */
async function parquetOf(
  run: OpenRun,
  { columns, rows, parameters }: Exported,
  audited: Audited,
): Promise<Readable> {
  const path = join(run.scratch, `${randomUUID()}.parquet`);
  try {
    const names = columns.map(({ name }) => name).join(", ");
    await run.database.run(
      `COPY (SELECT ${names} FROM (${rows})) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
      parameters,
    );
    const { rows: count } = await run.database.row(
      `SELECT num_rows::DOUBLE AS rows FROM parquet_file_metadata(${literal(path)})`,
    );
    audited.rows(Number(count));
    const file = createReadStream(path);
    file.once("close", () => void rm(path, { force: true }));
    return file;
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
}
