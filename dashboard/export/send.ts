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
import { Turns } from "../web/turns.ts";
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

/**
 * A reader who takes nothing for so long is gone, in ms: a run must not stay open for somebody who reads no more. Whoever
 * reads slowly takes something of it.
 */
const READER_MS = 60_000;

/** Files that are made at the same time: each may need all of the database's threads and memory. */
const FILES_AT_ONCE = 2;

/** Rows that go out as one piece: many enough to be quick, few enough to be forgotten. */
const LINES = 2_000;

/** A file that somebody wants. */
export interface Wanted {
  readonly run: OpenRun;
  readonly exported: Exported;
  readonly format: ExportFormat;
  /** Is told how many rows were sent. */
  readonly audited: Audited;
}

/** How files are sent. */
export interface SendingOptions {
  /** How long a reader may take nothing, in ms. @default a minute */
  readonly readerMs?: number;
}

/** Sends rows as a file. */
export type SendExport = (response: Response, wanted: Wanted) => Promise<void>;

/**
 * Sends rows as files, as they come, so that their number does not matter. When a reader goes away, the question ends.
 * Files that must be whole before they are sent are made a few at a time, in the order in which they were asked for.
 */
export function sendingExports({ readerMs = READER_MS }: SendingOptions = {}): SendExport {
  const making = new Turns(FILES_AT_ONCE);
  return async (response, wanted) => {
    const { run, exported, format } = wanted;
    response
      .attachment(`${exported.name}.${format}`)
      .set("Content-Type", mediaTypes[format])
      .set("X-Run-Id", run.current.run);
    // A load balancer asks for the headers alone; the rows are not worth a question then.
    if (response.req.method === "HEAD") {
      response.end();
      return;
    }
    const body =
      format === "csv" ? csvOf(wanted) : await making.take(async () => parquetOf(response, wanted));
    if (body !== undefined) await send(response, body, readerMs);
  };
}

async function send(response: Response, body: Readable, readerMs: number): Promise<void> {
  // A stream listens for the end in many places; compression adds its own.
  response.setMaxListeners(MAX_LISTENERS);
  response.setTimeout(readerMs, () => response.destroy());
  try {
    await pipeline(body, response);
  } catch (thrown) {
    // The reader has gone away: nobody is left to be told.
    if (!readerLeft.includes(systemCode(thrown))) throw thrown;
  }
}

function csvOf({ run, exported: { columns, rows, parameters }, audited }: Wanted): Readable {
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

/**
 * Parquet has its index at the end, so the file is whole before its first byte is sent; it is removed at once.
 * @returns undefined when the reader has left before its turn
 */
async function parquetOf(
  response: Response,
  { run, exported: { columns, rows, parameters }, audited }: Wanted,
): Promise<Readable | undefined> {
  if (response.closed) return undefined;
  const path = join(run.scratch, `${randomUUID()}.parquet`);
  try {
    const names = columns.map(({ name }) => name).join(", ");
    await run.database.runApart(
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
