import { access, constants, readFile } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { sha256 } from "../../runtime/digest.ts";
import { systemCode } from "../../runtime/errors.ts";
import type { StoredText } from "../../runtime/lake/lake.ts";
import { type Source, SourceFault } from "./source.ts";

/** Reads a lake in a folder of this machine. Makes no folder and writes nothing. */
export class FolderSource implements Source {
  readonly location: string;
  readonly howToFill = "Run npm start to make a demo delivery and take it through the whole pipeline.";

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
    const reason = code === "ENOENT" ? "is missing" : `cannot be read (${code ?? "unknown reason"})`;
    return new SourceFault(`${key} ${reason} in the lake.`, { cause });
  }
}
