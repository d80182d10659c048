import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { withoutRoot } from "./paths.ts";
import { UNKNOWN, type Value, type Values } from "./recording.ts";

/** How values travel between a program and its engine. The marks are Pulumi's protocol. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
/** Stands for an unknown value of any type. */
export const UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The protocol's message of named values. */
export type Struct = structs.Struct;

/** A value read from the wire, and which parts of it are secret. */
export interface Readable {
  readonly values: Values;
  /** Paths, sorted. */
  readonly secrets: readonly string[];
}

/** Reads named values from the wire. */
export function fromWire(struct: Struct | undefined): Readable {
  const secrets: string[] = [];
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(struct?.toJavaScript() ?? {})) {
    values[name] = readable(value, name, secrets);
  }
  return { values, secrets: secrets.sort() };
}

/** Named values as the wire wants them; `UNKNOWN` is unknown there too. */
export function toWire(values: Values): Struct {
  return structs.Struct.fromJavaScript(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, wireValue(value)])),
  );
}

/** The answer to a request: its own values, marks and all, and what the cloud adds, secret where it is named so. */
export function answerOnWire(
  request: Struct | undefined,
  added: Values,
  secretNames: readonly string[] = [],
): Struct {
  const computed = Object.entries(added).map(([name, value]) => {
    const plain = wireValue(value);
    return [name, secretNames.includes(name) ? { [MARK]: SECRET, value: plain } : plain];
  });
  return structs.Struct.fromJavaScript({ ...request?.toJavaScript(), ...Object.fromEntries(computed) });
}

function wireValue(value: Value): Json {
  if (value === UNKNOWN) return UNKNOWN_ON_WIRE;
  if (isList(value)) return value.map(wireValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wireValue(item)]));
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function readable(value: unknown, path: string, secrets: string[]): Value {
  if (value === UNKNOWN_ON_WIRE) return UNKNOWN;
  if (Array.isArray(value)) return value.map((item, index) => readable(item, `${path}[${index}]`, secrets));
  if (typeof value === "string") return withoutRoot(value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return null;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  switch (fields[MARK]) {
    case SECRET:
      secrets.push(path);
      return readable(fields["value"], path, secrets);
    case OUTPUT:
      if (fields["secret"] === true) secrets.push(path);
      return "value" in fields ? readable(fields["value"], path, secrets) : UNKNOWN;
    case ASSET:
      return { asset: file(fields) };
    case ARCHIVE:
      return { archive: fields["assets"] === undefined ? file(fields) : files(fields["assets"]) };
    case REFERENCE:
      return String(fields["urn"]);
    default:
      return Object.fromEntries(
        Object.entries(fields).map(([key, item]) => [key, readable(item, `${path}.${key}`, secrets)]),
      );
  }
}

/** Files appear by what is in them: a recording names no place of this machine. */
function file(fields: Readonly<Record<string, unknown>>): Value {
  const { text, path, uri } = fields;
  if (typeof text === "string") return text.length > LONGEST_TEXT ? hashOf(text) : text;
  if (typeof uri === "string") return uri;
  return typeof path === "string" ? contentHash(path) : null;
}

function files(assets: unknown): Value {
  if (typeof assets !== "object" || assets === null) return null;
  const entries = Object.entries(assets).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, asset]) => [name, readable(asset, name, [])]));
}

/** Longer texts, such as a function's code, appear as their hash. */
const LONGEST_TEXT = 500;

const hashOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** Hash of a file, or of a folder's files with their names; says so when there is none. */
export function contentHash(path: string): string {
  const hash = createHash("sha256");
  try {
    if (statSync(path).isDirectory()) {
      const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
      for (const name of names.filter((each) => statSync(join(path, each)).isFile())) {
        hash.update(name).update(readFileSync(join(path, name)));
      }
    } else {
      hash.update(readFileSync(path));
    }
  } catch {
    return "missing";
  }
  return `sha256:${hash.digest("hex")}`;
}
