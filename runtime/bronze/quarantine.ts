import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { IsoDate } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import { jsonText } from "../json.ts";
import { type Engine, identifier, literal } from "../table/engine.ts";
import { remedyFor } from "./remedy.ts";

/** Largest share of a file's rows that may be rejected; more stops the run (D5). */
export const MAX_QUARANTINED_SHARE = 0.01;

/** Reasons that a run's facts and alerts spell out. */
const LISTED_REASONS = 8;

/** How many rows of one data set were rejected, and why. */
export interface QuarantinedDataset {
  readonly dataset: string;
  readonly rows_read: number;
  readonly rows_quarantined: number;
  readonly reasons: readonly { readonly column: string; readonly reason: string; readonly rows: number }[];
}

/**
 * Keeps the rows that break a contract, with file, line and reason, so that nothing is dropped silently.
 *
 * @example
 * const quarantine = new Quarantine(engine);
 * quarantine.read("churn_label", 400);
 * await quarantine.add("churn_label", `SELECT file, line, 'churn' AS "column", 'is empty' AS reason, row FROM bad`);
 * await quarantine.enforce("churn_label"); // stops the run when more than 1 % of the rows were rejected
 * await quarantine.finish(folder, asOf);
 */
export class Quarantine {
  readonly #engine: Engine;
  readonly #rowsRead = new Map<string, number>();
  readonly #quarantined = new Map<string, number>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Says that this many rows of the data set were read, rejected ones included. Several calls add up. */
  read(dataset: string, rows: number): void {
    this.#rowsRead.set(dataset, (this.#rowsRead.get(dataset) ?? 0) + rows);
  }

  /**
   * Rejects rows: one result row of `select` per rejected row, with the columns `file` (name without folder),
   * `line` (line in a text file, the header being line 1; record in a Parquet file or a JSON array; null when it
   * is unknown), `"column"` (empty when the whole row is at fault), `reason` ("is empty", "is not a number") and `row` (the row as JSON text).
   *
   * @returns how many rows were rejected by this call
   */
  async add(dataset: string, select: string): Promise<number> {
    const table = tableOf(dataset);
    await this.#engine.run(
      `CREATE TEMP TABLE IF NOT EXISTS ${table}
         (file VARCHAR, line BIGINT, "column" VARCHAR, reason VARCHAR, row VARCHAR)`,
    );
    const before = this.rows(dataset);
    await this.#engine.run(`INSERT INTO ${table} SELECT file, line, "column", reason, row FROM (${select})`);
    const rows = await this.#engine.number(`SELECT count(*)::DOUBLE FROM ${table}`);
    this.#quarantined.set(dataset, rows);
    return rows - before;
  }

  /** How many rows of the data set were rejected so far. */
  rows(dataset: string): number {
    return this.#quarantined.get(dataset) ?? 0;
  }

  /** Rejected rows of all data sets. */
  get total(): number {
    return [...this.#quarantined.values()].reduce((sum, rows) => sum + rows, 0);
  }

  /** Share of a data set's rows that were rejected, of the worst. */
  get largestShare(): number {
    const shares = [...this.#quarantined].map(
      ([name, rows]) => rows / Math.max(this.#rowsRead.get(name) ?? 0, rows, 1),
    );
    return Math.max(0, ...shares);
  }

  /**
   * Rejected rows counted by file and reason, in words without a row's content: "churn_label.csv: churn is empty (3
   * rows)". At most `LISTED_REASONS`, the most frequent first.
   */
  async byReason(): Promise<string> {
    const tables = this.#names().filter((name) => this.rows(name) > 0);
    if (tables.length === 0) return "";
    const all = tables
      .map((name) => `SELECT file, "column", reason FROM ${tableOf(name)}`)
      .join(" UNION ALL ");
    const counts = await this.#engine.rows(
      `SELECT file, "column", reason, count(*)::DOUBLE AS rows FROM (${all}) GROUP BY ALL
       ORDER BY rows DESC, file, "column", reason`,
    );
    const listed = counts.slice(0, LISTED_REASONS).map(({ file, column, reason, rows }) => {
      const what = words(String(column), String(reason));
      return `${String(file)}: ${what} (${Number(rows)} ${Number(rows) === 1 ? "row" : "rows"})`;
    });
    const more = counts.length - listed.length;
    return [...listed, ...(more > 0 ? [`${more} more reasons`] : [])].join("; ");
  }

  /**
   * Applies the 1 % rule to one data set.
   * @param rejected how many rows are at fault, where only the first of them were added
   * @throws InputError that names the first rejected row, when more than 1 % of the rows read were rejected.
   */
  async enforce(dataset: string, rejected = this.rows(dataset)): Promise<void> {
    if (rejected === 0) return;
    const read = Math.max(this.#rowsRead.get(dataset) ?? 0, rejected);
    if (rejected <= read * MAX_QUARANTINED_SHARE) return;
    const first = await this.first(dataset);
    const share = ((100 * rejected) / read).toFixed(1);
    throw new InputError(
      `${first.file}: ${rejected} of ${read} rows (${share} %, the limit is ${100 * MAX_QUARANTINED_SHARE} %) break the ` +
        `contract, the first in ${placeOf(first)}: ${faultOf(first)}; ${remedyFor(first)}.`,
      {
        file: first.file,
        ...(first.column === "" ? {} : { column: first.column }),
        ...(first.line === undefined ? {} : { line: first.line }),
      },
    );
  }

  /** The first rejected row of a data set, in the order of the file. @throws Error when there is none. */
  async first(dataset: string): Promise<RejectedRow> {
    const [first] = await this.rejected(dataset, 1);
    if (first === undefined) throw new Error(`No row of ${dataset} was rejected.`);
    return first;
  }

  /** The first rejected rows of a data set, in the order of the file. */
  async rejected(dataset: string, limit: number): Promise<RejectedRow[]> {
    if (this.rows(dataset) === 0) return [];
    const rows = await this.#engine.rows(
      `SELECT file, line::DOUBLE AS line, "column", reason,
              CASE WHEN json_valid(row) THEN left(json_extract_string(row, '$."' || coalesce(nullif("column", ''), '-') || '"'), 60) END AS value
       FROM ${tableOf(dataset)} ORDER BY file, line NULLS LAST, "column", reason, row LIMIT ${limit}`,
    );
    return rows.map((row) => {
      const column = String(row["column"]);
      const value = typeof row["value"] === "string" ? row["value"] : undefined;
      const reason = String(row["reason"]);
      return {
        file: String(row["file"]),
        column,
        reason,
        text: words(column, value === undefined ? "" : `"${value}"`, reason),
        ...(value === undefined ? {} : { value }),
        ...(typeof row["line"] === "number" ? { line: row["line"] } : {}),
      };
    });
  }

  /**
   * Applies the 1 % rule to every data set, then writes `<dataset>.parquet` for each that has rejected rows, and
   * `summary.json` with counts by reason. Both carry the run's as-of date, as every table and report does (D1).
   * @throws InputError as `enforce`; nothing is written then.
   */
  async finish(folder: string, asOf: IsoDate): Promise<readonly QuarantinedDataset[]> {
    for (const name of this.#names()) await this.enforce(name);
    for (const name of this.#names()) await this.#write(name, folder, asOf);
    const summary = await this.summary();
    await writeFile(
      join(folder, "summary.json"),
      jsonText({ as_of: asOf, limit: MAX_QUARANTINED_SHARE, datasets: summary }),
    );
    return summary;
  }

  /** Rows read and rejected so far, with their reasons, by data set. */
  async summary(): Promise<readonly QuarantinedDataset[]> {
    const summary: QuarantinedDataset[] = [];
    for (const dataset of this.#names()) {
      const rejected = this.rows(dataset);
      summary.push({
        dataset,
        rows_read: this.#rowsRead.get(dataset) ?? rejected,
        rows_quarantined: rejected,
        reasons: rejected === 0 ? [] : await this.#reasons(dataset),
      });
    }
    return summary;
  }

  #names(): string[] {
    return [...new Set([...this.#rowsRead.keys(), ...this.#quarantined.keys()])].sort();
  }

  async #reasons(dataset: string): Promise<QuarantinedDataset["reasons"]> {
    const reasons = await this.#engine.rows(
      `SELECT "column", reason, count(*)::DOUBLE AS rows FROM ${tableOf(dataset)} GROUP BY ALL ORDER BY ALL`,
    );
    return reasons.map((row) => ({
      column: String(row["column"]),
      reason: String(row["reason"]),
      rows: Number(row["rows"]),
    }));
  }

  async #write(dataset: string, folder: string, asOf: IsoDate): Promise<void> {
    if (this.rows(dataset) === 0) return;
    const target = literal(join(folder, `${dataset}.parquet`));
    await this.#engine.run(
      `COPY (SELECT * FROM ${tableOf(dataset)} ORDER BY file, line NULLS LAST, "column", reason, row) TO ${target}
       (FORMAT parquet, COMPRESSION zstd, KV_METADATA {as_of: ${literal(asOf)}})`,
    );
  }
}

/** A rejected row, as messages speak of it. */
export interface RejectedRow {
  readonly file: string;
  readonly line?: number;
  readonly column: string;
  readonly reason: string;
  /** What stands in the column, shortened. */
  readonly value?: string;
  /** Column, value and reason in words, for who has the file before him: never for a log or a message. */
  readonly text: string;
}

function faultOf({ column, reason }: RejectedRow): string {
  return words(column, reason);
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

function placeOf(row: RejectedRow): string {
  const unit = /\.(parquet|json)$/i.test(row.file) ? "row" : "line";
  return row.line === undefined ? "an unknown line" : `${unit} ${row.line}`;
}

function tableOf(dataset: string): string {
  return identifier(`quarantined ${dataset}`);
}
