import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { access, constants, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { sha256 } from "../digest.ts";
import { InputError, messageOf, withRemedy } from "../errors.ts";
import { replaceFolder, syncFolder, uniqueName, writeDurably } from "./durable.ts";
import {
  type Lake,
  type Page,
  PreconditionFailed,
  type Stage,
  type StoredText,
  type WriteCondition,
} from "./lake.ts";
import { withLock } from "./lock.ts";

const PAGE_SIZE = 1000;
const LOCK_FILE = ".lock.sqlite";
/** A text on its way to its place. One for all: who holds the lock writes, and whoever was killed leaves no more than it. */
const UNFINISHED_TEXT = ".unfinished-text";
/** Unfinished folders: hidden, and in the same file system as the places that they are moved to. */
const WORK_FOLDER = ".work";

/** A lake in a folder of this machine. */
export class FolderLake implements Lake {
  readonly location: string;

  private constructor(root: string) {
    this.location = root;
  }

  /**
   * Opens the lake in a folder; makes the folder when it is missing.
   * @throws InputError when there can be no such folder, or nobody may write to it.
   */
  static async open(folder: string): Promise<FolderLake> {
    const root = resolve(folder);
    try {
      await mkdir(root, { recursive: true });
      await access(root, constants.W_OK);
    } catch (thrown) {
      const fault = withRemedy(thrown, root);
      if (fault !== thrown) throw fault;
      throw new InputError(
        `The lake cannot be kept in ${folder} (${messageOf(thrown)}); name a folder with --lake that can be written to.`,
      );
    }
    return new FolderLake(root);
  }

  read(key: string): Promise<StoredText | undefined> {
    return Promise.resolve(this.#read(key));
  }

  async write(key: string, text: string, condition?: WriteCondition): Promise<string> {
    const path = this.#path(key);
    try {
      mkdirSync(dirname(path), { recursive: true });
      withLock(join(this.location, LOCK_FILE), () => {
        const stored = this.#read(key);
        if (condition !== undefined && !holds(condition, stored)) throw new PreconditionFailed(key, stored);
        writeDurably(path, text, join(this.location, UNFINISHED_TEXT));
      });
    } catch (thrown) {
      throw withRemedy(thrown, this.location);
    }
    return sha256(text);
  }

  async list(prefix: string, page: { after?: string; limit?: number } = {}): Promise<Page<string>> {
    const { after = "", limit = PAGE_SIZE } = page;
    const folder = this.#path(prefix);
    if (!existsSync(folder)) return { items: [] };
    const names = (await readdir(folder))
      .filter((name) => !name.startsWith(".") && name > after)
      .sort((a, b) => (a < b ? -1 : 1));
    const items = names.slice(0, limit);
    const last = items.at(-1);
    return names.length > limit && last !== undefined ? { items, next: last } : { items };
  }

  exists(prefix: string): Promise<boolean> {
    return Promise.resolve(existsSync(this.#path(prefix)));
  }

  input(prefix: string): Promise<string> {
    return Promise.resolve(this.#path(prefix));
  }

  async stage(prefix: string): Promise<Stage> {
    const target = this.#path(prefix);
    const work = join(this.location, WORK_FOLDER);
    const folder = join(work, uniqueName(prefix));
    const remedied = async (task: () => Promise<void>) => {
      try {
        await task();
      } catch (thrown) {
        throw withRemedy(thrown, this.location);
      }
    };
    await remedied(async () => void (await mkdir(folder, { recursive: true })));
    return {
      folder,
      publish: () =>
        remedied(async () => {
          await syncFolder(folder);
          await mkdir(dirname(target), { recursive: true });
          await replaceFolder(folder, target, join(work, uniqueName(`old ${prefix}`)));
        }),
      discard: () => rm(folder, { recursive: true, force: true }),
    };
  }

  async sweep(): Promise<void> {
    // A step that its runner has left behind may write for a moment more: then the removal is repeated.
    await rm(join(this.location, WORK_FOLDER), { recursive: true, force: true, maxRetries: 5 });
  }

  /** @throws Error when the key would lead out of the lake. */
  #path(key: string): string {
    const path = resolve(this.location, key);
    if (path !== this.location && !path.startsWith(this.location + sep)) {
      throw new Error(`${key} is no key of the lake.`);
    }
    return path;
  }

  #read(key: string): StoredText | undefined {
    const path = this.#path(key);
    if (!existsSync(path)) return undefined;
    const text = readFileSync(path, "utf8");
    return { text, etag: sha256(text) };
  }
}

function holds(condition: WriteCondition, stored: StoredText | undefined): boolean {
  return "ifAbsent" in condition ? stored === undefined : stored?.etag === condition.ifMatch;
}
