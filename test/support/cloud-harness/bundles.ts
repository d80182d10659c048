import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { functions } from "../../../configs/functions.ts";
import { compile } from "../../../infra/bundle.ts";

/** The repository. */
export const ROOT = resolve(import.meta.dirname, "../../..");

export type FunctionName = keyof typeof functions;

const compiled = new Map<FunctionName, string>();

/** Writes a function's bundle, the one that is deployed, into a folder of its own. @returns its path */
export function writeBundle(name: FunctionName, folder: string): string {
  const code = compiled.get(name) ?? compile(functions[name].entry, ROOT);
  compiled.set(name, code);
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  const file = join(place, "index.mjs");
  writeFileSync(file, code);
  return file;
}
