import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { runProgram } from "./program.ts";
import type { Recording } from "./recording.ts";

/** One folder a checkout, so that two of them do not throw away each other's recordings. */
const SHELF = join(
  tmpdir(),
  `recorded-stacks-${createHash("sha256").update(ROOT).digest("hex").slice(0, 12)}`,
);

/** What no program reads: its change leaves a recording as good as it was. */
const APART = /^(?:docs|test)\/(?!support\/engine\/)/;

/**
 * An update of a stack as its file has it. Several test files look at the same stacks, each in a process of its own:
 * the first runs the program, the others read what it recorded. A recording counts as long as no file of the
 * repository has changed, tests and guides apart.
 */
export async function sharedUpdate(stack: string): Promise<Recording> {
  const key = contentKey(ROOT);
  const file = join(SHELF, `${key}-${stack}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const recording = await runProgram({ stack, mode: "update" });
  if (recording.errors.length === 0) keep(file, key, recording);
  return recording;
}

/** A digest of what a program may read: the files that git knows or would, and the release that is deployed. */
export function contentKey(root: string): string {
  const digest = createHash("sha256").update(process.env["RELEASE"] ?? "");
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const files = listed.split("\0").filter((path) => path !== "" && !APART.test(path));
  for (const path of [...new Set(files)].sort()) {
    const file = join(root, path);
    // A file that is deleted, and a link to the packages of another checkout, are no content.
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
    digest.update(`${path} ${createHash("sha256").update(readFileSync(file)).digest("hex")}\n`);
  }
  return digest.digest("hex").slice(0, 24);
}

/** All at once, as another process may read it at any moment. What older files made is thrown away. */
function keep(file: string, key: string, recording: Recording): void {
  mkdirSync(SHELF, { recursive: true });
  for (const name of readdirSync(SHELF))
    if (!name.startsWith(key)) rmSync(join(SHELF, name), { force: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(recording));
  renameSync(unfinished, file);
}
