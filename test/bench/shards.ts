/**
 * `npm run bench:shards`: what one machine of several needs for its share of the readings, and the bronze step for the
 * merge, each in a process of its own. Cut by customer, a share holds whole months; cut by day, none: then it also writes
 * down which hours it has, for every customer and month. Prints JSON.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { scanFiles } from "../../configs/hourly-scan.ts";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import { RESOURCES } from "../../runtime/bronze/hourly/shard.ts";
import { makeDemo } from "../../runtime/demo/index.ts";
import { jsonText } from "../../runtime/json.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { type Cost, costInChild } from "./process-cost.ts";

const { values } = parseArgs({
  options: {
    customers: { type: "string", default: "1000,4000" },
    machines: { type: "string", default: "4" },
    threads: { type: "string", default: "2" },
    data: { type: "string", default: "data/bench-shards" },
  },
});

const HOURS = 8784;
const READINGS = "consumption_hourly_2024";
const machines = Number(values.machines);
const hosts = Array.from({ length: machines }, (_, index) => `algo-${index + 1}`);

/** SQL of the machine that a row falls to. */
const cuts = {
  customer: `hash(customer_id) % ${machines}`,
  day: `date_part('dayofyear', timestamp) % ${machines}`,
} as const;

/** Lays a demo out as a run with shares finds it: the small files, and one file of readings for each machine. */
async function layOut(demo: string, folder: string, cut: string): Promise<void> {
  const readings = join(demo, `${READINGS}.parquet`);
  mkdirSync(join(folder, "others"), { recursive: true });
  for (const name of readdirSync(demo).filter((file) => !file.startsWith(READINGS)))
    cpSync(join(demo, name), join(folder, "others", name));
  using engine = await Engine.open({ threads: 2, memoryLimitMb: 1000, scratch: join(folder, ".scratch") });
  const names = hosts.map((_, index) => `${READINGS}-${index + 1}.parquet`);
  for (const [index, host] of hosts.entries()) {
    for (const part of ["readings", "config"]) mkdirSync(join(folder, host, part), { recursive: true });
    writeFileSync(join(folder, host, "config", RESOURCES), jsonText({ current_host: host, hosts }));
    const target = literal(join(folder, host, "readings", names[index] ?? ""));
    await engine.run(
      `COPY (SELECT * FROM read_parquet(${literal(readings)}) WHERE ${cut} = ${index}) TO ${target} (FORMAT parquet)`,
    );
  }
  mkdirSync(join(folder, "consumption", "manifests"), { recursive: true });
  writeFileSync(
    join(folder, "consumption", scanFiles.readingsManifest),
    jsonText([{ prefix: "s3://spanishgas-data-dev/deliveries/0123456789ab/" }, ...names]),
  );
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function figures({ wallSeconds, cpuSeconds, peakMemoryMb }: Cost, rows: number) {
  return {
    wallSeconds,
    cpuSeconds,
    peakMemoryMb,
    readings: rows,
    readingsPerSecond: Math.round(rows / wallSeconds),
    readingsPerCpuSecond: Math.round(rows / cpuSeconds),
  };
}

async function measure(customers: number, cut: keyof typeof cuts) {
  const demo = join(values.data, String(customers));
  const folder = join(values.data, `run-${customers}-${cut}`);
  rmSync(folder, { recursive: true, force: true });
  await layOut(demo, folder, cuts[cut]);
  const shards: Cost[] = [];
  for (const host of hosts)
    shards.push(await costInChild("./shard-run.ts", ["shard", join(folder, host), values.threads]));
  const merge = await costInChild("./shard-run.ts", ["merge", folder, values.threads]);
  const written = bytesBelow(join(folder, "consumption", "shards"));
  rmSync(folder, { recursive: true, force: true });
  const readings = customers * HOURS;
  return {
    customers,
    cut,
    machines,
    shards: shards.map((cost) => figures(cost, Math.round(readings / machines))),
    merge: { ...figures(merge, readings), customersPerCpuSecond: Math.round(customers / merge.cpuSeconds) },
    shardBytesPerCustomer: Math.round(written / customers),
  };
}

const runs: unknown[] = [];
for (const size of values.customers.split(",").map(Number)) {
  const out = join(values.data, String(size));
  rmSync(out, { recursive: true, force: true });
  await makeDemo({ out, customers: size, seed: DEFAULT_SEED, threads: Number(values.threads) });
  for (const cut of ["customer", "day"] as const) runs.push(await measure(size, cut));
  rmSync(out, { recursive: true });
}
rmSync(values.data, { recursive: true, force: true });
process.stdout.write(
  jsonText({
    node: process.version,
    cpu: `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
    threads: Number(values.threads),
    runs,
  }),
);
