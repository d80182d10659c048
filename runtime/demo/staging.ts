import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { isRunning } from "../process.ts";

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

/** Removes what a killed run has left beside `out`. */
async function removeLeftovers(parent: string, prefix: string): Promise<void> {
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
 * @throws InputError when `out` already holds something.
 */
export async function fillFolder<T>(out: string, fill: (folder: string) => Promise<T>): Promise<T> {
  const target = resolve(out);
  const parent = dirname(target);
  const prefix = `.${basename(target)}.partial-`;
  const refuse = async () => {
    const [first] = await entriesOf(target);
    if (first !== undefined)
      throw new InputError(
        `${target} already holds ${first}. Empty the folder or choose another with --out.`,
      );
  };
  await refuse();
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent, prefix);
  const staging = join(parent, `${prefix}${process.pid}`);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging);
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
