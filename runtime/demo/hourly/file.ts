import { type FileHandle, open } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { ByteWriter } from "hyparquet-writer";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { CancelledError } from "../../errors.ts";
import type { Progress } from "../../step.ts";
import { HOURS_IN_YEAR } from "../calendar.ts";
import type { HourlyLoad } from "./load.ts";
import { type EncodedColumns, hourlySchema, movedBy, type RowGroup } from "./parquet.ts";
import { CUSTOMERS_PER_GROUP } from "./row-group.ts";
import type { MadeGroup } from "./worker.ts";

/** Groups that may be in the making or wait for their turn, per thread: bounds the memory. */
const GROUPS_AHEAD_PER_THREAD = 3;
const MAGIC = new TextEncoder().encode("PAR1");

/** A Parquet file that grows by row groups. */
class ReadingsFile {
  readonly #handle: FileHandle;
  readonly #groups: RowGroup[] = [];
  #offset = 0;
  #rows = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(path: string): Promise<ReadingsFile> {
    const file = new ReadingsFile(await open(path, "wx"));
    await file.#append(MAGIC);
    return file;
  }

  get rows(): number {
    return this.#rows;
  }

  async addGroup({ bytes, columns, rows }: EncodedColumns): Promise<void> {
    const moved = columns.map((chunk) => movedBy(chunk, this.#offset));
    const plainSize = moved.reduce(
      (sum, chunk) => sum + (chunk.meta_data?.total_uncompressed_size ?? 0n),
      0n,
    );
    this.#groups.push({
      columns: moved,
      num_rows: BigInt(rows),
      total_byte_size: plainSize,
      total_compressed_size: BigInt(bytes.length),
      file_offset: BigInt(this.#offset),
    });
    this.#rows += rows;
    await this.#append(bytes);
  }

  /** Writes the footer. Returns the size of the file in bytes. */
  async finish(): Promise<number> {
    const footer = new ByteWriter();
    writeMetadata(footer, {
      version: 2,
      created_by: "spanishgas demo",
      schema: [...hourlySchema],
      num_rows: BigInt(this.#rows),
      row_groups: this.#groups,
      metadata_length: 0,
    });
    footer.appendBytes(MAGIC);
    await this.#append(footer.getBytes());
    await this.#handle.sync();
    return this.#offset;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #append(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, written);
      written += bytesWritten;
    }
    this.#offset += bytes.length;
  }
}

/** Row groups made by worker threads, in order, however the threads finish. */
async function* madeGroups(load: HourlyLoad, threads: number): AsyncGenerator<MadeGroup> {
  const total = Math.ceil(load.customers / CUSTOMERS_PER_GROUP);
  const waiting = new Map<number, MadeGroup>();
  let wake = () => {};
  let failure: unknown;
  let asked = 0;
  let given = 0;
  const idle: Worker[] = [];
  const dispatch = () => {
    while (idle.length > 0 && asked < total && asked < given + threads * GROUPS_AHEAD_PER_THREAD) {
      idle.pop()?.postMessage(asked);
      asked += 1;
    }
  };
  const workers = Array.from({ length: Math.min(threads, total) }, () => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: load });
    worker.on("message", (made: MadeGroup) => {
      waiting.set(made.group, made);
      idle.push(worker);
      dispatch();
      wake();
    });
    worker.on("error", (thrown) => {
      failure = thrown;
      wake();
    });
    return worker;
  });
  idle.push(...workers);
  try {
    while (given < total) {
      dispatch();
      const next = waiting.get(given);
      if (next === undefined) {
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      waiting.delete(given);
      given += 1;
      yield next;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

export interface WriteOptions {
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
  /** A last row group with odd rows, for tests. */
  readonly extra?: EncodedColumns;
}

export interface WrittenReadings {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Writes the readings of every customer, sorted by customer and hour. The bytes depend on the load alone, not on the
 * number of threads.
 * @throws CancelledError when the signal aborts.
 */
export async function writeReadings(
  path: string,
  load: HourlyLoad,
  { threads, signal, progress, extra }: WriteOptions,
): Promise<WrittenReadings> {
  const file = await ReadingsFile.create(path);
  try {
    const total = load.customers * HOURS_IN_YEAR + (extra?.rows ?? 0);
    for await (const group of madeGroups(load, threads)) {
      if (signal?.aborted) throw new CancelledError("The demo was cancelled.");
      await file.addGroup(group);
      progress?.({ task: "hourly readings", done: file.rows, total, unit: "rows" });
    }
    if (extra !== undefined) await file.addGroup(extra);
    const bytes = await file.finish();
    return { rows: file.rows, bytes };
  } finally {
    await file.close();
  }
}
