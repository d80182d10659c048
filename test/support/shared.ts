import { linkSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { scanFiles, scanFolders } from "../../configs/hourly-scan.ts";
import type { IsoDate } from "../../configs/names.ts";
import { readingsDataset } from "../../runtime/bronze/hourly/readings.ts";
import { bronzeShard, RESOURCES } from "../../runtime/bronze/hourly/shard.ts";
import { holds } from "../../runtime/pipeline/delivered-files.ts";
import { temporaryFolder } from "./folders.ts";

/** Deliveries whose readings several machines have shared, as the bronze step of such a run meets them. */

export interface ShareOptions {
  /** How many machines there are. */
  readonly machines: number;
  /** The machine of a file, from 0. @default one after the other */
  readonly machineOf?: (file: string, index: number) => number;
  readonly asOf?: IsoDate | null;
  readonly today?: IsoDate;
  readonly threads?: number;
}

export interface SharedDelivery {
  /** The delivery without the readings. */
  readonly others: string;
  /** What the machines have written. */
  readonly consumption: string;
  /** Folder of the attempt, with one of each machine. */
  readonly shards: string;
}

/** Files of a delivery: the readings, and the others. */
function filesOf(delivery: string): { readings: string[]; others: string[] } {
  const names = readdirSync(delivery)
    .filter((name) => !/^[._]/.test(name))
    .flatMap((name) =>
      statSync(join(delivery, name)).isDirectory()
        ? readdirSync(join(delivery, name)).map((part) => `${name}/${part}`)
        : [name],
    )
    .sort();
  const isReading = (name: string) => holds(readingsDataset(), name);
  return { readings: names.filter(isReading), others: names.filter((name) => !isReading(name)) };
}

/** Lays a delivery out for several machines: a folder for each, with its share. */
export function dealOut(delivery: string, { machines, machineOf }: ShareOptions) {
  const { readings, others } = filesOf(delivery);
  const folder = temporaryFolder("shared-");
  const place = (target: string, name: string) => {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    linkSync(join(delivery, name), join(target, name));
  };
  mkdirSync(join(folder, "others"));
  for (const name of others) place(join(folder, "others"), name);
  const hosts = Array.from({ length: machines }, (_, index) => `algo-${index + 1}`);
  for (const host of hosts) mkdirSync(join(folder, "shares", host), { recursive: true });
  for (const [index, name] of readings.entries()) {
    const host = hosts[(machineOf?.(name, index) ?? index) % machines] ?? "";
    place(join(folder, "shares", host), name);
  }
  const consumption = join(folder, "consumption");
  const shards = join(consumption, scanFolders.shards, "0-0");
  mkdirSync(shards, { recursive: true });
  mkdirSync(join(consumption, scanFolders.manifests));
  writeFileSync(
    join(consumption, scanFiles.readingsManifest),
    JSON.stringify([{ prefix: "s3://spanishgas-data-dev/deliveries/0123456789ab/" }, ...readings]),
  );
  for (const host of hosts) {
    mkdirSync(join(folder, "config", host), { recursive: true });
    writeFileSync(
      join(folder, "config", host, RESOURCES),
      JSON.stringify({ current_host: host, hosts, network_interface_name: "eth0" }),
    );
  }
  return {
    others: join(folder, "others"),
    consumption,
    shards,
    hosts: hosts.map((host) => ({
      host,
      readings: join(folder, "shares", host),
      config: join(folder, "config", host),
    })),
  };
}

/** Runs the program of every machine. */
export async function sharedBy(delivery: string, options: ShareOptions): Promise<SharedDelivery> {
  const { hosts, ...shared } = dealOut(delivery, options);
  for (const { readings, config } of hosts)
    await bronzeShard({
      inputs: { delivery: shared.others, readings, config },
      outputs: { shards: shared.shards },
      scratch: temporaryFolder("scratch-"),
      parameters: {
        asOf: options.asOf ?? null,
        experiment: "E5_full",
        seed: 42,
        threads: options.threads ?? 1,
        memoryLimitMb: 300,
        ...(options.today === undefined ? {} : { today: options.today }),
      },
      progress: () => undefined,
      signal: new AbortController().signal,
    });
  return shared;
}
