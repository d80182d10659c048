import { execFile } from "node:child_process";
import { createCipheriv } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TransferCost, Way } from "../bench/transfer-child.ts";
import { testAccount } from "./s3.ts";

const CHILD = fileURLToPath(new URL("../bench/transfer-child.ts", import.meta.url));
const CHUNK_BYTES = 1 << 20;

/** Writes a file of so many bytes that no compression makes smaller, the same one every time. */
export async function writeNoise(path: string, bytes: number): Promise<void> {
  const noise = createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16));
  const zeros = Buffer.alloc(CHUNK_BYTES);
  const chunks = function* () {
    for (let left = bytes; left > 0; left -= CHUNK_BYTES) yield noise.update(zeros.subarray(0, left));
  };
  await pipeline(Readable.from(chunks(), { objectMode: false }), createWriteStream(path));
}

/** Transfers an object in a process of its own. @param signal kills it */
export async function transfer(
  way: Way,
  endpoint: string,
  { bucket, key, file }: { readonly bucket: string; readonly key: string; readonly file: string },
  signal?: AbortSignal,
): Promise<TransferCost> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, way, bucket, key, file], {
    ...(signal && { signal, killSignal: "SIGKILL" as const }),
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: testAccount.region,
      AWS_ACCESS_KEY_ID: testAccount.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: testAccount.credentials.secretAccessKey,
    },
  });
  return JSON.parse(stdout);
}
