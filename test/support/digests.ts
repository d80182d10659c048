import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../runtime/digest.ts";

/** SHA-256 of each file by its path. */
export type Digests = Readonly<Record<string, string>>;

/** Paths below `root` of all files in one of its folders, hidden ones too, sorted. */
export function filesBelow(root: string, folder = "."): string[] {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** Digests of these files. */
export function digestsBelow(root: string, folder = "."): Digests {
  return Object.fromEntries(
    filesBelow(root, folder).map((path) => [path, sha256(readFileSync(join(root, path)))]),
  );
}
