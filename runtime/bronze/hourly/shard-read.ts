import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { scanFiles, scanFolders } from "../../../configs/hourly-scan.ts";
import type { IsoDate } from "../../../configs/names.ts";
import type { Elsewhere } from "../delivery.ts";
import { newestAttempt } from "./scanned.ts";
import { SHARD_FACTS, type ShardFacts, type SharedFile, shardFactsSchema } from "./shard-facts.ts";
import { told } from "./shard-share.ts";

/** What one machine has written. */
export interface Shard extends ShardFacts {
  readonly folder: string;
}

/** What all machines that shared the readings have written. */
export interface Shards {
  /** In the order of the machines' names. */
  readonly shards: readonly Shard[];
  /** The day that all of them took for today. */
  readonly today: IsoDate;
  /** The readings' files, which are not here. */
  readonly elsewhere: Elsewhere;
}

const manifestSchema = z.tuple([z.object({ prefix: z.string() })], z.string());

/**
 * Finds what the machines have made of their shares, and checks that together they account for every file of readings,
 * each once. A share that is missing would be readings that nobody counts.
 *
 * @param consumption the place `consumption` of the run
 * @returns undefined when no machines shared the readings
 * @throws Error when a machine's folder or a file is missing or there twice, or the machines were told different things
 */
export async function readShards(consumption: string, asOf: IsoDate | null): Promise<Shards | undefined> {
  const top = join(consumption, scanFolders.shards);
  if (!existsSync(top)) return undefined;
  const attempt = await newestAttempt(top);
  if (attempt === undefined)
    throw new Error("No machine has written its share of the readings; share them again.");
  const hosts = (await readdir(attempt)).sort();
  const shards = await Promise.all(hosts.map((host) => readShard(join(attempt, host))));
  const [first] = shards;
  if (first === undefined)
    throw new Error("No machine has written its share of the readings; share them again.");
  const lost = first.hosts.filter((host) => !hosts.includes(host));
  if (lost.length > 0)
    throw new Error(
      `The shares of ${lost.length} of ${first.hosts.length} machines are missing (${lost.join(", ")}); share the readings again.`,
    );
  for (const shard of shards) refuseOther(shard, first, asOf);
  const files = new Map(shards.flatMap(({ files: own }) => own.map((file) => [file.path, file])));
  const count = shards.reduce((sum, { files: own }) => sum + own.length, 0);
  const listed = await listedFiles(join(consumption, scanFiles.readingsManifest));
  const unread = listed.filter((path) => !files.has(path));
  if (unread.length > 0 || count !== listed.length)
    throw new Error(
      `The machines have read ${count} files of readings, and not each of the delivery's ${listed.length} once ` +
        `(${unread.length} are missing); share the readings again.`,
    );
  return { shards, today: first.today, elsewhere: elsewhereOf(files) };
}

async function readShard(folder: string): Promise<Shard> {
  const facts = await readFile(join(folder, SHARD_FACTS), "utf8");
  return { ...shardFactsSchema.parse(JSON.parse(facts)), folder };
}

/** Shares are only of one kind when all machines knew the same. */
function refuseOther(shard: Shard, first: Shard, asOf: IsoDate | null): void {
  const same =
    shard.hosts.join() === first.hosts.join() &&
    shard.hosts.includes(shard.host) &&
    basename(shard.folder) === shard.host &&
    shard.today === first.today &&
    shard.timezone === first.timezone;
  if (!same || shard.asOf !== asOf)
    throw new Error(
      `The share of ${shard.host} was made for another day, as-of date or set of machines; share the readings again.`,
    );
}

/** Names of the readings' files, as the machines were given them. */
async function listedFiles(path: string): Promise<readonly string[]> {
  const [, ...names] = manifestSchema.parse(JSON.parse(await readFile(path, "utf8")));
  return names;
}

/** Answers for the files by what was written down of them. */
function elsewhereOf(files: ReadonlyMap<string, SharedFile>): Elsewhere {
  const file = (path: string): SharedFile => {
    const found = files.get(path);
    if (found === undefined) throw new Error(`No machine has read ${path}.`);
    return found;
  };
  return {
    paths: new Set(files.keys()),
    formatOf: (path) => {
      const { layout } = file(path);
      if ("message" in layout) throw told(layout);
      return layout;
    },
    extraColumnsOf: (path) => {
      const { columns } = file(path);
      if ("message" in columns) throw told(columns);
      return columns;
    },
  };
}
