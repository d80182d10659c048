import { createHash, hash } from "node:crypto";
import { open } from "node:fs/promises";

/** Bytes of a file that are read at once; larger chunks hash faster than the default of 64 KiB. */
export const CHUNK_BYTES = 1 << 20;

/** A part of a file. */
export interface FileRange {
  /** First byte. @default 0 */
  readonly start?: number;
  /** The byte after the last one. @default the file's end */
  readonly end?: number;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * The bytes of a file, piece by piece in one and the same buffer: a piece is gone when the next one is asked for. New
 * buffers for each piece would be 80 MB of garbage at a time, because they come faster than they are collected.
 */
export async function* bytesOfFile(
  path: string,
  { start = 0, end = Number.POSITIVE_INFINITY, signal }: FileRange = {},
): AsyncGenerator<Buffer, void> {
  await using file = await open(path);
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = start; position < end; ) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK_BYTES, end - position), position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** SHA-256 of some bytes, in hexadecimal digits. */
export function sha256(bytes: Uint8Array | string): string {
  return hash("sha256", bytes, "hex");
}

/** SHA-256 of a file, in hexadecimal digits, without holding it in memory. */
export async function sha256OfFile(file: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const bytes of bytesOfFile(file)) digest.update(bytes);
  return digest.digest("hex");
}
