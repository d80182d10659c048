import { chmod, copyFile, link, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sha256 } from "../digest.ts";
import { systemCode } from "../errors.ts";

const READ_ONLY = 0o444;

/**
 * Copies of objects on this machine, each under the digest of its key and version: what lies here is whole and never
 * changes. Folders for steps are made of links to them.
 */
export class ObjectCopies {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where the copy of this version lies, or would lie. */
  path(key: string, etag: string): string {
    return join(this.#folder, sha256(`${etag}  ${key}`));
  }

  async has(key: string, etag: string): Promise<boolean> {
    return stat(this.path(key, etag)).then(
      () => true,
      (thrown: unknown) => {
        if (systemCode(thrown) === "ENOENT") return false;
        throw thrown;
      },
    );
  }

  /** Takes a file that was uploaded as this version: then it need not be downloaded. */
  async take(file: string, key: string, etag: string): Promise<void> {
    const path = this.path(key, etag);
    await mkdir(dirname(path), { recursive: true });
    await rename(file, path);
  }

  /** Lets the copy of a version appear as a file that nobody may write to. */
  async place(key: string, etag: string, file: string): Promise<void> {
    const path = this.path(key, etag);
    await chmod(path, READ_ONLY);
    await mkdir(dirname(file), { recursive: true });
    // Not every file system has links: then it is copied.
    await link(path, file).catch((thrown: unknown) => {
      if (systemCode(thrown) === "EEXIST") throw thrown;
      return copyFile(path, file);
    });
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
