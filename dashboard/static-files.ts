import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../runtime/digest.ts";

/** Folder of the files that browsers fetch beside a page. */
export const staticFolder = join(import.meta.dirname, "static");
/** Path below which they are served. */
export const STATIC_PATH = "/static";

const staticFiles = ["style.css", "icon.svg"] as const;
type StaticFile = (typeof staticFiles)[number];

const DIGITS = 12;

/** A file's address changes with its content, so that browsers may keep it for ever and never show an old one. */
const urls = new Map(
  staticFiles.map((file) => [
    file,
    `${STATIC_PATH}/${file}?v=${sha256(readFileSync(join(staticFolder, file))).slice(0, DIGITS)}`,
  ]),
);

/** Address of a file that browsers fetch beside a page. */
export function staticUrl(file: StaticFile): string {
  return urls.get(file) ?? `${STATIC_PATH}/${file}`;
}
