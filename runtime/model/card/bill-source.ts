import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../../errors.ts";
import { type BillSource, type Lock, lockSchema } from "./bill.ts";

/** npm's record of what it has installed, and of what it is to install. */
const INSTALLED = join("node_modules", ".package-lock.json");
const LOCKED = "package-lock.json";

async function lockIn(file: string): Promise<Lock | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (thrown) {
    if (systemCode(thrown) !== "ENOENT") throw thrown;
    return null;
  }
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is damaged: it is no lock file of npm. Install the packages again.`, { cause });
  }
}

/**
 * Finds out which packages a program runs with: those installed, else those locked, else nobody knows.
 * @param root the folder of its package.json
 * @throws Error when a lock file is there that npm has not written
 */
export async function billSource(root: string): Promise<BillSource> {
  const installed = await lockIn(join(root, INSTALLED));
  if (installed !== null) return { kind: "installed", lock: installed };
  const locked = await lockIn(join(root, LOCKED));
  return locked === null ? { kind: "unknown" } : { kind: "locked", lock: locked };
}
