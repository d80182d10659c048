import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBValue,
  type JS,
} from "@duckdb/node-api";
import { throwIfCancelled, withRemedy } from "../errors.ts";
import type { StepContext } from "../step.ts";

/** Limits and scratch folder of an engine. */
export interface EngineOptions {
  /** Threads of the engine. No result may depend on it. */
  readonly threads: number;
  /** Upper bound of the engine's buffers, in MB; what does not fit spills to `scratch`. */
  readonly memoryLimitMb: number;
  /** Folder for spilled data. */
  readonly scratch: string;
  readonly signal?: AbortSignal;
}

/** A value as a query returns it. BIGINT columns come as `bigint`: cast counts to INTEGER or DOUBLE in the query. */
export type Cell = JS;
/** Values of the named parameters of a statement. */
export type Parameters = Record<string, DuckDBValue>;

/**
 * One DuckDB database in memory with one connection: reads raw files, scans the hourly readings, builds features.
 * Dispose it with `using`. Queries that are at work by then end first: closing the database under them would end the
 * process. Queries that start afterwards are refused.
 *
 * @example
 * using engine = await Engine.open({ threads: 2, memoryLimitMb: 400, scratch });
 * const [row] = await engine.rows("SELECT count(*)::INTEGER AS n FROM 'customers.parquet'");
 */
export class Engine implements Disposable {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #scratch: string;
  readonly #signal: AbortSignal | undefined;
  readonly #interrupt = () => this.#connection.interrupt();
  /** Number of queries at work. */
  #running = 0;
  #disposed = false;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, options: EngineOptions) {
    this.#instance = instance;
    this.#connection = connection;
    this.#scratch = options.scratch;
    this.#signal = options.signal;
    options.signal?.addEventListener("abort", this.#interrupt);
  }

  static async open(options: EngineOptions): Promise<Engine> {
    const instance = await DuckDBInstance.create(":memory:", {
      threads: String(options.threads),
      memory_limit: `${options.memoryLimitMb}MB`,
      temp_directory: options.scratch,
      // Nothing is ever fetched: the extensions that we use are built in.
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return new Engine(instance, connection, options);
  }

  /** Opens the engine with the limits and the scratch folder that a step was given. */
  static forStep(context: StepContext): Promise<Engine> {
    const { threads, memoryLimitMb } = context.parameters;
    return Engine.open({ threads, memoryLimitMb, scratch: context.scratch, signal: context.signal });
  }

  /** Rows that the statement at work has read so far; the engine counts them only while its progress bar is on. */
  get rowsRead(): number {
    return Number(this.#connection.progress.rows_processed);
  }

  /** Runs one or several statements. */
  async run(sql: string, parameters?: Parameters): Promise<void> {
    await this.#guard(() => this.#connection.run(sql, parameters));
  }

  /** All rows of a query, as objects by column name. For small results. */
  async rows(sql: string, parameters?: Parameters): Promise<Record<string, Cell>[]> {
    return this.#guard(async () => {
      const reader = await this.#connection.runAndReadAll(sql, parameters);
      return reader.getRowObjectsJS();
    });
  }

  /** The only row of a query. @throws Error when there is none. */
  async row(sql: string, parameters?: Parameters): Promise<Record<string, Cell>> {
    const [row] = await this.rows(sql, parameters);
    if (row === undefined) throw new Error(`No row came back from: ${sql}`);
    return row;
  }

  /** The first column of the only row, as a number. @throws Error when it is no number. */
  async number(sql: string, parameters?: Parameters): Promise<number> {
    const value = Object.values(await this.row(sql, parameters))[0];
    if (typeof value === "bigint") return Number(value);
    if (typeof value !== "number") throw new Error(`No number came back from: ${sql}`);
    return value;
  }

  /** All columns of a query, as arrays by column name. */
  async columns(sql: string, parameters?: Parameters): Promise<Record<string, Cell[]>> {
    return this.#guard(async () => {
      const reader = await this.#connection.runAndReadAll(sql, parameters);
      return reader.getColumnsObjectJS();
    });
  }

  /**
   * Appends rows made in the program to a table, much faster than `INSERT`.
   * @param fill appends the values of each row in the order of the columns, and ends each with `endRow`
   */
  async append(table: string, fill: (appender: DuckDBAppender) => void): Promise<void> {
    await this.#guard(async () => {
      const appender = await this.#connection.createAppender(table);
      fill(appender);
      appender.closeSync();
    });
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.#running === 0) this.#close();
  }

  #close(): void {
    this.#signal?.removeEventListener("abort", this.#interrupt);
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.#disposed)
      throw new Error("The engine is disposed: await every query inside the block whose `using` opened it.");
    throwIfCancelled(this.#signal);
    this.#running += 1;
    try {
      return await work();
    } catch (thrown) {
      throwIfCancelled(this.#signal);
      throw withRemedy(thrown, this.#scratch);
    } finally {
      this.#running -= 1;
      if (this.#disposed && this.#running === 0) this.#close();
    }
  }
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
