import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { customerAttributes } from "../../../configs/datasets.ts";
import { InputError } from "../../errors.ts";
import { jsonText } from "../../json.ts";
import { inputFolder, outputFolder, type Step, type StepContext } from "../../step.ts";
import { Engine, identifier } from "../../table/engine.ts";
import type { FileFormat } from "../format.ts";
import { Quarantine } from "../quarantine.ts";
import { readMaster } from "../read-delivery.ts";
import { today } from "../today.ts";
import { readingsDataset } from "./readings.ts";
import { SHARD_FACTS, type ShardFacts, type ShardScan, type SharedFile } from "./shard-facts.ts";
import { type ShareOptions, scanShare } from "./shard-scan.ts";
import { keep, lookAtShare } from "./shard-share.ts";
import { shardTableNames, writeShardTable } from "./shard-tables.ts";
import { openReadings } from "./source.ts";

/** Name of the document in which the platform says which machine this is, and which others there are. */
export const RESOURCES = "resourceconfig.json";

const resources = z.object({ current_host: z.string().regex(/^[\w-]+$/), hosts: z.array(z.string()).min(1) });

/**
 * One machine's part of the bronze step, where several share the readings: sums its share by the same statement, and
 * writes down what the step that merges the shares needs to know to give what one machine would have given. Nothing of
 * the user's is refused here: the merging step has the whole delivery before it, and tells the user.
 *
 * Reads `delivery` (the files that are no readings), `readings` (the share, perhaps no file) and `config` (with
 * `resourceconfig.json`); writes `shards/<host>/`. Equal shares give equal bytes.
 */
export const bronzeShard: Step = async (context) => {
  using engine = await Engine.forStep(context);
  const config: unknown = JSON.parse(await readFile(join(inputFolder(context, "config"), RESOURCES), "utf8"));
  const { current_host: host, hosts } = resources.parse(config);
  const folder = join(outputFolder(context, "shards"), host);
  await mkdir(folder, { recursive: true });
  const files = await lookAtShare(engine, inputFolder(context, "readings"));
  const timezone = readingsDataset().timezone ?? "Europe/Madrid";
  const facts: ShardFacts = {
    host,
    hosts: hosts.toSorted(),
    today: context.parameters.today ?? today(),
    asOf: context.parameters.asOf,
    timezone,
    files: [...files],
    scan: { state: "empty" },
  };
  const scan = await scanFiles(engine, context, facts, folder);
  if (scan.state !== "scanned")
    for (const table of shardTableNames) await writeShardTable(engine, folder, table);
  await writeFile(join(folder, SHARD_FACTS), jsonText({ ...facts, scan }));
  return { files: files.length, scan: scan.state, readings: scan.state === "scanned" ? scan.rows : 0 };
};

async function scanFiles(
  engine: Engine,
  context: StepContext,
  { files, today: now, asOf, timezone }: ShardFacts,
  folder: string,
): Promise<ShardScan> {
  if (files.length === 0) return { state: "empty" };
  const layout = commonLayout(files);
  const { progress } = context;
  const master = await readMaster(engine, inputFolder(context, "delivery"), new Quarantine(engine), {
    today: now,
  });
  if (layout === undefined || !master) return { state: "skipped" };
  const options: ShareOptions = {
    files: files.map(({ path }) => join(inputFolder(context, "readings"), path)),
    format: layout.format,
    timezone,
    today: now,
    asOf,
    progress,
    customersTable: identifier(`raw ${customerAttributes.name}`),
    folder,
  };
  try {
    using source = await openReadings(engine, options);
    return await scanShare(engine, source, options);
  } catch (thrown) {
    if (thrown instanceof InputError) return { state: "refused", fault: keep(thrown) };
    throw thrown;
  }
}

/** How all files are laid out; undefined when one of them is at fault, or they differ. */
function commonLayout(files: readonly SharedFile[]): FileFormat | undefined {
  const layouts = files.map(({ layout }) => ("message" in layout ? undefined : layout));
  const [first] = layouts;
  const same = layouts.every((one) => one?.format === first?.format && one?.gzip === first?.gzip);
  const sound = files.every(({ columns }) => Array.isArray(columns));
  return same && sound ? first : undefined;
}
