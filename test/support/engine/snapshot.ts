import { stringify } from "yaml";
import {
  nameOf,
  type RecordedResource,
  type Recording,
  STACK_TYPE,
  typeOf,
  type Value,
  type Values,
} from "./recording.ts";

/** Recordings as text that a reviewer can read in a diff. */

type Node = { [key: string]: Value | Node };

/**
 * A recording as YAML: the tree of components, each resource with its inputs, options and what it depends on. JSON
 * documents are spread out (`policy (JSON)`), secrets are hidden, and hashes of contents are numbered in the order in
 * which they appear, so that a changed line of code changes no snapshot and what belongs together still shows.
 */
export function snapshotText(recording: Recording): string {
  const root = recording.resources.find(({ type }) => type === STACK_TYPE);
  const children = root === undefined ? recording.resources : childrenOf(recording, root.urn);
  const tree: Node = {
    stack: recording.stack,
    project: recording.project,
    mode: recording.mode,
    resources: Object.fromEntries(children.map((child) => [label(child), node(recording, child)])),
    outputs: spread(recording.outputs),
  };
  return numberHashes(stringify(tree, { lineWidth: 0, aliasDuplicateObjects: false }));
}

/** Children of a component, components first, then by type and name. */
export function childrenOf(recording: Recording, urn: string): readonly RecordedResource[] {
  const rank = ({ kind, type, name }: RecordedResource): string =>
    [kind === "component" || kind === "remote" ? 0 : 1, type, name].join(" ");
  return recording.resources
    .filter(({ parent }) => parent === urn)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

const label = ({ type, name }: RecordedResource): string => `${type} ${name}`;

/** Enough of a URN for a reader who has the tree before him: kind and name. */
const short = (urn: string): string => `${typeOf(urn).split(":").at(-1) ?? ""} ${nameOf(urn)}`;

function node(recording: Recording, resource: RecordedResource): Node {
  const children = childrenOf(recording, resource.urn);
  const isComponent = resource.kind === "component";
  const parts: readonly (readonly [string, Value | Node])[] = [
    ["options", options(resource)],
    ["inputs", spread(hideSecrets(resource))],
    ["dependencies", resource.dependencies.map(short).sort()],
    ["outputs", isComponent ? spread(resource.outputs) : {}],
    ["children", Object.fromEntries(children.map((child) => [label(child), node(recording, child)]))],
  ];
  return Object.fromEntries(parts.filter(([, value]) => !isEmpty(value)));
}

const isEmpty = (value: Value | Node): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

/** What differs from the default. */
function options(resource: RecordedResource): Values {
  const { kind, type, provider } = resource;
  const all: Record<string, Value | undefined> = {
    protect: resource.protect || undefined,
    retainOnDelete: resource.retainOnDelete || undefined,
    deleteBeforeReplace: resource.deleteBeforeReplace,
    ignoreChanges: resource.ignoreChanges.length > 0 ? resource.ignoreChanges : undefined,
    replaceOnChanges: resource.replaceOnChanges.length > 0 ? resource.replaceOnChanges : undefined,
    existingId: resource.existingId,
    provider:
      kind === "custom" && provider === undefined && !type.startsWith("pulumi:") ? "default" : undefined,
    builtByProvider: kind === "remote" || undefined,
  };
  const given: Record<string, Value> = {};
  for (const [name, value] of Object.entries(all)) if (value !== undefined) given[name] = value;
  return given;
}

function hideSecrets(resource: RecordedResource): Values {
  const hidden = new Set(resource.secrets);
  const hide = (value: Value, path: string): Value => {
    if (hidden.has(path)) return "<secret>";
    if (isList(value)) return value.map((item, index) => hide(item, `${path}[${index}]`));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, hide(item, `${path}.${key}`)]),
    );
  };
  return Object.fromEntries(Object.entries(resource.inputs).map(([key, value]) => [key, hide(value, key)]));
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Sorts names and spreads JSON documents out. */
function spread(values: Values): Values {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => spreadValue(key, value)));
}

function spreadValue(key: string, value: Value): readonly [string, Value] {
  if (typeof value === "string") {
    const document = jsonDocument(value);
    return document === undefined ? [key, value] : [`${key} (JSON)`, document];
  }
  if (isList(value)) return [key, value.map((item) => spreadValue("", item)[1])];
  if (typeof value !== "object" || value === null) return [key, value];
  return [key, spread(value)];
}

/** A JSON object or list in a text; its own order of names stays, because a change of it is a change. */
function jsonDocument(text: string): Value | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const document: unknown = JSON.parse(text);
    return toValue(document);
  } catch {
    return undefined;
  }
}

function toValue(value: unknown): Value {
  if (Array.isArray(value)) return value.map(toValue);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toValue(item)]));
}

/** A digest, the end of a cache's tag, or an image's label that says what it is made of. */
const CONTENT =
  /\b[0-9a-f]{64}\b|(?<=amazonaws\.com\/[\w./-]+:[\w.]+-)[0-9a-f]{12}\b|(?<=spanishgas\.content: "?)[0-9a-f]{12}\b/g;

function numberHashes(text: string): string {
  const numbers = new Map<string, number>();
  return text.replace(CONTENT, (hash) => {
    const number = numbers.get(hash) ?? numbers.size + 1;
    numbers.set(hash, number);
    return `<content ${number}>`;
  });
}
