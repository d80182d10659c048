import { basename } from "node:path";
import type { Timezone } from "../../../configs/datasets.ts";
import { ShardsOverlap } from "../../errors.ts";
import type { Engine } from "../../table/engine.ts";
import { aggregate, type ReadingsReport } from "./aggregate.ts";
import type { AggregationOptions } from "./origin.ts";
import type { ShardScan } from "./shard-facts.ts";
import { type ScannedShares, shardOrigin } from "./shard-origin.ts";
import type { Shard } from "./shard-read.ts";
import { told } from "./shard-share.ts";
import { createShardViews, dropShardViews } from "./shard-views.ts";

type Scanned = Extract<ShardScan, { state: "scanned" }>;

/**
 * Puts the shares of several machines together (see `aggregate`): the same tables, quarantine and messages that one
 * machine gives which reads all files itself.
 *
 * @param options.paths the readings' files in the order of the delivery
 * @throws InputError as `aggregateReadings`
 * @throws ShardsOverlap when the shares cannot be put together
 * @throws Error when a share does not account for its rows
 */
export async function mergeShards(
  engine: Engine,
  shards: readonly Shard[],
  options: AggregationOptions & { readonly paths: readonly string[]; readonly timezone: Timezone },
): Promise<ReadingsReport> {
  const { paths } = options;
  const shares = putTogether(scansOf(shards, paths));
  await createShardViews(engine, shards, paths);
  await refuseLostRows(engine, shares);
  const report = await aggregate(engine, shardOrigin(engine, shares, options), {
    ...options,
    file: basename(paths[0] ?? ""),
  });
  await engine.run("DROP TABLE whole_word");
  await dropShardViews(engine);
  return report;
}

/** The scans of shares with files. Of several faults the first in the order of the files is told. */
function scansOf(shards: readonly Shard[], paths: readonly string[]): readonly Scanned[] {
  const position = new Map(paths.map((path, index) => [basename(path), index]));
  const refused = shards
    .flatMap(({ scan }) => (scan.state === "refused" ? [scan.fault] : []))
    .sort((a, b) => (position.get(a.location.file ?? "") ?? 0) - (position.get(b.location.file ?? "") ?? 0));
  const [first] = refused;
  if (first !== undefined) throw told(first);
  if (shards.some(({ scan }) => scan.state === "skipped"))
    throw new Error(
      "A machine has found the delivery at fault, and the bronze step has not; share the readings again.",
    );
  return shards.flatMap(({ scan }) => (scan.state === "scanned" ? [scan] : []));
}

function putTogether(scans: readonly Scanned[]): ScannedShares {
  if (new Set(scans.map(({ native }) => native)).size > 1)
    throw new ShardsOverlap(
      "Some parts of the readings hold texts where others hold times and numbers; one machine has to read all of them.",
    );
  const sum = (of: (scan: Scanned) => number) => scans.reduce((total, scan) => total + of(scan), 0);
  const spans = scans.flatMap(({ span }) => (span === null ? [] : [span]));
  const columns = new Set(scans.flatMap(({ nulls }) => Object.keys(nulls)));
  return {
    rows: sum(({ rows }) => rows),
    unreadable: sum(({ unreadable }) => unreadable),
    faulty: sum(({ faulty }) => faulty),
    facts: {
      span:
        spans.length === 0
          ? undefined
          : {
              first: Math.min(...spans.map(({ first }) => first)),
              last: Math.max(...spans.map(({ last }) => last)),
            },
      suspectsRange: scans.some(({ suspectsRange }) => suspectsRange),
      nulls: Object.fromEntries([...columns].map((name) => [name, sum(({ nulls }) => nulls[name] ?? 0)])),
    },
  };
}

/** Every row is in a sum, or at fault: else a table has not come here whole. */
async function refuseLostRows(engine: Engine, { rows, unreadable, faulty }: ScannedShares): Promise<void> {
  const found = await engine.row(
    `SELECT (SELECT coalesce(sum(hours), 0) FROM shard_slot)::DOUBLE AS good,
            (SELECT count(*) FROM shard_fault WHERE readable)::DOUBLE AS faulty,
            (SELECT count(*) FROM shard_fault WHERE NOT readable)::DOUBLE AS unreadable`,
  );
  const whole =
    found["faulty"] === faulty &&
    found["unreadable"] === unreadable &&
    Number(found["good"]) + faulty + unreadable === rows;
  if (!whole)
    throw new Error(
      "What the machines have written does not account for all rows they read; share the readings again.",
    );
}
