import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InputLocation } from "../../runtime/errors.ts";
import type { StepSummary } from "../../runtime/step.ts";
import { type Engine, literal } from "../../runtime/table/engine.ts";
import {
  csvOf,
  type Row,
  type SmallFile,
  type SmallFiles,
  smallDelivery,
} from "../support/small-delivery.ts";

/** The faultless delivery that every case spoils in its own way: 200 customers. */
export const good: SmallFiles = smallDelivery(200);

/** A delivery in a folder, for a case to spoil. */
export class Spoiled {
  readonly folder: string;
  readonly #engine: Engine;

  constructor(folder: string, engine: Engine) {
    this.folder = folder;
    this.#engine = engine;
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  remove(...files: readonly string[]): void {
    for (const file of files) rmSync(this.path(file));
  }

  /** Writes a file as it is given. */
  write(file: string, content: string | Uint8Array): void {
    if (existsSync(this.path(file))) rmSync(this.path(file));
    writeFileSync(this.path(file), content);
  }

  /** Changes the text of a file. @throws Error when nothing changed. */
  edit(file: string, change: (text: string) => string): void {
    const text = readFileSync(this.path(file), "utf8");
    const changed = change(text);
    if (changed === text) throw new Error(`The case left ${file} as it was.`);
    writeFileSync(this.path(file), changed);
  }

  /** Changes line `line` (the header is line 1) of a file. */
  editLine(file: string, line: number, change: (text: string) => string): void {
    this.edit(file, (text) =>
      text
        .split("\n")
        .map((one, index) => (index === line - 1 ? change(one) : one))
        .join("\n"),
    );
  }

  /** Sets one cell of a CSV file, `line` counting the header as line 1. */
  cell(file: SmallFile, line: number, column: string, value: string | number | null): void {
    const rows = good[file].map(
      (row, index): Row => (index === line - 2 ? { ...row, [column]: value } : row),
    );
    this.write(`${file}.csv`, csvOf(rows));
  }

  rows(file: SmallFile, change: (rows: readonly Row[]) => readonly Row[]): void {
    this.write(`${file}.csv`, csvOf(change(good[file])));
  }

  /** Replaces the hourly readings by the result of a query over the relation `readings`. */
  async readings(query: string): Promise<void> {
    const file = this.path("consumption_hourly_2024.parquet");
    await this.#engine.run(
      `CREATE OR REPLACE TEMP TABLE readings AS SELECT * FROM read_parquet(${literal(file)})`,
    );
    rmSync(file);
    await this.#engine.run(`COPY (${query}) TO ${literal(file)} (FORMAT parquet); DROP TABLE readings`);
  }

  /** Writes the hourly readings in another format instead. */
  async readingsAs(file: string, options: string): Promise<void> {
    const old = this.path("consumption_hourly_2024.parquet");
    await this.#engine.run(
      `COPY (SELECT * FROM read_parquet(${literal(old)})) TO ${literal(this.path(file))} (${options})`,
    );
    rmSync(old);
  }

  /** Puts a file in the place of the hourly readings. */
  replaceReadings(file: string, content: string): void {
    this.remove("consumption_hourly_2024.parquet");
    this.write(file, content);
  }

  /** Changes the interactions, which come as a JSON array. */
  interactions(change: (rows: readonly Row[]) => unknown): void {
    this.write("customer_interactions.json", JSON.stringify(change(good.customer_interactions)));
  }
}

/** One broken delivery, and what must come of it. */
export interface BadInput {
  readonly name: string;
  readonly spoil: (delivery: Spoiled) => void | Promise<void>;
  /** The run stops with this message (exit code 2) and this place. */
  readonly stops?: { readonly message: string } & InputLocation;
  /** The run goes on; these rows are set aside, by data set. Empty: the delivery is accepted as it is. */
  readonly quarantines?: Readonly<
    Record<
      string,
      readonly { readonly line: number | null; readonly column: string; readonly reason: string }[]
    >
  >;
  /** Customers whose master row is set aside: so are their rows in the other files. */
  readonly orphansOf?: readonly string[];
  /** Text that the summary's notes hold. */
  readonly notes?: string;
  /** Facts that the summary holds. */
  readonly summary?: StepSummary;
}
