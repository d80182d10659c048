import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { InputError } from "../errors.ts";

const unzip = promisify(gunzip);
const NEWLINE = 0x0a;

/**
 * The whole content of a text file, decompressed and known to be UTF-8. For small files: the hourly readings are
 * streamed elsewhere. DuckDB reads a truncated gzip file up to where it breaks off, so it is checked here.
 *
 * @throws InputError when it is truncated or not UTF-8; the latter names the line.
 */
export async function readTextFile(path: string, gzip: boolean): Promise<Buffer> {
  const file = basename(path);
  const stored = await readFile(path);
  const bytes = gzip ? await unzipped(stored, file) : stored;
  if (!isUtf8(bytes)) {
    const line = firstForeignLine(bytes);
    throw new InputError(
      `${file} is not UTF-8 text: line ${line} holds bytes of another encoding (Latin-1?); save it as UTF-8.`,
      { file, line },
    );
  }
  return bytes;
}

async function unzipped(stored: Buffer, file: string): Promise<Buffer> {
  try {
    return await unzip(stored);
  } catch {
    throw new InputError(`${file} is a truncated or damaged gzip file; compress and upload it again.`, {
      file,
    });
  }
}

function firstForeignLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
    line += 1;
  }
}
