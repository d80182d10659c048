import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { InputError, messageOf } from "../errors.ts";

/** How a raw file is laid out. `json` is one array of records, `ndjson` one record per line. */
export type Format = "csv" | "ndjson" | "json" | "parquet";

export interface FileFormat {
  readonly format: Format;
  /** The file is compressed with gzip (never set for Parquet, which compresses inside). */
  readonly gzip: boolean;
}

const HEAD_BYTES = 65_536;

/** What we do not read, by the first bytes of the file, and how to get what we do. */
const FOREIGN: readonly { readonly magic: string; readonly kind: string; readonly remedy: string }[] = [
  { magic: "504b0304", kind: "a zip archive or an Excel file", remedy: "unpack it, or save it as CSV" },
  { magic: "d0cf11e0", kind: "an Excel file", remedy: "save it as CSV" },
  { magic: "28b52ffd", kind: "compressed with zstd", remedy: "use gzip, or Parquet" },
  { magic: "fd377a585a", kind: "compressed with xz", remedy: "use gzip, or Parquet" },
  { magic: "425a68", kind: "compressed with bzip2", remedy: "use gzip, or Parquet" },
  { magic: "fffe", kind: "text in UTF-16", remedy: "save it as UTF-8" },
  { magic: "feff", kind: "text in UTF-16", remedy: "save it as UTF-8" },
];

/**
 * Recognises a raw file by its content; its name is not trusted.
 * @throws InputError when it is empty, damaged or of a kind that is not read.
 */
export async function recogniseFormat(path: string): Promise<FileFormat> {
  const file = basename(path);
  const refuse = (what: string): never => {
    throw new InputError(`${file} ${what}.`, { file });
  };
  const { head, tail, size } = await ends(path);
  if (size === 0) return refuse("is empty (0 bytes); upload it again");
  if (head.subarray(0, 4).toString("latin1") === "PAR1") {
    if (size < 12 || tail.toString("latin1") !== "PAR1")
      return refuse("is a damaged or truncated Parquet file; upload it again");
    return { format: "parquet", gzip: false };
  }
  const hex = head.subarray(0, 8).toString("hex");
  const foreign = FOREIGN.find(({ magic }) => hex.startsWith(magic));
  if (foreign !== undefined) return refuse(`is ${foreign.kind}; ${foreign.remedy}`);
  const gzip = hex.startsWith("1f8b");
  const bytes = gzip ? startOfGzip(head, file) : head;
  if (bytes.includes(0)) return refuse("is neither CSV, JSON nor Parquet; upload it again in one of these");
  const text = bytes
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text === "") return refuse("is empty; upload it again");
  if (text.startsWith("<")) return refuse("is a web page or XML; upload it as CSV, JSON or Parquet");
  if (text.startsWith("[")) return { format: "json", gzip };
  return { format: text.startsWith("{") ? "ndjson" : "csv", gzip };
}

/** The first bytes of a text file, decompressed. */
export async function startOfFile(path: string): Promise<Buffer> {
  const { head } = await ends(path);
  return head.subarray(0, 2).toString("hex") === "1f8b" ? startOfGzip(head, basename(path)) : head;
}

async function ends(path: string): Promise<{ head: Buffer; tail: Buffer; size: number }> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    await handle.read(head, 0, head.length, 0);
    const tail = Buffer.alloc(Math.min(size, 4));
    await handle.read(tail, 0, tail.length, size - tail.length);
    return { head, tail, size };
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (thrown) {
    const file = basename(path);
    throw new InputError(`${file} cannot be read (${messageOf(thrown)}); give the run access to it.`, {
      file,
    });
  }
}

function startOfGzip(head: Buffer, file: string): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new InputError(`${file} is a damaged gzip file; compress and upload it again.`, { file });
  }
}
