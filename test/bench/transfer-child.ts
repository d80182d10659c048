import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { s3Client } from "../../runtime/lake/s3-client.ts";
import { downloadObject } from "../../runtime/lake/s3-download.ts";
import { uploadFile } from "../../runtime/lake/s3-upload.ts";

/**
 * One transfer in a process of its own: `node transfer-child.ts WAY BUCKET KEY FILE`. The environment names the server.
 * Prints what it took as JSON. `sdk-…` is what the SDK gives on its own, with its defaults.
 */

const ways = {
  upload: async (client: S3Client, bucket: string, key: string, file: string) => {
    await uploadFile(client, { bucket, key }, file);
  },
  download: async (client: S3Client, bucket: string, key: string, file: string) => {
    await downloadObject(client, { bucket, key }, file);
  },
  "sdk-upload": async (client: S3Client, bucket: string, key: string, file: string) => {
    await new Upload({ client, params: { Bucket: bucket, Key: key, Body: createReadStream(file) } }).done();
  },
  "sdk-download": async (client: S3Client, bucket: string, key: string, file: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error("The object came without a body.");
    // Like ours, it ends when the bytes are on the disk and not only in the machine's memory.
    await pipeline(Body, createWriteStream(file, { flush: true }));
  },
};

export type Way = keyof typeof ways;
/** What a transfer took. */
export interface TransferCost {
  readonly seconds: number;
  /** CPU time of the process meanwhile. */
  readonly cpuSeconds: number;
  /** Largest resident memory of the process before and at the end, in MB of 1,000,000 bytes. */
  readonly idleMb: number;
  readonly peakMb: number;
}

function isWay(name: string): name is Way {
  return name in ways;
}

function peakMb(): number {
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}

if (process.argv[1] === import.meta.filename) {
  const [way = "", bucket = "", key = "", file = ""] = process.argv.slice(2);
  if (!isWay(way)) throw new Error(`${way} is no way to transfer.`);
  const client = s3Client();
  // The first request loads what every request needs.
  await client.send(new GetObjectCommand({ Bucket: bucket, Key: "nothing" })).catch(() => undefined);
  const idleMb = peakMb();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await ways[way](client, bucket, key, file);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const cost: TransferCost = { seconds, cpuSeconds: (user + system) / 1e6, idleMb, peakMb: peakMb() };
  process.stdout.write(JSON.stringify(cost));
  client.destroy();
}
