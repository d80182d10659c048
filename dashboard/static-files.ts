import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import type { RequestHandler } from "express";
import { sha256 } from "../runtime/digest.ts";

/** Path below which the files that browsers fetch beside a page are served. */
export const STATIC_PATH = "/static";

const DIGITS = 12;

const read = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8");

/** Everything that browsers fetch beside a page, in memory: three small files. The script loses its types here. */
const files = {
  "style.css": { type: "text/css", text: read("static/style.css") },
  "icon.svg": { type: "image/svg+xml", text: read("static/icon.svg") },
  "enhance.js": { type: "text/javascript", text: stripTypeScriptTypes(read("browser/enhance.ts")) },
} as const;
type StaticFile = keyof typeof files;

function isStaticFile(name: string): name is StaticFile {
  return Object.hasOwn(files, name);
}

/**
 * Address of a file that browsers fetch beside a page. It changes with the file's content, so that browsers may keep it
 * for ever and never show an old one.
 */
export function staticUrl(file: StaticFile): string {
  return `${STATIC_PATH}/${file}?v=${sha256(files[file].text).slice(0, DIGITS)}`;
}

/** Answers `/static/:file`; what it does not know goes on to the next handler. */
export function staticFiles(): RequestHandler<{ file: string }> {
  return (request, response, next) => {
    const { file } = request.params;
    if (!isStaticFile(file)) return next();
    const { type, text } = files[file];
    response.set("Cache-Control", "public, max-age=31536000, immutable").type(type).send(text);
  };
}
