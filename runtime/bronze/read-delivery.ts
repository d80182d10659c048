import { basename } from "node:path";
import {
  consumptionHourly,
  costsByProvinceMonth,
  customerAttributes,
  type Dataset,
  datasets,
} from "../../configs/datasets.ts";
import type { IsoDate } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import type { Progress } from "../step.ts";
import { sqlType } from "../table/checks.ts";
import { type Engine, identifier } from "../table/engine.ts";
import { type Elsewhere, findRawFiles, type RawFile } from "./delivery.ts";
import { rejectOrphans, rejectUnknownProvinces } from "./keys.ts";
import type { Quarantine } from "./quarantine.ts";
import { rawTable } from "./raw-table.ts";
import { type DatasetRead, readDataset } from "./read-dataset.ts";
import { checkReadingsFiles } from "./readings-file.ts";

/** A delivery of which everything but the hourly readings was read and checked. */
export interface DeliveryRead {
  /** What stops a run, file by file. Empty: every raw table but the readings' stands. */
  readonly errors: readonly InputError[];
  readonly notes: readonly string[];
  readonly read: readonly DatasetRead[];
  /** The files of hourly readings, when they may be scanned. */
  readonly readings?: RawFile;
}

export interface ReadOptions {
  readonly today: IsoDate;
  readonly progress: Progress;
  /** Readings of the delivery that lie on other machines. */
  readonly elsewhere?: Elsewhere;
}

/**
 * Reads all small files of a delivery into raw tables and looks at the head of the large one, so that the user gets
 * every fault before the long scan begins.
 */
export async function readDelivery(
  engine: Engine,
  folder: string,
  quarantine: Quarantine,
  options: ReadOptions,
): Promise<DeliveryRead> {
  const found = await findRawFiles(folder, options.elsewhere);
  const errors = [...found.errors];
  const notes = [...found.notes];
  const read = new Map<string, DatasetRead>();
  let readings: RawFile | undefined;
  const collect = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof InputError)) throw thrown;
      errors.push(thrown);
    }
  };
  for (const [index, source] of found.files.entries()) {
    const { name } = source.dataset.contract;
    options.progress({ task: `Read ${name}`, done: index, total: found.files.length, unit: "files" });
    await collect(async () => {
      if (name === consumptionHourly.name) {
        const extra = await checkReadingsFiles(engine, source, options.elsewhere);
        readings = source;
        notes.push(...noteOf(source, extra));
        return;
      }
      const result = await readDataset(engine, source, quarantine, options.today);
      read.set(name, result);
      notes.push(...noteOf(source, result.extra));
    });
  }
  const optional = datasets.filter(({ required, contract }) => !required && !read.has(contract.name));
  for (const dataset of optional) await createEmpty(engine, dataset);
  await crossCheck(engine, quarantine, read, collect);
  return { errors, notes, read: [...read.values()], ...(readings === undefined ? {} : { readings }) };
}

/**
 * Reads only what decides who is a customer: the master, and the costs, without which a province has no customers.
 * @returns false when a fault in these files stops every run of the delivery: who reads all of it says which
 */
export async function readMaster(
  engine: Engine,
  folder: string,
  quarantine: Quarantine,
  { today }: Pick<ReadOptions, "today">,
): Promise<boolean> {
  const { files } = await findRawFiles(folder);
  const names: readonly string[] = [customerAttributes.name, costsByProvinceMonth.name];
  const sources = files.filter(({ dataset }) => names.includes(dataset.contract.name));
  try {
    for (const source of sources) await readDataset(engine, source, quarantine, today);
    const customers = sources.find(({ dataset }) => dataset.contract.name === customerAttributes.name);
    if (customers === undefined || sources.length < names.length) return false;
    await rejectUnknownProvinces(engine, quarantine, customers.dataset);
    await quarantine.enforce(customers.dataset.contract.name);
    return true;
  } catch (thrown) {
    if (thrown instanceof InputError) return false;
    throw thrown;
  }
}

function noteOf(source: RawFile, extra: readonly string[]): string[] {
  if (extra.length === 0) return [];
  const file = basename(source.paths[0] ?? "");
  return [`${file} has columns that no contract knows and that were not read: ${extra.join(", ")}.`];
}

/** What one file says about another: provinces with costs, customers in the master. */
async function crossCheck(
  engine: Engine,
  quarantine: Quarantine,
  read: ReadonlyMap<string, DatasetRead>,
  collect: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const customers = read.get(customerAttributes.name)?.dataset;
  if (customers === undefined) return;
  let refused = false;
  if (read.has(costsByProvinceMonth.name))
    await collect(async () => {
      await rejectUnknownProvinces(engine, quarantine, customers);
      refused = true;
      await quarantine.enforce(customers.contract.name);
      refused = false;
    });
  // Rows of customers who were refused for their province are no faults of their own.
  if (refused) return;
  for (const { dataset } of read.values()) {
    if (!dataset.ofCustomers) continue;
    await collect(async () => {
      await rejectOrphans(engine, quarantine, dataset);
      await quarantine.enforce(dataset.contract.name);
    });
  }
}

async function createEmpty(engine: Engine, dataset: Dataset): Promise<void> {
  const columns = dataset.contract.columns.map(
    (column) => `NULL::${sqlType(column)} AS ${identifier(column.name)}`,
  );
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${rawTable(dataset)} AS
     SELECT NULL::VARCHAR AS file, NULL::BIGINT AS line, ${columns.join(", ")} LIMIT 0`,
  );
}
