import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Dataset, datasets } from "../../configs/datasets.ts";
import { bytesOfFile, sha256 } from "../digest.ts";
import { CancelledError, InputError, messageOf, systemCode, throwIfCancelled } from "../errors.ts";
import type { DeliveredFile } from "../manifest/manifest.ts";
import type { Progress } from "../step.ts";

/** Notes that lie beside the data (a README) are no data: editing one makes no new delivery. */
const NOTES = /(^|\/)(readme|license|licence)[^/]*$|\.md$/i;

/**
 * Names of the files in a folder that make up a delivery, sorted: all visible files, and those of visible folders
 * (a file may come in parts, as a folder). Hidden ones and those that start with an underscore are no data.
 *
 * @throws InputError when the folder is missing or holds no files.
 */
export async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const name of await visible(folder)) {
    if (await isFile(folder, name)) names.push(name);
    else for (const part of await visible(join(folder, name))) names.push(`${name}/${part}`);
  }
  const files: string[] = [];
  for (const name of names) {
    if (!NOTES.test(name) && (await isFile(folder, name))) files.push(name);
  }
  if (files.length === 0) {
    throw new InputError(
      `The folder ${folder} holds no files; put the raw files there, or make a demo: spanishgas demo --out ${folder}`,
    );
  }
  return files.sort();
}

async function isFile(folder: string, name: string): Promise<boolean> {
  try {
    return (await stat(join(folder, name))).isFile();
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT")
      throw new InputError(`${name} is a link to a file that is not there; repair the link or remove it.`, {
        file: name,
      });
    throw unreadable(name, thrown);
  }
}

function unreadable(name: string, thrown: unknown): InputError {
  return new InputError(
    `${name} cannot be read (${messageOf(thrown)}); check the file and its permissions.`,
    { file: name },
  );
}

async function visible(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !/^[._]/.test(name));
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === "ENOENT")
      throw new InputError(
        `The folder ${folder} does not exist; name the folder that holds the raw files with --raw.`,
      );
    if (code === "ENOTDIR")
      throw new InputError(`${folder} is a file; name the folder that holds the raw files.`);
    if (code === "EACCES" || code === "EPERM")
      throw new InputError(`The folder ${folder} may not be read by this user; check its permissions.`);
    throw thrown;
  }
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** The files of a delivery with the digests of their contents. */
export async function identifyFiles(folder: string, options: ReadOptions = {}): Promise<DeliveredFile[]> {
  const names = await namesIn(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  const files: DeliveredFile[] = [];
  for (const name of names) {
    files.push(
      await digestOf(folder, name, (bytes) => {
        done += bytes;
        options.progress?.({ task: "Identify the delivery", done, total, unit: "bytes" });
        throwIfCancelled(options.signal);
      }),
    );
  }
  return files;
}

async function digestOf(folder: string, name: string, read: (bytes: number) => void): Promise<DeliveredFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of bytesOfFile(join(folder, name))) {
      hash.update(chunk);
      bytes += chunk.length;
      read(chunk.length);
    }
  } catch (thrown) {
    if (thrown instanceof CancelledError) throw thrown;
    throw unreadable(name, thrown);
  }
  return { name, bytes, digest: hash.digest("hex") };
}

/** Does this file, or the folder it lies in, hold this data set? */
export function holds(dataset: Dataset, name: string): boolean {
  const entry = name.split("/")[0] ?? name;
  return new RegExp(`^${dataset.stem}([-_.](part[-_.]?)?\\d+)?(\\.|$)`, "i").test(entry);
}

/**
 * Does this file belong to a delivery, by its name relative to the upload? In a bucket, where anybody's objects may
 * lie, only the files of known data sets do: in one piece, or in parts below a folder of the data set's name.
 */
export function isDelivered(name: string): boolean {
  const parts = name.split("/");
  const visible = parts.length <= 2 && parts.every((part) => part !== "" && !/^[._]/.test(part));
  return visible && !NOTES.test(name) && datasets.some((dataset) => holds(dataset, name));
}

/**
 * Could a person have meant this file for a delivery, although none has it? Its name is misspelt, or it lies too deep.
 * Notes, hidden files and the markers of folders are left out on purpose.
 */
export function isStray(name: string): boolean {
  const shown = name.split("/").every((part) => part !== "" && !/^[._]/.test(part));
  return shown && !NOTES.test(name) && !isDelivered(name);
}

/** Data sets of which no file is there, by name. @param all ask for those that a delivery may lack, too */
export function missingDatasets(names: readonly string[], all: boolean): string[] {
  return datasets
    .filter((dataset) => (all || dataset.required) && !names.some((name) => holds(dataset, name)))
    .map(({ contract }) => contract.name);
}

/** Digest of the label file, or of its parts: what a model was trained on. Null when the delivery has none. */
export function labelsOf(files: readonly DeliveredFile[]): string | null {
  const label = datasets.find(({ contract }) => contract.name === "churn_label");
  const parts = label === undefined ? [] : files.filter(({ name }) => holds(label, name));
  if (parts.length === 0) return null;
  return sha256(
    parts
      .map(({ digest }) => digest)
      .sort()
      .join(""),
  );
}
