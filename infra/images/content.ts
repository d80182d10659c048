import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What an image is made of. The list is the image's own `.dockerignore`, so that Docker and this program cannot
 * disagree: it lets nothing in but the files and folders that it names.
 */

/** An image of the project, by its repository folder: `runtime/Dockerfile` makes `runtime`. */
export const imageNames = ["runtime", "dashboard"] as const;
export type ImageName = (typeof imageNames)[number];

/** Digits of a digest that tell contents apart. */
const DIGITS = 12;

/** Where an image's Dockerfile lies, from the repository's root. */
export function dockerfileOf(image: ImageName): string {
  return `${image}/Dockerfile`;
}

/**
 * The files that an image is made of, sorted: those that its `.dockerignore` lets in, and the Dockerfile with it.
 *
 * @param root the repository's root: the build's context
 * @throws RangeError when the list holds anything but `*` and then `!path`, or names what is not there
 */
export function filesOf(image: ImageName, root: string): readonly string[] {
  const dockerfile = dockerfileOf(image);
  const list = `${dockerfile}.dockerignore`;
  const named = parseList(list, readFileSync(join(root, list), "utf8"));
  const missing = named.filter((path) => !exists(join(root, path)));
  if (missing.length > 0)
    throw new RangeError(
      `${list} names ${missing.join(", ")}, which is not there. Correct the path or remove it.`,
    );
  const files = named.flatMap((path) => filesBelow(root, path));
  return [...new Set([dockerfile, list, ...files])].sort();
}

/**
 * A digest over files: their paths, their contents, and whether they may be run, as git sees it. Owners, dates and the
 * folder of the clone do not count.
 */
export function digestOf(root: string, files: readonly string[]): string {
  const digest = createHash("sha256");
  for (const path of [...files].sort()) {
    const file = join(root, path);
    const runnable = (lstatSync(file).mode & 0o100) !== 0;
    const content = createHash("sha256").update(readFileSync(file)).digest("hex");
    digest.update(`${content} ${runnable ? "x" : "-"} ${path}\n`);
  }
  return digest.digest("hex").slice(0, DIGITS);
}

function parseList(list: string, text: string): readonly string[] {
  const [everything, ...rest] = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const wrong = rest.filter((line) => !/^![\w@.][\w@./-]*$/.test(line) || line.includes(".."));
  if (everything !== "*" || wrong.length > 0) {
    const what = everything === "*" ? `holds ${wrong.join(", ")}` : "does not begin with *";
    throw new RangeError(
      `${list} ${what}. Leave everything out with *, then name each file or folder as !path.`,
    );
  }
  return rest.map((line) => line.slice(1));
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function filesBelow(root: string, path: string): string[] {
  const stat = lstatSync(join(root, path));
  if (stat.isDirectory())
    return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
  if (!stat.isFile())
    throw new RangeError(
      `${path} is neither a file nor a folder. Put the file itself there: a link leads elsewhere in the image.`,
    );
  return [path];
}
