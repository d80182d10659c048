import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCode } from "../errors.ts";

/** A name that nobody else has, with what it is for as a hint for people. */
export function uniqueName(purpose: string): string {
  return `${purpose.replaceAll(/[^a-z0-9_-]+/gi, ".")}-${randomBytes(6).toString("hex")}`;
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Brings every file below a folder, and the folders themselves, to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncFolder(path);
    else if (entry.isFile()) await syncPath(path);
  }
  await syncPath(folder);
}

/** Moves a finished folder to its place; what stands there is moved to `aside` and removed. One file system for all. */
export async function replaceFolder(finished: string, target: string, aside: string): Promise<void> {
  const replaced = await rename(target, aside).then(
    () => true,
    (thrown: unknown) => {
      if (systemCode(thrown) === "ENOENT") return false;
      throw thrown;
    },
  );
  await rename(finished, target);
  await syncPath(dirname(target));
  if (replaced) await rm(aside, { recursive: true, force: true });
}

/**
 * Writes a small file in one piece: a reader sees the old content or the new, even after a power cut.
 * @param unfinished where it is written first, in the same file system; who is killed leaves it there, and the next
 *   writer writes over it. Nobody else may write there meanwhile.
 */
export function writeDurably(path: string, text: string, unfinished: string): void {
  const file = openSync(unfinished, "w");
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
