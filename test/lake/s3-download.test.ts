import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { downloadObject } from "../../runtime/lake/s3-download.ts";
import type { Fault } from "../support/fault-proxy.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type FaultyBucket, faultyBucket } from "../support/lakes.ts";

const KIB = 1 << 10;
/** Small parts, and pauses that nobody notices. */
const small = { partBytes: 64 * KIB, pauseMs: 1 };
const CONTENT = randomBytes(300 * KIB + 17);
const KEY = "silver/r1/a b+ñ.parquet";

/** A bucket with an object in it, behind a proxy. */
async function objectAt(body: Buffer = CONTENT) {
  const faulty = await faultyBucket();
  const { client, bucket } = faulty.direct;
  // The SDK gives S3 a checksum of the whole object, which a server tells whoever asks for it.
  await client.send(
    new PutObjectCommand({ Bucket: bucket, Key: KEY, Body: body, ChecksumAlgorithm: "CRC32" }),
  );
  return { ...faulty, path: join(temporaryFolder(), "tables", "a.parquet") };
}

type Scene = FaultyBucket & { readonly path: string };

const fetched = ({ client, bucket, path }: Scene, options = {}) =>
  downloadObject(client, { bucket, key: KEY }, path, { ...small, ...options });

/** Breaks the first requests for bytes, so many of them. */
function breakFirst({ proxy }: FaultyBucket, fault: Fault, times: number): void {
  let left = times;
  proxy.rule = ({ method }) => {
    if (method !== "GET" || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

const stalled: Fault = { bytesPerSecond: 0 };

describe("an object arrives whole", () => {
  test.each([0, 1, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 300 * KIB + 17])("of %i bytes", async (bytes) => {
    const scene = await objectAt(CONTENT.subarray(0, bytes));
    expect(await fetched(scene)).toMatchObject({ bytes });
    expect(readFileSync(scene.path).equals(CONTENT.subarray(0, bytes))).toBe(true);
    expect(readdirSync(join(scene.path, ".."))).toEqual(["a.parquet"]);
    // No byte came twice.
    expect(scene.proxy.sentBytes).toBe(bytes);
  });

  test.each<readonly [string, Fault, number]>([
    ["the service fails", { status: 500, code: "InternalError" }, 2],
    ["the service is busy", { status: 503, code: "SlowDown" }, 2],
    ["connections break before an answer", { drop: true }, 2],
    ["connections break in mid-body", { truncateAfter: 20 * KIB }, 8],
    ["bodies end early as if they were whole", { truncateAfter: 20 * KIB, silently: true }, 8],
    ["bodies stall", stalled, 3],
    ["answers come late", { delayMs: 20 }, 3],
    ["bytes come slowly", { bytesPerSecond: 400 * KIB }, 2],
    ["a byte is flipped", { flipByteAt: 5 }, 1],
    ["bytes of many parts are flipped", { flipByteAt: 5 }, 5],
  ])("although %s", async (_, fault, times) => {
    const scene = await objectAt();
    breakFirst(scene, fault, times);
    await fetched(scene, { stallMs: fault === stalled ? 100 : 30_000 });
    expect(readFileSync(scene.path).equals(CONTENT)).toBe(true);
    expect(readdirSync(join(scene.path, ".."))).toEqual(["a.parquet"]);
  });

  test("although a byte of an object in one part is flipped: the checksum of S3 itself shows it", async () => {
    const scene = await objectAt(CONTENT.subarray(0, 1000));
    breakFirst(scene, { flipByteAt: 5 }, 1);
    await fetched(scene);
    expect(readFileSync(scene.path).equals(CONTENT.subarray(0, 1000))).toBe(true);
    expect(scene.proxy.sentBytes).toBe(2000);
  });
});

test("a body that breaks off is gone on with where it broke, not from the start of its part", async () => {
  const scene = await objectAt();
  breakFirst(scene, { truncateAfter: 20 * KIB }, 5);
  await fetched(scene);
  // A break takes with it what its reader has not read yet; on a busy machine that may happen once or twice.
  expect(scene.proxy.sentBytes).toBeLessThan(CONTENT.length + 5 * 20 * KIB);
  const starts = scene.proxy.requests.map(({ headers }) =>
    Number(/=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0),
  );
  expect(starts.some((start) => start % small.partBytes === 20 * KIB)).toBe(true);
});

test("what always arrives broken is given up, and leaves nothing", async () => {
  const scene = await objectAt();
  breakFirst(scene, { flipByteAt: 5 }, Number.POSITIVE_INFINITY);
  await expect(fetched(scene)).rejects.toMatchObject({
    name: "TransferError",
    message: `${KEY} arrived broken 3 times: its checksum does not fit its bytes.`,
  });
  expect(readdirSync(join(scene.path, ".."))).toEqual([]);
});

test("what never comes is given up, and tells why", async () => {
  const scene = await objectAt();
  breakFirst(scene, { bytesPerSecond: 0 }, Number.POSITIVE_INFINITY);
  await expect(fetched(scene, { stallMs: 30 })).rejects.toMatchObject({
    name: "TransferError",
    message: expect.stringContaining("nothing came for 0.03 s"),
  });
  expect(existsSync(scene.path)).toBe(false);
});

test("what was interrupted goes on from there: only what is missing is fetched", async () => {
  const scene = await objectAt();
  // Three of five parts come, the others never do.
  let answered = 0;
  scene.proxy.rule = ({ method }) => {
    if (method !== "GET") return undefined;
    answered += 1;
    return answered <= 3 ? undefined : { truncateAfter: 0 };
  };
  await expect(fetched(scene)).rejects.toThrow("Start again: what has come is kept.");
  expect(existsSync(scene.path)).toBe(false);
  const { sentBytes } = scene.proxy;
  expect(sentBytes).toBeGreaterThan(2 * small.partBytes);
  scene.proxy.rule = () => undefined;
  await fetched(scene);
  expect(readFileSync(scene.path).equals(CONTENT)).toBe(true);
  expect(scene.proxy.sentBytes).toBe(CONTENT.length);
});

test("an object that is replaced meanwhile is an error that says so, never a mix", async () => {
  const scene = await objectAt();
  const { client, bucket } = scene.direct;
  let replacement: Promise<unknown> | undefined;
  let replaced = false;
  scene.proxy.rule = ({ method, index }) => {
    if (method !== "GET" || index < 3 || replaced) return undefined;
    replacement ??= client
      .send(new PutObjectCommand({ Bucket: bucket, Key: KEY, Body: randomBytes(CONTENT.length) }))
      .then(() => {
        replaced = true;
      });
    // Until then the connection breaks again and again.
    return { truncateAfter: 10 };
  };
  await expect(fetched(scene)).rejects.toMatchObject({
    name: "ObjectChanged",
    message: `${KEY} was replaced or removed while it was read. Start again: then the new one is read.`,
  });
  await replacement;
  expect(existsSync(scene.path)).toBe(false);
  // What has come of the old one is of no use for the new one.
  const { sentBytes } = scene.proxy;
  await fetched(scene);
  expect(scene.proxy.sentBytes - sentBytes).toBe(CONTENT.length);
});

test("a version that is not there any more is not downloaded at all", async () => {
  const scene = await objectAt();
  for (const key of [KEY, "silver/r1/none.parquet"]) {
    const source = { bucket: scene.bucket, key, etag: "0".repeat(32) };
    await expect(downloadObject(scene.client, source, scene.path)).rejects.toMatchObject({
      name: "ObjectChanged",
    });
  }
  expect(scene.proxy.sentBytes).toBe(0);
});

test("bytes on this disk that were lost in a crash are fetched again", async () => {
  const scene = await objectAt();
  let answered = 0;
  scene.proxy.rule = ({ method }) => {
    if (method !== "GET") return undefined;
    answered += 1;
    return answered <= 4 ? undefined : { truncateAfter: 0 };
  };
  await expect(fetched(scene)).rejects.toThrow("Start again");
  const partial = join(scene.path, "..", ".a.parquet.partial");
  const file = openSync(partial, "r+");
  writeSync(file, Buffer.alloc(10), 0, 10, 0);
  closeSync(file);
  appendFileSync(join(scene.path, "..", ".a.parquet.parts"), '{"start":19');
  scene.proxy.rule = () => undefined;
  const { sentBytes } = scene.proxy;
  await fetched(scene);
  expect(readFileSync(scene.path).equals(CONTENT)).toBe(true);
  expect(scene.proxy.sentBytes - sentBytes).toBeLessThan(3 * small.partBytes);
});

test("a download that is cancelled stops at once and can go on", async () => {
  const scene = await objectAt();
  const cancellation = new AbortController();
  scene.proxy.rule = ({ method, index }) => {
    if (method === "GET" && index === 3) cancellation.abort();
    return method === "GET" && index >= 3 ? { bytesPerSecond: 0 } : undefined;
  };
  const download = fetched(scene, { signal: cancellation.signal, stallMs: 60_000 });
  await expect(download).rejects.toMatchObject({ name: "CancelledError" });
  scene.proxy.rule = () => undefined;
  await fetched(scene);
  expect(readFileSync(scene.path).equals(CONTENT)).toBe(true);
});
