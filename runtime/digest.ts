import { createHash, hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Bytes of a file that are read at once; larger chunks hash faster than the default of 64 KiB. */
export const CHUNK_BYTES = 1 << 20;

/** SHA-256 of some bytes, in hexadecimal digits. */
export function sha256(bytes: Uint8Array | string): string {
  return hash("sha256", bytes, "hex");
}

/** SHA-256 of a file, in hexadecimal digits, without holding it in memory. */
export async function sha256OfFile(file: string): Promise<string> {
  const digest = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: CHUNK_BYTES }), digest);
  return digest.digest("hex");
}
