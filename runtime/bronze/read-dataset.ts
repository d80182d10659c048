import { basename } from "node:path";
import type { Dataset } from "../../configs/datasets.ts";
import type { IsoDate } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import type { Engine } from "../table/engine.ts";
import { convert } from "./convert.ts";
import type { RawFile } from "./delivery.ts";
import { removeRepeatedKeys } from "./keys.ts";
import { checkNullBudgets } from "./null-budget.ts";
import type { Quarantine } from "./quarantine.ts";
import { createTextTable, type ReadResult } from "./raw-table.ts";
import { readCsv } from "./read-csv.ts";
import { readJson } from "./read-json.ts";
import { readParquet } from "./read-parquet.ts";

/** What was read of one data set. */
export interface DatasetRead {
  readonly dataset: Dataset;
  readonly rows: number;
  /** Columns in the files that the contract does not know and that were not read. */
  readonly extra: readonly string[];
}

/**
 * Reads a data set's files, in whatever format, into its raw table (`rawTable`): typed, checked row by row, keys
 * unique, null budgets kept. Rows that break the contract go to quarantine.
 *
 * @throws InputError when the file as a whole breaks its contract.
 */
export async function readDataset(
  engine: Engine,
  source: RawFile,
  quarantine: Quarantine,
  today: IsoDate,
): Promise<DatasetRead> {
  const { dataset } = source;
  const { name } = dataset.contract;
  await createTextTable(engine, dataset);
  let rows = 0;
  const extra = new Set<string>();
  for (const path of source.paths) {
    const read = await readFile(engine, source, path, quarantine);
    rows += read.rows;
    for (const column of read.extra) extra.add(column);
  }
  const file = basename(source.paths[0] ?? "");
  if (rows === 0 && !dataset.mayBeEmpty)
    throw new InputError(`${file} has no rows; deliver it with its data.`, { file });
  quarantine.read(name, rows);
  await convert(engine, dataset, quarantine, today);
  await quarantine.enforce(name);
  await checkNullBudgets(engine, dataset, file);
  await removeRepeatedKeys(engine, dataset, quarantine);
  await quarantine.enforce(name);
  return { dataset, rows, extra: [...extra] };
}

function readFile(
  engine: Engine,
  source: RawFile,
  path: string,
  quarantine: Quarantine,
): Promise<ReadResult> {
  const { dataset, format, gzip } = source;
  switch (format) {
    case "csv":
      return readCsv(engine, dataset, { path, gzip }, quarantine);
    case "json":
    case "ndjson":
      return readJson(engine, dataset, { path, format, gzip }, quarantine);
    case "parquet":
      return readParquet(engine, dataset, path);
  }
}
