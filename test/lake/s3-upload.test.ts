import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../runtime/digest.ts";
import { crc32OfFile, crc32Text } from "../../runtime/lake/crc32.ts";
import { uploadFile, uploadPartBytes } from "../../runtime/lake/s3-upload.ts";
import type { Fault, FaultRule } from "../support/fault-proxy.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type FaultyBucket, faultyBucket } from "../support/lakes.ts";
import { loopbackServer, type Received } from "../support/loopback.ts";
import { s3ClientAt } from "../support/s3.ts";

const MIB = 1 << 20;
const KEY = "gold/r1/a b+ñ.parquet";
/** Four parts. */
const LARGE = randomBytes(17 * MIB);

function fileOf(content: Uint8Array): string {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, content);
  return path;
}

async function stored({ direct }: FaultyBucket): Promise<string | undefined> {
  const command = new GetObjectCommand({ Bucket: direct.bucket, Key: KEY });
  const { Body } = await direct.client.send(command).catch(() => ({ Body: undefined }));
  return Body === undefined ? undefined : sha256(await Body.transformToByteArray());
}

/** Uploads in parts that nobody has completed or removed. */
async function leftOver({ direct }: FaultyBucket): Promise<number> {
  const { Uploads = [] } = await direct.client.send(
    new ListMultipartUploadsCommand({ Bucket: direct.bucket }),
  );
  return Uploads.length;
}

const isPart: (request: Parameters<FaultRule>[0]) => boolean = ({ method, path }) =>
  method === "PUT" && path.includes("partNumber=");

test("parts are as small as the number of parts allows", () => {
  expect(uploadPartBytes(0)).toBe(5 * MIB);
  expect(uploadPartBytes(50_000 * MIB)).toBe(5 * MIB);
  expect(uploadPartBytes(50_000 * MIB + 1)).toBe(6 * MIB);
  const largest = 5 * 2 ** 40;
  expect(Math.ceil(largest / uploadPartBytes(largest))).toBeLessThanOrEqual(10_000);
});

test.each([0, 1, 5 * MIB, 5 * MIB + 1, 17 * MIB])(
  "a file of %i bytes becomes an object with its CRC",
  async (bytes) => {
    const scene = await faultyBucket();
    const path = fileOf(LARGE.subarray(0, bytes));
    const { etag } = await uploadFile(scene.client, { bucket: scene.bucket, key: KEY }, path);
    expect(await stored(scene)).toBe(sha256(LARGE.subarray(0, bytes)));
    const head = await scene.direct.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key: KEY }));
    expect(head).toMatchObject({
      ETag: `"${etag}"`,
      ContentLength: bytes,
      Metadata: { crc32: crc32Text(await crc32OfFile(path)) },
    });
    expect(scene.proxy.requests.filter(isPart)).toHaveLength(
      bytes > 5 * MIB ? Math.ceil(bytes / (5 * MIB)) : 0,
    );
  },
);

test("every part carries its checksum, and S3 is asked to keep that of the whole", async () => {
  const scene = await faultyBucket();
  await uploadFile(scene.client, { bucket: scene.bucket, key: KEY }, fileOf(LARGE));
  const [create] = scene.proxy.requests;
  expect(create?.headers).toMatchObject({
    "x-amz-checksum-algorithm": "CRC32",
    "x-amz-checksum-type": "FULL_OBJECT",
  });
  const parts = scene.proxy.requests.filter(isPart);
  expect(parts).toHaveLength(4);
  for (const { headers } of parts) expect(headers["x-amz-checksum-crc32"]).toMatch(/^[\w+/]{6}==$/);
});

describe("a large file arrives", () => {
  test.each<readonly [string, Fault]>([
    ["the service fails", { status: 500, code: "InternalError" }],
    ["the service is busy", { status: 503, code: "SlowDown" }],
    ["a connection breaks before a part is there", { drop: true }],
    ["the answer to a part is lost", { drop: true, afterwards: true }],
  ])("although %s", async (_, fault) => {
    const scene = await faultyBucket();
    let broken = 0;
    scene.proxy.rule = (request) => {
      if (!isPart(request) || broken === 2) return undefined;
      broken += 1;
      return fault;
    };
    await uploadFile(scene.client, { bucket: scene.bucket, key: KEY }, fileOf(LARGE));
    expect(await stored(scene)).toBe(sha256(LARGE));
    expect(await leftOver(scene)).toBe(0);
  });

  test("although the answer to its completion is lost, and S3 knows no such upload any more", async () => {
    const scene = await faultyBucket();
    let lost = 0;
    scene.proxy.rule = ({ method, path }) => {
      if (method !== "POST" || !path.includes("uploadId=") || lost > 0) return undefined;
      lost += 1;
      return { drop: true, afterwards: true };
    };
    const { bytes } = await uploadFile(scene.client, { bucket: scene.bucket, key: KEY }, fileOf(LARGE));
    expect([bytes, lost]).toEqual([LARGE.length, 1]);
    expect(await stored(scene)).toBe(sha256(LARGE));
  });
});

test("an upload that cannot be completed leaves no object and no parts to pay for", async () => {
  const scene = await faultyBucket();
  scene.proxy.rule = (request) =>
    isPart(request) && request.path.includes("partNumber=2")
      ? { status: 403, code: "AccessDenied" }
      : undefined;
  const upload = uploadFile(scene.client, { bucket: scene.bucket, key: KEY }, fileOf(LARGE));
  await expect(upload).rejects.toMatchObject({ name: "AccessDenied" });
  expect(await stored(scene)).toBeUndefined();
  expect(await leftOver(scene)).toBe(0);
  expect(scene.proxy.requests.at(-1)?.method).toBe("DELETE");
});

test("an upload that is cancelled leaves no object and no parts, and ends when nothing is on its way any more", async () => {
  const scene = await faultyBucket();
  const cancellation = new AbortController();
  scene.proxy.rule = (request) => {
    if (isPart(request)) cancellation.abort();
    return undefined;
  };
  // More parts than are sent at once: the file is still being read.
  const path = fileOf(Buffer.concat([LARGE, LARGE, LARGE]));
  const { signal } = cancellation;
  const upload = uploadFile(scene.client, { bucket: scene.bucket, key: KEY }, path, { signal });
  await expect(upload).rejects.toMatchObject({ name: "CancelledError" });
  const { length } = scene.proxy.requests;
  expect(await stored(scene)).toBeUndefined();
  expect(await leftOver(scene)).toBe(0);
  expect(scene.proxy.requests).toHaveLength(length);
});

test("an object with other bytes than the file had is a fault that says so", async () => {
  const answer = ({ method }: Received) => ({
    status: method === "PUT" ? 200 : 404,
    headers: { etag: '"e"', "x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-type": "FULL_OBJECT" },
  });
  const client = s3ClientAt(await loopbackServer(answer));
  await expect(
    uploadFile(client, { bucket: "lake", key: KEY }, fileOf(randomBytes(10))),
  ).rejects.toMatchObject({
    name: "TransferError",
    message: expect.stringContaining("the file was changed meanwhile"),
  });
});
