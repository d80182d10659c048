import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InputError, messageOf, systemCode } from "../errors.ts";
import { isRunning } from "../process.ts";

const NOT_WRITABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"]);

const prefixOf = (target: string) => `.${basename(target)}.partial-`;

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (systemCode(thrown) === "ENOTDIR")
      throw new InputError(`${folder} is a file; name a folder with --out.`);
    return [];
  }
}

/** Makes the hidden folder that is filled; who may not write here learns it before the work. */
async function makeStaging(target: string, staging: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await removeLeftovers(target);
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging);
  } catch (thrown) {
    if (!NOT_WRITABLE.has(systemCode(thrown) ?? "")) throw thrown;
    throw new InputError(
      `The demo cannot be made in ${target} (${messageOf(thrown)}); name a folder with --out that can be written to.`,
    );
  }
}

/** Removes what a killed run has left beside `out`. */
async function removeLeftovers(target: string): Promise<void> {
  const parent = dirname(target);
  const prefix = prefixOf(target);
  for (const entry of await entriesOf(parent)) {
    const pid = entry.startsWith(prefix) ? Number(entry.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(pid) && pid !== process.pid && !isRunning(pid))
      await rm(join(parent, entry), { recursive: true, force: true });
  }
}

/**
 * Fills a folder as one step: `fill` works in a hidden folder beside it, which takes the place of `out` when all is
 * written. A run that fails or is killed leaves `out` as it was: absent or empty.
 *
 * @throws InputError when `out` already holds something, is a file or cannot be written to.
 */
export async function fillFolder<T>(out: string, fill: (folder: string) => Promise<T>): Promise<T> {
  const target = resolve(out);
  const refuse = async () => {
    const [first] = await entriesOf(target);
    if (first !== undefined)
      throw new InputError(
        `${target} already holds ${first}. Empty the folder or choose another with --out.`,
      );
  };
  await refuse();
  const staging = join(dirname(target), `${prefixOf(target)}${process.pid}`);
  await makeStaging(target, staging);
  try {
    const result = await fill(staging);
    await refuse();
    await rmdir(target).catch(() => {});
    await rename(staging, target);
    return result;
  } catch (thrown) {
    await rm(staging, { recursive: true, force: true });
    throw thrown;
  }
}
