import { basename } from "node:path";
import type { Timezone } from "../../../configs/datasets.ts";
import { InputError } from "../../errors.ts";
import { type Engine, literal } from "../../table/engine.ts";
import { checkColumns } from "../columns.ts";
import { parquetColumns } from "../read-parquet.ts";
import { readingColumns, readingsDataset, type Source, type SourceOptions } from "./readings.ts";
import { stageReadings } from "./stage.ts";

/**
 * Makes the views `readings` (customer_id, timestamp, consumption_elec_kwh, consumption_gas_m3), `located_readings` (the
 * same with file, file_index and line) and `unreadable_reading`. Parquet files with the right types are read where they
 * are; everything else is converted into a Parquet file in the engine's scratch folder first, and rows with values that
 * are no numbers or times are the unreadable ones.
 *
 * @throws InputError when a column is missing, or times carry a zone although the contract says wall clock.
 */
export async function openReadings(engine: Engine, options: SourceOptions): Promise<Source> {
  if (options.format === "parquet") {
    const parts = await Promise.all(options.files.map((path) => nativePart(engine, path, options.timezone)));
    const native = parts.filter((part) => part !== undefined);
    if (native.length === parts.length) {
      await createViews(engine, options.files, native);
      return {
        rows: await rowsOf(engine, options.files),
        statistics: options.files,
        [Symbol.dispose]: () => undefined,
      };
    }
  }
  const staged = await stageReadings(engine, options);
  const names = options.files.map((path) => literal(basename(path))).join(", ");
  const columns = readingColumns.join(", ");
  const parquet = `read_parquet(${literal(staged.path)})`;
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW located_readings AS
     SELECT [${names}][file_index + 1] AS file, file_index, line, ${columns} FROM ${parquet} WHERE fault IS NULL;
     CREATE OR REPLACE TEMP VIEW readings AS SELECT ${columns} FROM ${parquet} WHERE fault IS NULL;
     CREATE OR REPLACE TEMP VIEW unreadable_reading AS
     SELECT [${names}][file_index + 1] AS file, file_index, line, fault['column'] AS "column", fault['reason'] AS reason, row
     FROM ${parquet} WHERE fault IS NOT NULL`,
  );
  return staged;
}

async function rowsOf(engine: Engine, files: readonly string[]): Promise<number> {
  return engine.number(
    `SELECT coalesce(sum(num_rows), 0)::DOUBLE FROM parquet_file_metadata([${files.map(literal).join(", ")}])`,
  );
}

/** The select list of a Parquet file that needs no conversion of texts; undefined for one that does. */
async function nativePart(engine: Engine, path: string, timezone: Timezone): Promise<string | undefined> {
  const columns = await parquetColumns(engine, path);
  const names = columns.map(({ name }) => name);
  const file = basename(path);
  checkColumns(readingsDataset(), file, names);
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const time = timeColumn(file, types.get("timestamp") ?? "", timezone);
  const elec = numberColumn("consumption_elec_kwh", types);
  const gas = numberColumn("consumption_gas_m3", types);
  if (time === undefined || elec === undefined || gas === undefined) return undefined;
  const customer =
    types.get("customer_id") === "VARCHAR" ? "customer_id" : "CAST(customer_id AS VARCHAR) AS customer_id";
  return [customer, time, elec, gas].join(", ");
}

function timeColumn(file: string, type: string, timezone: Timezone): string | undefined {
  if (type === "TIMESTAMP") return "timestamp";
  if (/^TIMESTAMP_(S|MS|NS)$/.test(type)) return "CAST(timestamp AS TIMESTAMP) AS timestamp";
  if (type !== "TIMESTAMP WITH TIME ZONE") return undefined;
  if (timezone === "UTC") return "timezone('UTC', timestamp) AS timestamp";
  throw new InputError(
    `${file}: the times in column timestamp are instants in UTC, while configs/datasets.ts takes them for local time; ` +
      "set the data set's timezone to UTC there, or write times without a zone.",
    { file, column: "timestamp" },
  );
}

function numberColumn(name: string, types: ReadonlyMap<string, string>): string | undefined {
  const type = types.get(name) ?? "";
  if (type === "DOUBLE") return name;
  return /^(FLOAT|DECIMAL.*|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/.test(type)
    ? `CAST(${name} AS DOUBLE) AS ${name}`
    : undefined;
}

async function createViews(
  engine: Engine,
  files: readonly string[],
  selects: readonly string[],
): Promise<void> {
  const parts = files.map((path, index) => ({ path, index, select: selects[index] ?? "*" }));
  const plain = parts.map(({ path, select }) => `SELECT ${select} FROM read_parquet(${literal(path)})`);
  const located = parts.map(
    ({ path, index, select }) =>
      `SELECT ${literal(basename(path))} AS file, ${index} AS file_index, file_row_number + 1 AS line, ${select}
       FROM read_parquet(${literal(path)}, file_row_number = true)`,
  );
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW readings AS ${plain.join(" UNION ALL ")};
     CREATE OR REPLACE TEMP VIEW located_readings AS ${located.join(" UNION ALL ")};
     CREATE OR REPLACE TEMP VIEW unreadable_reading AS
     SELECT ''::VARCHAR AS file, 0 AS file_index, 0::BIGINT AS line, ''::VARCHAR AS "column", ''::VARCHAR AS reason,
            ''::VARCHAR AS row LIMIT 0`,
  );
}
