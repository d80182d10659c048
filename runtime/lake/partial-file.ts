import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { crc32OfFile } from "./crc32.ts";

/** A piece of a file, from byte `start` up to and without byte `end`. */
export interface FilePart {
  readonly start: number;
  readonly end: number;
  /** CRC-32 of its bytes; undefined while it is not complete. */
  crc: number | undefined;
}

/** Which version of which size comes, and in which parts. */
export interface PartialPlan {
  readonly etag: string;
  readonly bytes: number;
  readonly partBytes: number;
}

/** First line of the list of parts: what they are parts of. */
const planSchema = z.strictObject({ etag: z.string(), bytes: z.int(), partBytes: z.int() });
/** Every further line: a part that is complete. */
const lineSchema = z.strictObject({ start: z.int(), crc: z.int() });

/**
 * A file that is on its way, hidden beside its place, and a list of the parts of it that are complete. The list grows by
 * a line for each, without waiting for the disk: what a crash or a power cut has done to the file shows when it is opened
 * again, because every part that the list names is read and checked then.
 */
export class PartialFile implements AsyncDisposable {
  readonly parts: readonly FilePart[];
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #list: FileHandle;
  #flushed: Promise<void> = Promise.resolve();

  private constructor(path: string, parts: readonly FilePart[], file: FileHandle, list: FileHandle) {
    this.#path = path;
    this.parts = parts;
    this.#file = file;
    this.#list = list;
  }

  /** Goes on with what an interrupted download of the same version left behind, or begins anew. */
  static async open(path: string, { etag, bytes, partBytes }: PartialPlan): Promise<PartialFile> {
    const plan = { etag, bytes, partBytes };
    const parts = Array.from({ length: Math.ceil(bytes / partBytes) }, (_, index): FilePart => {
      const start = index * partBytes;
      return { start, end: Math.min(start + partBytes, bytes), crc: undefined };
    });
    const listed = await readList(listOf(path), plan);
    for (const part of parts) {
      const crc = listed.get(part.start);
      if (crc !== undefined && crc === (await crc32OfFile(fileOf(path), part).catch(() => undefined)))
        part.crc = crc;
    }
    const complete = parts.filter(({ crc }) => crc !== undefined);
    const file = await open(fileOf(path), complete.length === 0 ? "w" : "r+");
    try {
      const list = await open(listOf(path), "w");
      const partial = new PartialFile(path, parts, file, list);
      await list.write(`${JSON.stringify(plan)}\n${complete.map(lineOf).join("")}`);
      return partial;
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  }

  /** Parts that are still to come. */
  missing(): readonly FilePart[] {
    return this.parts.filter(({ crc }) => crc === undefined);
  }

  /** Writes bytes to their place. */
  async write(bytes: Buffer, position: number): Promise<void> {
    // A disk that takes less than it was given says why when it is given the rest.
    for (let done = 0; done < bytes.length; )
      done += (await this.#file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }

  /** Remembers that a part is there. */
  async complete(part: FilePart, crc: number): Promise<void> {
    part.crc = crc;
    await this.#list.write(lineOf(part));
    // On its way to the disk while further parts come, it need not be waited for in the end. A fault of the disk is told
    // once only: it is kept until then.
    this.#flushed = this.#flushed.then(() => this.#file.datasync());
    this.#flushed.catch(() => undefined);
  }

  /** Brings the whole file to the disk, then to its place. */
  async finish(): Promise<void> {
    await this.#flushed;
    await this.#file.sync();
    await rename(fileOf(this.#path), this.#path);
    await rm(listOf(this.#path), { force: true });
  }

  /** Forgets all of it. */
  async discard(): Promise<void> {
    await rm(listOf(this.#path), { force: true });
    await rm(fileOf(this.#path), { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#flushed.catch(() => undefined);
    await this.#list.close();
    await this.#file.close();
  }
}

function fileOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.partial`);
}

function listOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.parts`);
}

function lineOf({ start, crc }: FilePart): string {
  return `${JSON.stringify({ start, crc })}\n`;
}

/** CRC of each part that an interrupted download of this very plan has listed, by its start. */
async function readList(path: string, plan: PartialPlan): Promise<ReadonlyMap<number, number>> {
  const [first, ...lines] = (await readFile(path, "utf8").catch(() => "")).split("\n");
  const begun = planSchema.safeParse(parsed(first)).data;
  const same = begun?.etag === plan.etag && begun.bytes === plan.bytes && begun.partBytes === plan.partBytes;
  // The last line may have broken off with its writer.
  const listed = same ? lines.map((line) => lineSchema.safeParse(parsed(line)).data) : [];
  return new Map(listed.flatMap((line) => (line === undefined ? [] : [[line.start, line.crc]])));
}

function parsed(line = ""): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
