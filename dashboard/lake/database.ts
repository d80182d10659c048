import { type DuckDBConnection, DuckDBInstance, type JS } from "@duckdb/node-api";
import type { Parameters } from "../../runtime/table/engine.ts";

/** A row by column name. */
export type Row = Record<string, JS>;

/** Limits of a database. */
export interface DatabaseOptions {
  /** Folder for the database's file and for what does not fit into memory; its owner removes it. */
  readonly folder: string;
  readonly threads: number;
  readonly memoryLimitMb: number;
  /** Questions that are answered at the same time; more wait. */
  readonly connections: number;
}

/**
 * One DuckDB database in a file, for many readers: a few connections that take turns, so that no question blocks
 * another's thread. In a file, because tables in memory are not compressed and cannot be put aside.
 */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #free: DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];

  private constructor(instance: DuckDBInstance, connections: DuckDBConnection[]) {
    this.#instance = instance;
    this.#free = connections;
  }

  static async open({ folder, threads, memoryLimitMb, connections }: DatabaseOptions): Promise<Database> {
    const instance = await DuckDBInstance.create(`${folder}/run.duckdb`, {
      threads: String(threads),
      memory_limit: `${memoryLimitMb}MB`,
      temp_directory: folder,
      // Nothing is ever fetched: the extensions that we use are built in.
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const opened = await Promise.all(Array.from({ length: connections }, () => instance.connect()));
    for (const connection of opened) await connection.run("SET TimeZone = 'UTC'");
    // The files of a run never change: where their parts lie is read once, and not for every customer looked up.
    await opened[0]?.run("SET GLOBAL parquet_metadata_cache = true");
    return new Database(instance, opened);
  }

  /** Runs statements without a result. */
  async run(sql: string, parameters?: Parameters): Promise<void> {
    await this.#with((connection) => connection.run(sql, parameters));
  }

  /**
   * Runs a statement without a result that takes long, such as one that writes a file. It has a connection of its own, so
   * that no question waits for it.
   */
  async runApart(sql: string, parameters?: Parameters): Promise<void> {
    const connection = await this.#instance.connect();
    try {
      await connection.run(sql, parameters);
    } finally {
      connection.closeSync();
    }
  }

  /** All rows of a question. For small results. */
  rows(sql: string, parameters?: Parameters): Promise<Row[]> {
    return this.#with(async (connection) => {
      const reader = await connection.runAndReadAll(sql, parameters);
      return reader.getRowObjectsJS();
    });
  }

  /** The first row of a question. @throws Error when there is none. */
  async row(sql: string, parameters?: Parameters): Promise<Row> {
    const [row] = await this.rows(sql, parameters);
    if (row === undefined) throw new Error(`No row came back from: ${sql}`);
    return row;
  }

  /** The columns of a question as lists by their names: for many rows of few columns. */
  columns(sql: string): Promise<Readonly<Record<string, readonly JS[]>>> {
    return this.#with(async (connection) => (await connection.runAndReadAll(sql)).getColumnsObjectJS());
  }

  /**
   * The texts of a question's only column, some thousand at a time, as the reader takes them: for results of any
   * size. It has a connection of its own, so that a slow reader keeps nobody waiting.
   */
  async *texts(sql: string, parameters?: Parameters): AsyncGenerator<readonly string[]> {
    const connection = await this.#instance.connect();
    try {
      const result = await connection.stream(sql, parameters);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk.getColumnValues(0).map(String);
      }
    } finally {
      connection.closeSync();
    }
  }

  /** Closes the database. Nobody may be asking it by then. */
  close(): void {
    for (const connection of this.#free.splice(0)) connection.closeSync();
    this.#instance.closeSync();
  }

  async #with<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection =
      this.#free.pop() ?? (await new Promise<DuckDBConnection>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(connection);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(connection);
      else next(connection);
    }
  }
}
