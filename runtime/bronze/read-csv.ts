import { basename } from "node:path";
import type { Dataset } from "../../configs/datasets.ts";
import { InputError, messageOf } from "../errors.ts";
import { type Engine, literal } from "../table/engine.ts";
import { checkColumns } from "./columns.ts";
import { csvHeader } from "./csv-header.ts";
import { type CsvLines, csvLines } from "./csv-lines.ts";
import type { Quarantine } from "./quarantine.ts";
import { columnList, type ReadResult, textTable } from "./raw-table.ts";
import { readTextFile } from "./text-file.ts";

/** Longest record that is read, in bytes. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;

/**
 * Reads one CSV file into the data set's text table. Records that do not fit the header go to quarantine.
 * @throws InputError when the file as a whole cannot be trusted: encoding, header, line ends, an unclosed quote.
 */
export async function readCsv(
  engine: Engine,
  dataset: Dataset,
  source: { readonly path: string; readonly gzip: boolean },
  quarantine: Quarantine,
): Promise<ReadResult> {
  const file = basename(source.path);
  const bytes = await readTextFile(source.path, source.gzip);
  const lines = csvLines(bytes);
  const header = csvHeader(file, bytes, lines);
  const extra = checkColumns(dataset, file, header, 1);
  if (lines.mixedLine !== undefined)
    throw new InputError(
      `${file} mixes kinds of line ends (LF, CRLF, CR), first in line ${lines.mixedLine}; save it with one kind.`,
      { file, line: lines.mixedLine },
    );
  try {
    await scan(engine, source, header);
    const rejected = await rejectedRecords(engine, file, lines);
    await quarantine.add(
      dataset.contract.name,
      `SELECT ${literal(file)} AS file, line, '' AS "column", reason, to_json({record: text}) AS row FROM csv_rejected`,
    );
    const accepted = await engine.number("SELECT count(*)::DOUBLE FROM csv_scan");
    await numberLines(engine, lines, rejected, accepted);
    await engine.run(
      `INSERT INTO ${textTable(dataset)} SELECT ${literal(file)}, line, ${columnList(dataset)}
       FROM csv_scan POSITIONAL JOIN csv_line`,
    );
    return { rows: accepted + rejected.size, extra };
  } finally {
    for (const table of ["csv_scan", "csv_rejected", "csv_line", "csv_errors", "csv_scans"])
      await engine.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

async function scan(
  engine: Engine,
  source: { readonly path: string; readonly gzip: boolean },
  header: readonly string[],
): Promise<void> {
  // `columns` goes by position: it repeats the file's own header, so that names stay with their values.
  const columns = uniqueNames(header).map((name) => `${literal(name)}: 'VARCHAR'`);
  const statement = `CREATE TEMP TABLE csv_scan AS SELECT * FROM read_csv(${literal(source.path)},
       auto_detect=false, header=true, delim=',', quote='"', escape='"', nullstr='', columns={${columns.join(", ")}},
       strict_mode=true, null_padding=false, max_line_size=${MAX_RECORD_BYTES},
       compression=${source.gzip ? "'gzip'" : "'none'"},
       store_rejects=true, rejects_limit=0, rejects_table='csv_errors', rejects_scan='csv_scans')`;
  try {
    await engine.run(statement);
  } catch (thrown) {
    // Most faults of single lines are stored as rejects; a few upset DuckDB's parser as a whole.
    if (!messageOf(thrown).startsWith("Invalid Input Error")) throw thrown;
    const file = basename(source.path);
    throw new InputError(`${file} is no valid CSV; export it again, with texts between quotes (").`, {
      file,
    });
  }
}

/** Columns that we ignore may be nameless or repeat: they get names that clash with nothing. */
function uniqueNames(header: readonly string[]): string[] {
  return header.map((name, index) =>
    name === "" || header.indexOf(name) !== index ? `ignored column ${index + 1}` : name,
  );
}

/** Puts the rejected records with their lines into `csv_rejected`; returns their offsets in the file. */
async function rejectedRecords(engine: Engine, file: string, lines: CsvLines): Promise<Set<number>> {
  const errors = await engine.rows(
    `SELECT line_byte_position::DOUBLE AS position, first(error_type::VARCHAR ORDER BY column_idx) AS type,
            first(csv_line ORDER BY column_idx) AS text
     FROM csv_errors GROUP BY line_byte_position ORDER BY line_byte_position`,
  );
  await engine.run("CREATE TEMP TABLE csv_rejected (line BIGINT, reason VARCHAR, text VARCHAR)");
  const lineAt = new Map(lines.offsets.map((offset, index) => [offset, lines.lines[index]]));
  const offsets = new Set<number>();
  for (const error of errors) {
    const offset = Number(error["position"]) - 1;
    const type = String(error["type"]);
    const text = String(error["text"]);
    const line = lineAt.get(offset) ?? null;
    if (type === "UNQUOTED VALUE" && /[\r\n]./.test(text))
      throw new InputError(
        `${file}, line ${line ?? "unknown"}: a quote (") is opened and not closed, so that the following lines are part ` +
          "of it; close it, or double it when it belongs to the text.",
        { file, ...(line === null ? {} : { line }) },
      );
    offsets.add(offset);
    await engine.run("INSERT INTO csv_rejected VALUES ($line, $reason, $text)", {
      line,
      reason: reasonOf(type),
      text,
    });
  }
  return offsets;
}

function reasonOf(type: string): string {
  switch (type) {
    case "MISSING COLUMNS":
      return "has fewer values than the header has columns";
    case "TOO MANY COLUMNS":
      return "has more values than the header has columns";
    case "UNQUOTED VALUE":
      return "has a stray quote in a quoted text";
    case "LINE SIZE OVER MAXIMUM":
      return `is longer than ${MAX_RECORD_BYTES} bytes`;
    default:
      return "cannot be read";
  }
}

/** Fills `csv_line` with the line of each accepted record, in the order of the file. */
async function numberLines(
  engine: Engine,
  lines: CsvLines,
  rejected: ReadonlySet<number>,
  accepted: number,
): Promise<void> {
  await engine.run("CREATE TEMP TABLE csv_line (line BIGINT)");
  const records = lines.lines.length;
  if (records - 1 - rejected.size !== accepted) {
    // Quotes that DuckDB understands otherwise than we do: no line is better than a wrong one.
    await engine.run("INSERT INTO csv_line SELECT NULL FROM csv_scan");
    return;
  }
  if (rejected.size === 0 && lines.lines.at(-1) === records) {
    await engine.run("INSERT INTO csv_line SELECT rowid + 2 FROM csv_scan ORDER BY rowid");
    return;
  }
  await engine.append("csv_line", (appender) => {
    for (const [index, line] of lines.lines.entries()) {
      if (index === 0 || rejected.has(lines.offsets[index] ?? -1)) continue;
      appender.appendBigInt(BigInt(line));
      appender.endRow();
    }
  });
}
