import { access, constants, readdir, readFile } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { sha256 } from "../../runtime/digest.ts";
import { systemCode } from "../../runtime/errors.ts";
import type { Page, StoredText } from "../../runtime/lake/lake.ts";
import { type Source, SourceFault, SourceMissing } from "./source.ts";

/** Reads a lake in a folder of this machine. Makes no folder and writes nothing. */
export class FolderSource implements Source {
  readonly location: string;
  readonly kind = "folder";

  constructor(folder: string) {
    this.location = resolve(folder);
  }

  async read(key: string): Promise<StoredText | undefined> {
    try {
      const text = await readFile(this.#path(key), "utf8");
      return { text, etag: sha256(text) };
    } catch (thrown) {
      if (systemCode(thrown) === "ENOENT") return undefined;
      throw this.#fault(key, thrown);
    }
  }

  /** All names at once: a folder has no pages. */
  async list(prefix: string): Promise<Page<string>> {
    try {
      const names = await readdir(this.#path(prefix));
      return { items: names.filter((name) => !name.startsWith(".")).sort() };
    } catch (thrown) {
      if (systemCode(thrown) === "ENOENT") return { items: [] };
      throw this.#fault(prefix, thrown);
    }
  }

  async file(key: string): Promise<string> {
    const path = this.#path(key);
    try {
      await access(path, constants.R_OK);
      return path;
    } catch (thrown) {
      throw this.#fault(key, thrown);
    }
  }

  /** @throws SourceFault when the key would lead out of the lake */
  #path(key: string): string {
    const path = resolve(this.location, key);
    if (!path.startsWith(this.location + sep)) throw new SourceFault(`${key} is no key of the lake.`);
    return path;
  }

  #fault(key: string, cause: unknown): SourceFault {
    const code = systemCode(cause);
    if (code === "ENOENT") return new SourceMissing(key, { cause });
    return new SourceFault(`${key} cannot be read in the lake (${code ?? "unknown reason"}).`, { cause });
  }
}
