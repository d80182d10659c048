import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256OfFile } from "../../runtime/digest.ts";
import { downloadObject } from "../../runtime/lake/s3-download.ts";
import { uploadFile } from "../../runtime/lake/s3-upload.ts";
import type { ProxiedRequest } from "../support/fault-proxy.ts";
import { temporaryFolder } from "../support/folders.ts";
import { faultyBucket } from "../support/lakes.ts";
import { newBucket, s3Endpoint } from "../support/s3.ts";
import { transfer, writeNoise } from "../support/transfer.ts";

const MB = 1e6;
const MIB = 1 << 20;

test("an object that is larger than all that a transfer may hold goes up and comes down unchanged", async () => {
  const bytes = 192 * MB + 1;
  const folder = temporaryFolder();
  const [source, target] = [join(folder, "source"), join(folder, "target")];
  await writeNoise(source, bytes);
  const { bucket } = await newBucket();
  const endpoint = await s3Endpoint();
  const up = await transfer("upload", endpoint, { bucket, key: "object", file: source });
  const down = await transfer("download", endpoint, { bucket, key: "object", file: target });
  expect(await sha256OfFile(target)).toBe(await sha256OfFile(source));
  // A process that held the object would grow by 192 MB and more. What ours grow by is garbage, most of all.
  for (const { peakMb, idleMb } of [up, down]) expect(peakMb - idleMb).toBeLessThan(150);
}, 180_000);

test("two parts are on their way at once, not more, in either direction", async () => {
  const { proxy, client, bucket } = await faultyBucket();
  const folder = temporaryFolder();
  const file = join(folder, "source");
  await writeNoise(file, 66 * MIB);
  const kindOf = ({ method, path }: ProxiedRequest) => {
    if (method === "GET") return "download";
    return path.includes("partNumber=") ? "upload" : undefined;
  };
  const open = { upload: 0, download: 0 };
  const most = { upload: 0, download: 0 };
  proxy.rule = (request) => {
    const kind = kindOf(request);
    if (kind === undefined) return undefined;
    open[kind] += 1;
    most[kind] = Math.max(most[kind], open[kind]);
    // Longer than the next part takes to be read.
    return { delayMs: 100 };
  };
  proxy.ended = (request) => {
    const kind = kindOf(request);
    if (kind !== undefined) open[kind] -= 1;
  };
  await uploadFile(client, { bucket, key: "object" }, file);
  await downloadObject(client, { bucket, key: "object" }, join(folder, "target"));
  expect(most).toEqual({ upload: 2, download: 2 });
  expect(open).toEqual({ upload: 0, download: 0 });
});

test("a process that is killed in mid-download leaves what the next one goes on with", async () => {
  const { proxy, client, bucket } = await faultyBucket();
  const folder = temporaryFolder();
  const [source, target] = [join(folder, "source"), join(folder, "target")];
  const bytes = 130 * MIB;
  await writeNoise(source, bytes);
  await uploadFile(client, { bucket, key: "object" }, source);
  const parts = () => proxy.requests.filter(({ headers }) => headers.range !== undefined).length;
  const before = parts();
  const death = new AbortController();
  proxy.rule = () => {
    if (parts() - before === 6) death.abort();
    return undefined;
  };
  const object = { bucket, key: "object", file: target };
  await expect(transfer("download", proxy.endpoint, object, death.signal)).rejects.toThrow("abort");
  expect(existsSync(target)).toBe(false);
  expect(readdirSync(folder).sort()).toEqual([".target.partial", ".target.parts", "source"]);

  proxy.rule = () => undefined;
  const killedAt = parts();
  await transfer("download", proxy.endpoint, object);
  expect(await sha256OfFile(target)).toBe(await sha256OfFile(source));
  // Nine parts; three at least had come when the sixth was asked for.
  expect(parts() - killedAt).toBeLessThanOrEqual(6);
  expect(readdirSync(folder).sort()).toEqual(["source", "target"]);
}, 120_000);
