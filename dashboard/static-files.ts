import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import type { RequestHandler, Response } from "express";
import { sha256 } from "../runtime/digest.ts";
import { searchOf } from "./web/request.ts";

/** Path below which the files that browsers fetch beside a page are served. */
export const STATIC_PATH = "/static";
/** Where browsers look for an icon when what they show names none, as JSON and text do. */
export const ICON_PATH = "/favicon.ico";

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

interface Kept {
  readonly type: string;
  readonly text: string;
  /** Changes with the text. */
  readonly version: string;
}

const kept = (type: string, text: string): Kept => ({ type, text, version: sha256(text).slice(0, DIGITS) });

/** Everything that browsers fetch beside a page, in memory: three small files. */
const files = {
  "style.css": kept("text/css", styles),
  "icon.svg": kept("image/svg+xml", read("static/icon.svg")),
  "enhance.js": kept("text/javascript", withoutTypes(read("browser/enhance.ts"))),
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
  return `${STATIC_PATH}/${file}?v=${files[file].version}`;
}

/** The address of the icon has no version: browsers ask anew after a day. */
const ICON_CACHE = "public, max-age=86400";

function send(response: Response, { type, text }: Kept, cache: string): void {
  response.set("Cache-Control", cache).type(type).send(text);
}

/**
 * Answers `/static/:file`; what it does not know goes on to the next handler. Only the file of this version is kept for
 * ever: while a new version is rolled out, browsers ask servers of the old one for files of the new one.
 */
export function staticFiles(): RequestHandler<{ file: string }> {
  return (request, response, next) => {
    const { file } = request.params;
    if (!isStaticFile(file)) return next();
    const isThisOne = searchOf(request).get("v") === files[file].version;
    send(response, files[file], isThisOne ? "public, max-age=31536000, immutable" : "no-store");
  };
}

/** Answers who looks for an icon where icons always were. */
export function icon(): RequestHandler {
  return (_request, response) => send(response, files["icon.svg"], ICON_CACHE);
}
