import { mkdir, readdir, rm } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { throwIfCancelled, withRemedy } from "../errors.ts";
import { uniqueName } from "./durable.ts";
import type { Lake, Stage, TransferOptions } from "./lake.ts";
import { ObjectCopies } from "./object-copies.ts";
import { forEachOf } from "./parallel.ts";
import {
  isMarker,
  type PlacedFile,
  publishedFiles,
  readPublication,
  writePublication,
} from "./publication.ts";
import { downloadObject } from "./s3-download.ts";
import { deleteObjects, listObjects } from "./s3-objects.ts";
import { S3Texts } from "./s3-texts.ts";
import { uploadFile } from "./s3-upload.ts";

/** Files that are transferred at once; large ones go in parts, several of them at once, too. */
const PARALLEL_FILES = 2;

/**
 * A lake in a bucket, for who runs the data steps on this machine. Files are copied into a scratch folder and out of it.
 * What this process has published it need not download again. A scratch folder is for one process at a time; what an
 * interrupted one leaves there, a broken download among it, the next one goes on with.
 */
export class S3Lake extends S3Texts implements Lake {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #scratch: string;
  readonly #copies: ObjectCopies;

  /** @param scratch folder for copies of the lake's files; made when it is missing */
  constructor(client: S3Client, bucket: string, scratch: string) {
    super(client, bucket);
    this.#client = client;
    this.#bucket = bucket;
    this.#scratch = resolve(scratch);
    this.#copies = new ObjectCopies(join(this.#scratch, "objects"));
  }

  /** What is half published does not count. */
  override async exists(prefix: string): Promise<boolean> {
    const publication = prefix.endsWith("/") ? await readPublication(this, prefix) : undefined;
    return publication === undefined ? super.exists(prefix) : publication.state === "published";
  }

  /** @throws ObjectChanged when a file of a published place is not the published version any more */
  async input(prefix: string, options: TransferOptions = {}): Promise<string> {
    const folder = join(this.#scratch, "inputs", uniqueName(prefix));
    await this.#onDisk(async () => {
      const files = (await publishedFiles(this, prefix)) ?? (await this.#filesBelow(prefix));
      await mkdir(folder, { recursive: true });
      await forEachOf(files, PARALLEL_FILES, async ({ name, etag }) => {
        const file = join(folder, name);
        if (!file.startsWith(folder + sep)) throw new Error(`${prefix}${name} is no name of a file.`);
        const key = prefix + name;
        if (!(await this.#copies.has(key, etag))) {
          const source = { bucket: this.#bucket, key, etag };
          await downloadObject(this.#client, source, this.#copies.path(key, etag), options);
        }
        await this.#copies.place(key, etag, file);
      });
    });
    return folder;
  }

  async stage(prefix: string): Promise<Stage> {
    const folder = join(this.#scratch, "work", uniqueName(prefix));
    await this.#onDisk(async () => void (await mkdir(folder, { recursive: true })));
    return {
      folder,
      publish: (options = {}) => this.#onDisk(() => this.#publish(folder, prefix, options)),
      discard: () => rm(folder, { recursive: true, force: true }),
    };
  }

  /** Uploads in parts that were interrupted are removed by the bucket's own rule. */
  async sweep(): Promise<void> {
    for (const name of ["work", "inputs"])
      await rm(join(this.#scratch, name), { recursive: true, force: true, maxRetries: 5 });
  }

  /** Removes every copy on this machine: the bucket has all of it. */
  async removeCopies(): Promise<void> {
    await this.sweep();
    await this.#copies.remove();
  }

  async #publish(folder: string, prefix: string, options: TransferOptions): Promise<void> {
    // Without the slash, whatever begins with the same letters would be taken for what was there before.
    if (!prefix.endsWith("/")) throw new Error(`${prefix} is no place that can be published.`);
    throwIfCancelled(options.signal);
    await writePublication(this, prefix, { state: "publishing" });
    const files: PlacedFile[] = [];
    await forEachOf(await namesBelow(folder), PARALLEL_FILES, async (name) => {
      const file = join(folder, name);
      const target = { bucket: this.#bucket, key: prefix + name };
      const uploaded = await uploadFile(this.#client, target, file, options);
      files.push({ name, ...uploaded });
      await this.#copies.take(file, target.key, uploaded.etag);
    });
    const names = new Set(files.map(({ name }) => name));
    const stale = (await this.#filesBelow(prefix)).filter(({ name }) => !names.has(name));
    await deleteObjects(
      this.#client,
      this.#bucket,
      stale.map(({ name }) => prefix + name),
    );
    files.sort((a, b) => (a.name < b.name ? -1 : 1));
    await writePublication(this, prefix, { state: "published", files });
    await rm(folder, { recursive: true, force: true });
  }

  async #filesBelow(prefix: string): Promise<readonly PlacedFile[]> {
    const files: PlacedFile[] = [];
    for await (const { key, etag, bytes } of listObjects(this.#client, this.#bucket, prefix)) {
      const name = key.slice(prefix.length);
      // What a console makes of a "folder" is no file.
      if (name !== "" && !name.endsWith("/") && !isMarker(name)) files.push({ name, etag, bytes });
    }
    return files;
  }

  async #onDisk<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw withRemedy(thrown, this.#scratch);
    }
  }
}

/** Paths of all files below a folder, with slashes. */
async function namesBelow(folder: string, path = ""): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of await readdir(join(folder, path), { withFileTypes: true })) {
    const name = path + entry.name;
    if (entry.isDirectory()) names.push(...(await namesBelow(folder, `${name}/`)));
    else if (entry.isFile()) names.push(name);
  }
  return names.sort();
}
