import { rmSync } from "node:fs";
import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { RunId } from "../../configs/names.ts";
import { systemCode } from "../../runtime/errors.ts";
import type { RunsPage } from "../../runtime/manifest/manifest.ts";
import { SqliteManifest } from "../../runtime/manifest/sqlite-manifest.ts";
import type { Books } from "./books.ts";

/** The manifest of a lake in a folder, and the changes that are not yet written into it. */
const files = ["manifest.sqlite", "manifest.sqlite-wal"] as const;

const ATTEMPTS = 5;
const PAUSE_MS = 40;
/** File systems count time in ticks: two writes this close to each other, in ms, may carry the same time. */
const TICK_MS = 50;

/** The content of the manifest's files; undefined where one is missing. */
type Content = readonly (Buffer | undefined)[];

/**
 * The books of a lake in a folder, which is never written to: SQLite itself makes and changes files beside a database,
 * even for who only reads. So the manifest is copied whenever it has changed, and the copy is asked. The lake may lie on
 * a disk that nobody may write to, have no manifest yet, or be at work.
 */
export class FolderBooks implements Books, Disposable {
  readonly #folder: string;
  #copy: Copy | undefined;
  #copying: Promise<Copy> | undefined;
  #isDisposed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async runs(page?: RunsPage) {
    return this.#ask((manifest) => manifest.runs(page));
  }

  async run(id: RunId) {
    return this.#ask((manifest) => manifest.run(id));
  }

  async tasks(id: RunId) {
    return this.#ask((manifest) => manifest.tasks(id));
  }

  async counts() {
    return this.#ask((manifest) => manifest.counts());
  }

  async holder() {
    return this.#ask((manifest) => manifest.holder());
  }

  /** Removes the copy; nothing may be asked any more. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#copy?.remove();
    this.#copy = undefined;
  }

  /** Questions are answered at once (SQLite in this thread), so that no copy is replaced under one. */
  async #ask<T>(question: (manifest: Books) => Promise<T>): Promise<T> {
    this.#copying ??= this.#fresh().finally(() => {
      this.#copying = undefined;
    });
    const { manifest } = await this.#copying;
    return question(manifest);
  }

  /** The copy of before while nothing has changed, else a new one. */
  async #fresh(): Promise<Copy> {
    const mark = await markOf(this.#folder);
    if (this.#copy?.mark === mark.text && this.#copy.isSettled) return this.#copy;
    const copy = await copyOf(this.#folder);
    this.#copy?.remove();
    this.#copy = copy;
    if (this.#isDisposed) this[Symbol.dispose]();
    return copy;
  }
}

/** A copy of the manifest as it was at one moment. */
interface Copy {
  readonly mark: string;
  /** The files were not written in the very moment before: a later write is sure to change the mark. */
  readonly isSettled: boolean;
  readonly manifest: SqliteManifest;
  remove(): void;
}

/** What changes when a file does. */
interface Mark {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

async function markOf(folder: string): Promise<Mark> {
  const found = await Promise.all(
    files.map((file) => unlessAbsent(stat(join(folder, file), { bigint: true }))),
  );
  return {
    text: found
      .map((each) => (each === undefined ? "-" : `${each.ino}/${each.size}/${each.mtimeNs}`))
      .join(" "),
    writtenAt: Math.max(0, ...found.map((each) => Number(each?.mtimeMs ?? 0n))),
  };
}

/** Reads the files until two looks in a row find the same: then nobody has written in between. */
async function copyOf(folder: string): Promise<Copy> {
  for (let attempt = 1; ; attempt += 1) {
    const mark = await markOf(folder);
    const isSettled = Date.now() - mark.writtenAt > TICK_MS;
    const content = await contentOf(folder);
    const isWhole = same(content, await contentOf(folder)) && (await markOf(folder)).text === mark.text;
    // The last attempt is taken as it is: SQLite's checksums and schema decide whether it can be read.
    if (isWhole || attempt === ATTEMPTS) {
      try {
        return { mark: mark.text, isSettled, ...(await openCopy(content)) };
      } catch (thrown) {
        if (attempt === ATTEMPTS) throw thrown;
      }
    }
    await pause(PAUSE_MS);
  }
}

function contentOf(folder: string): Promise<Content> {
  return Promise.all(files.map((file) => unlessAbsent(readFile(join(folder, file)))));
}

function same(one: Content, other: Content): boolean {
  return one.every((each, index) => {
    const second = other[index];
    return each === undefined || second === undefined ? each === second : each.equals(second);
  });
}

/** A lake without a manifest has books without runs: the copy is made with empty tables. */
async function openCopy(content: Content): Promise<Pick<Copy, "manifest" | "remove">> {
  const scratch = await mkdtemp(join(tmpdir(), "spanishgas-books-"));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  try {
    await Promise.all(
      files.map((file, index) => {
        const bytes = content[index];
        return bytes === undefined ? undefined : writeFile(join(scratch, file), bytes);
      }),
    );
    const manifest = new SqliteManifest(join(scratch, files[0]));
    return {
      manifest,
      remove: () => {
        manifest[Symbol.dispose]();
        remove();
      },
    };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}

async function unlessAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}
