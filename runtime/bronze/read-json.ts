import { basename } from "node:path";
import type { Dataset } from "../../configs/datasets.ts";
import { InputError, messageOf } from "../errors.ts";
import { type Engine, literal } from "../table/engine.ts";
import { checkColumns } from "./columns.ts";
import { brokenRecord, isJson } from "./json-records.ts";
import type { Quarantine } from "./quarantine.ts";
import { type ReadResult, textTable } from "./raw-table.ts";
import { readTextFile } from "./text-file.ts";

/** Longest line that is read, in bytes. In arrays DuckDB reads records of 16 MB and more. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;

interface JsonSource {
  readonly path: string;
  readonly format: "json" | "ndjson";
  readonly gzip: boolean;
}

/**
 * Reads one file of JSON records, an array or one record per line, into the data set's text table. What is no record
 * goes to quarantine.
 * @throws InputError when the file is no such file, or when a column holds a nested value.
 */
export async function readJson(
  engine: Engine,
  dataset: Dataset,
  source: JsonSource,
  quarantine: Quarantine,
): Promise<ReadResult> {
  const file = basename(source.path);
  const bytes = await readTextFile(source.path, source.gzip);
  if (source.format === "ndjson") {
    refuseSingleObject(file, bytes);
    refuseLongLine(file, bytes);
  }
  try {
    await scan(engine, file, source, bytes);
    const rows = await engine.number("SELECT count(*)::DOUBLE FROM json_scan");
    if (rows === 0) return { rows, extra: [] };
    const present = await engine.columns(
      `SELECT name FROM (SELECT unnest(json_keys(json)) AS name, line FROM json_scan WHERE json_type(json) = 'OBJECT')
       GROUP BY name ORDER BY min(line), name`,
    );
    const extra = checkColumns(dataset, file, (present["name"] ?? []).map(String));
    await refuseNested(engine, dataset, file, source.format);
    await quarantine.add(
      dataset.contract.name,
      `SELECT ${literal(file)} AS file, line, '' AS "column", reason, to_json({record: record}) AS row
       FROM (SELECT line, record,
               CASE WHEN json IS NULL THEN 'is not valid JSON' ELSE 'is not a JSON object' END AS reason
             FROM json_scan WHERE json IS NULL OR json_type(json) <> 'OBJECT')`,
    );
    const values = dataset.contract.columns.map(
      ({ name }) => `nullif(json_extract_string(json, ${path(name)}), '')`,
    );
    await engine.run(
      `INSERT INTO ${textTable(dataset)} SELECT ${literal(file)}, line, ${values.join(", ")}
       FROM json_scan WHERE json_type(json) = 'OBJECT' ORDER BY line`,
    );
    return { rows, extra };
  } finally {
    await engine.run("DROP TABLE IF EXISTS json_scan");
  }
}

function path(column: string): string {
  return literal(`$."${column}"`);
}

/** Fills `json_scan`: line or record number, the record as text, and as JSON where it is valid. */
async function scan(engine: Engine, file: string, source: JsonSource, bytes: Buffer): Promise<void> {
  const target = "CREATE TEMP TABLE json_scan AS SELECT";
  const compression = source.gzip ? "'gzip'" : "'none'";
  if (source.format === "ndjson") {
    // Lines are read as lines, so that each record keeps its number and a broken one spoils no other.
    await engine.run(
      `${target} line, record, CASE WHEN json_valid(record) THEN record::JSON END AS json FROM (
         SELECT row_number() OVER () AS line, record FROM read_csv(${literal(source.path)}, auto_detect=false,
           header=false, delim='\x01', quote='', escape='', columns={record: 'VARCHAR'}, strict_mode=false,
           null_padding=false, max_line_size=${MAX_RECORD_BYTES}, compression=${compression})
       ) WHERE trim(record, E' \\t\\r') <> ''`,
    );
    return;
  }
  try {
    await engine.run(
      `${target} row_number() OVER () AS line, json::VARCHAR AS record, json FROM read_json(${literal(source.path)},
         format='array', records='false', columns={json: 'JSON'},
         compression=${source.gzip ? "'gzip'" : "'uncompressed'"})`,
    );
  } catch (thrown) {
    throw brokenArray(file, bytes, thrown);
  }
}

function brokenArray(file: string, bytes: Buffer, thrown: unknown): unknown {
  const message = messageOf(thrown);
  if (/maximum_object_size/.test(message))
    return new InputError(`${file} holds a record longer than 16 MB; shorten its text.`, {
      file,
    });
  if (!/JSON/.test(message)) return thrown;
  const broken = brokenRecord(bytes.toString("utf8"));
  if (broken === undefined)
    return new InputError(`${file} is not valid JSON behind its records; export it again.`, { file });
  const { record, line, cutOff } = broken;
  return new InputError(
    `${file} is not valid JSON: record ${record} (line ${line}) ${cutOff ? "breaks off" : "is broken"}; export it again ` +
      "as an array of records.",
    { file, line: record },
  );
}

/** An object that wraps the records, or spreads over several lines, is no list of records. */
function refuseSingleObject(file: string, bytes: Buffer): void {
  const text = bytes
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trim();
  if (!isJson(text)) return;
  const whole: unknown = JSON.parse(text);
  const flat = typeof whole === "object" && whole !== null && !Object.values(whole).some(Array.isArray);
  if (flat && !text.includes("\n")) return;
  throw new InputError(
    `${file} holds one JSON object instead of records; export an array of flat records: [{...}, {...}].`,
    { file, line: 1 },
  );
}

function refuseLongLine(file: string, bytes: Buffer): void {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf("\n", start);
    const next = end < 0 ? bytes.length : end + 1;
    if (next - start > MAX_RECORD_BYTES)
      throw new InputError(
        `${file}, line ${line} is longer than ${MAX_RECORD_BYTES} bytes; shorten its text.`,
        { file, line },
      );
    start = next;
  }
}

async function refuseNested(
  engine: Engine,
  dataset: Dataset,
  file: string,
  format: "json" | "ndjson",
): Promise<void> {
  const nested = dataset.contract.columns.map(
    ({ name }) =>
      `SELECT line, ${literal(name)} AS name FROM json_scan WHERE json_type(json, ${path(name)}) IN ('OBJECT', 'ARRAY')`,
  );
  const [first] = await engine.rows(
    `SELECT line::DOUBLE AS line, name FROM (${nested.join(" UNION ALL ")}) ORDER BY line, name LIMIT 1`,
  );
  if (first === undefined) return;
  const line = Number(first["line"]);
  const column = String(first["name"]);
  throw new InputError(
    `${file}, ${format === "json" ? "record" : "line"} ${line}: ${column} is nested JSON; write flat records with one ` +
      "text or number per column.",
    { file, line, column },
  );
}
