import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, extname, join } from "node:path";
import type { Timezone } from "../../../configs/datasets.ts";
import { InputError, messageOf } from "../../errors.ts";
import { type Engine, identifier, literal } from "../../table/engine.ts";
import { checkColumns } from "../columns.ts";
import { splitHeader } from "../csv-header.ts";
import { type Format, startOfFile } from "../format.ts";
import { withRowProgress } from "./progress.ts";
import { readingColumns as columns, readingsDataset, type Source, type SourceOptions } from "./readings.ts";

/** Longest line that is read, in bytes. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

export interface StagedSource extends Source {
  /** Parquet file with file_index, line, the four columns, and fault (null in good rows). */
  readonly path: string;
}

/**
 * Converts readings that are not Parquet of the right types, one file after another, in the order of their rows. Lines
 * that cannot be split or converted keep their number and get a fault.
 *
 * @returns the source; dispose it to remove the converted file
 * @throws InputError when a file is not UTF-8, not valid JSON, or holds an endless line.
 */
export async function stageReadings(engine: Engine, options: SourceOptions): Promise<StagedSource> {
  const { files, format, timezone, progress } = options;
  const scratch = String((await engine.row("SELECT current_setting('temp_directory') AS folder"))["folder"]);
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, "readings-"));
  const path = join(folder, "readings.parquet");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const texts = await Promise.all(
      files.map(
        async (file, index) => `SELECT ${index} AS file_index, * FROM (${await textsOf(file, format)})`,
      ),
    );
    const converted = `SELECT file_index, line, ${columns.join(", ")}, fault, CASE WHEN fault IS NOT NULL THEN row END AS row
      FROM (${conversion(texts.join(" UNION ALL "), timezone)})`;
    await withRowProgress(engine, { task: "Convert the readings", progress }, () =>
      engine.run(`COPY (${converted}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`),
    );
    const rows = await engine.number(`SELECT count(*)::DOUBLE FROM read_parquet(${literal(path)})`);
    return { rows, path, [Symbol.dispose]: remove };
  } catch (thrown) {
    remove();
    throw inWords(thrown, files);
  }
}

/** SQL of one file's rows as texts: line, the four columns, broken (why a line could not be split), record. */
function textsOf(path: string, format: Format): Promise<string> | string {
  switch (format) {
    case "csv":
      return csvTexts(path);
    case "ndjson":
      return ndjsonTexts(path);
    case "json":
      return jsonTexts(path);
    case "parquet":
      return parquetTexts(path);
  }
}

/** Lines are read as lines and split here: so each keeps its number, and a broken one spoils no other. */
function linesOf(path: string): string {
  const compression = extname(path) === ".gz" ? "'gzip'" : "'none'";
  return `SELECT line, rtrim(record, E'\\r') AS record FROM (
      SELECT row_number() OVER () AS line, record FROM read_csv(${literal(path)}, auto_detect=false, header=false,
        delim='\x01', quote='', escape='', columns={record: 'VARCHAR'}, strict_mode=false, null_padding=false,
        max_line_size=${MAX_LINE_BYTES}, compression=${compression}))
    WHERE trim(record, E' \\t\\r') <> ''`;
}

async function csvTexts(path: string): Promise<string> {
  const file = basename(path);
  const head = (await startOfFile(path)).toString("utf8").replace(/^\uFEFF/, "");
  const header = splitHeader(file, head.split(/\r?\n/, 1)[0] ?? "");
  checkColumns(readingsDataset(), file, header, 1);
  const cells = columns.map(
    (name) => `trim(trim(cells[${header.indexOf(name) + 1}]), '"') AS ${identifier(name)}`,
  );
  return `SELECT line, ${cells.join(", ")}, record,
      CASE WHEN len(cells) < ${header.length} THEN 'has fewer values than the header has columns'
           WHEN len(cells) > ${header.length} THEN 'has more values than the header has columns' END AS broken
    FROM (SELECT line, record, string_split(record, ',') AS cells FROM (${linesOf(path)}) WHERE line > 1)`;
}

function ndjsonTexts(path: string): string {
  return jsonRecords(
    `SELECT line, record, CASE WHEN json_valid(record) THEN record::JSON END AS json FROM (${linesOf(path)})`,
  );
}

function jsonTexts(path: string): string {
  const compression = extname(path) === ".gz" ? "'gzip'" : "'uncompressed'";
  return jsonRecords(
    `SELECT row_number() OVER () AS line, json::VARCHAR AS record, json FROM read_json(${literal(path)},
       format='array', records='false', columns={json: 'JSON'}, compression=${compression})`,
  );
}

function jsonRecords(records: string): string {
  const cells = columns.map((name) => `json_extract_string(json, '$."${name}"') AS ${identifier(name)}`);
  return `SELECT line, ${cells.join(", ")}, record,
      CASE WHEN json IS NULL THEN 'is not valid JSON'
           WHEN json_type(json) <> 'OBJECT' THEN 'is not a JSON object' END AS broken
    FROM (${records})`;
}

function parquetTexts(path: string): string {
  const cells = columns.map((name) => `${identifier(name)}::VARCHAR AS ${identifier(name)}`);
  return `SELECT file_row_number + 1 AS line, ${cells.join(", ")}, NULL::VARCHAR AS record, NULL::VARCHAR AS broken
    FROM read_parquet(${literal(path)}, file_row_number = true)`;
}

/** SQL that converts texts strictly; a row that breaks off or holds no number or time gets a fault and no values. */
function conversion(texts: string, timezone: Timezone): string {
  const text = (name: string) => identifier(`text ${name}`);
  const row = columns.map((name) => `${identifier(name)} := ${text(name)}`).join(", ");
  const trimmed = columns.map((name) => `nullif(trim(${identifier(name)}), '') AS ${text(name)}`);
  const number = (name: string) =>
    `CASE WHEN NOT contains(${text(name)}, '_') THEN TRY_CAST(${text(name)} AS DOUBLE) END AS ${identifier(name)}`;
  const fault = (name: string, reason: string) =>
    `{'column': ${literal(name)}, 'reason': ${literal(reason)}}`;
  const notConverted = (name: string, reason: string) =>
    `WHEN ${text(name)} IS NOT NULL AND ${identifier(name)} IS NULL THEN ${fault(name, reason)}`;
  return `
    SELECT file_index, line, ${columns.map((name) => `CASE WHEN fault IS NULL THEN ${identifier(name)} END AS ${identifier(name)}`).join(", ")},
      fault, row
    FROM (SELECT *,
        CASE WHEN broken IS NOT NULL THEN {'column': '', 'reason': broken}
             ${timezone === "UTC" ? "" : `WHEN zoned THEN ${fault("timestamp", "carries a time zone, while the readings are in local time")}`}
             ${notConverted("timestamp", "is not a time of the form YYYY-MM-DD HH:MM:SS")}
             ${notConverted("consumption_elec_kwh", "is not a number")}
             ${notConverted("consumption_gas_m3", "is not a number")} END AS fault,
        CASE WHEN broken IS NOT NULL THEN to_json({record: record}) ELSE to_json(struct_pack(${row})) END AS row
      FROM (SELECT *, ${text("customer_id")} AS customer_id, ${timeOf(text("timestamp"))} AS timestamp,
          ${number("consumption_elec_kwh")}, ${number("consumption_gas_m3")},
          coalesce(regexp_matches(substr(${text("timestamp")}, 12), '[Zz+-]'), false) AS zoned
        FROM (SELECT file_index, line, record, broken, ${trimmed.join(", ")} FROM (${texts}))))`;
}

/** A time with its date in full; a zone is honoured. The engine alone would take `2024-1-5` and 24 o'clock, too. */
function timeOf(text: string): string {
  return `CASE WHEN (${text} LIKE '____-__-__ __:__%' OR ${text} LIKE '____-__-__T__:__%')
      AND substr(${text}, 12, 2) < '24' AND NOT regexp_matches(substr(${text}, 12), '[A-Yx-y]')
    THEN TRY_CAST(${text} AS TIMESTAMPTZ)::TIMESTAMP END`;
}

function inWords(thrown: unknown, files: readonly string[]): unknown {
  const message = messageOf(thrown);
  // The engine names the file. A line of it may come before, which is nothing to search for names in.
  const named = files.filter((path) => message.includes(path)).sort((a, b) => b.length - a.length);
  const file = basename(named[0] ?? files[0] ?? "");
  const line = /Line: (\d+)/.exec(message)?.[1];
  const place = line === undefined ? { file } : { file, line: Number(line) };
  const where = line === undefined ? file : `${file}, line ${line}`;
  if (/unicode|utf-?8/i.test(message))
    return new InputError(`${where} is not UTF-8 text; save the file as UTF-8.`, place);
  if (/maximum.line.size/i.test(message))
    return new InputError(
      `${where} is longer than ${MAX_LINE_BYTES} bytes; write one reading per line.`,
      place,
    );
  if (/JSON/.test(message))
    return new InputError(`${file} is not valid JSON; export it again as one record per line.`, place);
  return thrown;
}
