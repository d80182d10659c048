import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { sha256OfFile } from "../../runtime/digest.ts";
import { s3ClientAt } from "../support/s3.ts";
import { transfer, writeNoise } from "../support/transfer.ts";
import type { TransferCost, Way } from "./transfer-child.ts";

/**
 * A large object to and from a server on loopback, by the lake's transfers and by the SDK's own, in one run and in turn:
 * `npm run bench:transfer -- [BYTES] [ROUNDS]`. The server is a process of its own and holds the object in memory.
 */

const MOST_MEMORY_MB = 200;
const LEAST_RATIO = 0.7;
const BUCKET = "bench-transfer";

const [bytes = 1_500_000_000, rounds = 3] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), "spanishgas-transfer-"));
const server = fork(fileURLToPath(new URL("transfer-server.ts", import.meta.url)), { execArgv: [] });
try {
  const [endpoint] = await once(server, "message");
  const client = s3ClientAt(String(endpoint));
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const source = join(folder, "source");
  await writeNoise(source, bytes);
  const digest = await sha256OfFile(source);
  const costs: Record<Way, TransferCost[]> = {
    upload: [],
    "sdk-upload": [],
    download: [],
    "sdk-download": [],
  };
  for (let round = 0; round < rounds; round += 1)
    // Who goes first changes with each round.
    for (const direction of ["upload", "download"] as const)
      for (const way of turned([direction, `sdk-${direction}`] as const, round)) {
        const target = join(folder, way);
        const up = direction === "upload";
        const object = { bucket: BUCKET, key: "object", file: up ? source : target };
        costs[way].push(await transfer(way, String(endpoint), object));
        if (up) continue;
        if ((await sha256OfFile(target)) !== digest) throw new Error(`${way} gave other bytes.`);
        await rm(target);
      }
  console.log(
    `${(bytes / 1e6).toFixed(0)} MB, ${rounds} rounds, the median of each. Server: fauxqs in its own process; one`,
  );
  console.log("thread, at most 11 MiB in a request, parts joined in memory: it sets the pace of both sides.");
  console.log(
    "Downloads end when the file is on the disk. Memory holds the SDK and Node itself, and garbage above all: a busy",
  );
  console.log("machine collects it later.");
  const met = (["upload", "download"] as const).map((direction) => report(direction, costs, bytes));
  process.exitCode = met.every(Boolean) ? 0 : 1;
} finally {
  server.kill();
  await rm(folder, { recursive: true, force: true });
}

function turned(ways: readonly Way[], round: number): readonly Way[] {
  return round % 2 === 0 ? ways : ways.toReversed();
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** @returns whether both limits are met */
function report(
  direction: "upload" | "download",
  costs: Record<Way, TransferCost[]>,
  bytes: number,
): boolean {
  const rate = (way: Way) => bytes / 1e6 / median(costs[way].map(({ seconds }) => seconds));
  const peak = (way: Way) => Math.max(...costs[way].map(({ peakMb }) => peakMb));
  const cpu = (way: Way) => median(costs[way].map(({ cpuSeconds }) => cpuSeconds));
  const idle = (way: Way) => median(costs[way].map(({ idleMb }) => idleMb));
  const own = `sdk-${direction}` as const;
  const ratio = rate(direction) / rate(own);
  for (const way of [direction, own])
    console.log(
      `${way.padEnd(12)} ${rate(way).toFixed(0).padStart(4)} MB/s  ${cpu(way).toFixed(1).padStart(5)} s of CPU  ` +
        `${peak(way).toFixed(0).padStart(4)} MB of memory at most, ${idle(way).toFixed(0)} MB before`,
    );
  console.log(
    `${direction}: ${ratio.toFixed(2)} of the SDK's own pace (at least ${LEAST_RATIO}), ` +
      `${peak(direction).toFixed(0)} MB (at most ${MOST_MEMORY_MB})`,
  );
  return ratio >= LEAST_RATIO && peak(direction) <= MOST_MEMORY_MB;
}
