import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_SEED } from "../../../configs/seed.ts";
import { makeDemo } from "../../../runtime/demo/index.ts";
import { makeBigLake } from "../../support/big-lake/make-big-lake.ts";
import { outputOf } from "../process-cost.ts";

/** Where lakes are kept from one benchmark to the next. */
const KEPT = join(tmpdir(), "spanishgas-bench-dashboard");
const THREADS = 2;

/** What a lake of the benchmark is made of and where it goes. */
export interface DemoLakeOptions {
  readonly customers: number;
  /** Folder of the demo's raw files; made when missing. */
  readonly raw: string;
  readonly lake: string;
}

/** Takes a demo through the whole pipeline, unless that has been done: a finished delivery is done in seconds. */
export async function makeDemoLake({ customers, raw, lake }: DemoLakeOptions): Promise<void> {
  if (!existsSync(join(raw, "consumption_hourly_2024.parquet")))
    await makeDemo({ out: raw, customers, seed: DEFAULT_SEED, threads: THREADS });
  await outputOf("../../runtime/cli.ts", ["run", "--raw", raw, "--lake", lake, "--threads", String(THREADS)]);
}

/** A number for what the tables of a lake hold, as far as their names and sizes tell. */
function fingerprint(lake: string): string {
  const files = ["gold", "scored"].flatMap((layer) =>
    readdirSync(join(lake, layer), { recursive: true, encoding: "utf8" }).map((name) => {
      const path = join(layer, name);
      return `${path} ${statSync(join(lake, path)).size}`;
    }),
  );
  const pointer = readFileSync(join(lake, "pointers/current-run.json"), "utf8");
  return createHash("sha256")
    .update([pointer, ...files.toSorted()].join("\n"))
    .digest("hex")
    .slice(0, 12);
}

/**
 * A lake of many customers made of another one: the one made before, or a new one when that has other tables by now.
 * @returns its folder, among temporary files
 */
export async function keptBigLake(lake: string, customers: number): Promise<string> {
  const wanted = join(KEPT, `${customers}-${fingerprint(lake)}`);
  if (existsSync(wanted)) return wanted;
  mkdirSync(KEPT, { recursive: true });
  for (const old of readdirSync(KEPT).filter((name) => name.startsWith(`${customers}-`)))
    rmSync(join(KEPT, old), { recursive: true, force: true });
  await makeBigLake({ from: lake, to: wanted, customers });
  return wanted;
}
