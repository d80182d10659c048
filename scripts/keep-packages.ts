import { readFileSync, writeFileSync } from "node:fs";

/**
 * Leaves only the named dependencies in the package.json of the working directory, so that an image holds what its
 * program imports and nothing else: `node keep-packages.ts NAME...`. The lock file is for npm to follow.
 */
const FILE = "package.json";
const kept = process.argv.slice(2);
const { dependencies, devDependencies: _unused, ...rest } = JSON.parse(readFileSync(FILE, "utf8"));
const unknown = kept.filter((name) => dependencies[name] === undefined);
if (kept.length === 0 || unknown.length > 0) {
  process.stderr.write(`keep-packages: package.json has no dependency ${unknown.join(", ") || "to keep"}.\n`);
  process.exit(1);
}
const chosen = Object.fromEntries(kept.map((name) => [name, dependencies[name]]));
writeFileSync(FILE, `${JSON.stringify({ ...rest, dependencies: chosen }, null, 2)}\n`);
