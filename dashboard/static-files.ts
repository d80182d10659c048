import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import type { RequestHandler } from "express";
import { sha256 } from "../runtime/digest.ts";

/** Path below which the files that browsers fetch beside a page are served. */
export const STATIC_PATH = "/static";

const DIGITS = 12;

const read = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8");

/** The browser's script without its types. Node calls the function experimental, which readers of a log cannot help. */
function withoutTypes(code: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(code);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** The style sheet in the order in which later rules may overrule earlier ones; browsers get it as one file. */
const styles = ["base", "layout", "parts", "charts"].map((name) => read(`static/${name}.css`)).join("\n");

/** Everything that browsers fetch beside a page, in memory: three small files. */
const files = {
  "style.css": { type: "text/css", text: styles },
  "icon.svg": { type: "image/svg+xml", text: read("static/icon.svg") },
  "enhance.js": { type: "text/javascript", text: withoutTypes(read("browser/enhance.ts")) },
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
