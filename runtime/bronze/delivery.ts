import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { type Dataset, datasets } from "../../configs/datasets.ts";
import { InputError } from "../errors.ts";
import { type FileFormat, recogniseFormat } from "./format.ts";
import { nearest } from "./nearest.ts";

/** The file, or the parts of one file, that hold a data set. All parts have the same format. */
export interface RawFile extends FileFormat {
  readonly dataset: Dataset;
  /** Absolute paths, in natural order of their names (part 2 before part 10). */
  readonly paths: readonly string[];
}

/** Readings whose files lie on other machines, which have looked at them. */
export interface Elsewhere {
  /** Paths of the files below the delivery's folder. */
  readonly paths: ReadonlySet<string>;
  /** How a file is laid out. @throws InputError as `recogniseFormat` would */
  readonly formatOf: (path: string) => FileFormat;
  /** Columns that the contract does not know. @throws InputError as `checkReadingsFile` would */
  readonly extraColumnsOf: (path: string) => readonly string[];
}

export interface Delivery {
  readonly files: readonly RawFile[];
  readonly errors: readonly InputError[];
  /** What a user may want to know, but nothing that stops a run. */
  readonly notes: readonly string[];
}

const EXTENSION = /(?:\.snappy)?\.(?:csv|tsv|txt|json|ndjson|jsonl|parquet|pq)(?:\.gz)?$|\.gz$/i;
const PART = "(?:[-_.](?:part[-_.]?)?\\d+)?";
const natural = new Intl.Collator("en", { numeric: true });

/** Part 2 before part 10; never equal for two names, so that the order does not depend on how a folder is listed. */
function byName(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

interface Entry {
  readonly name: string;
  readonly stem: string;
  readonly paths: readonly string[];
}

/**
 * Finds each data set's file in a delivery by its name: with any known extension, as numbered parts, or as a folder
 * of parts. What a file is in truth, its content tells.
 * @param elsewhere readings of the delivery that are not in the folder; their paths stay relative
 */
export async function findRawFiles(folder: string, elsewhere?: Elsewhere): Promise<Delivery> {
  if (!existsSync(folder))
    return {
      files: [],
      errors: [
        new InputError(`The folder ${folder} does not exist; give the folder that holds the raw files.`),
      ],
      notes: [],
    };
  const entries = await entriesOf(folder, [...(elsewhere?.paths ?? [])]);
  const files: RawFile[] = [];
  const errors: InputError[] = [];
  const claimed = new Set<Entry>();
  for (const dataset of datasets) {
    const own = entries.filter((entry) => claims(dataset, entry));
    for (const entry of own) claimed.add(entry);
    try {
      const file = await rawFile(dataset, own, elsewhere);
      if (file !== undefined) files.push(file);
    } catch (thrown) {
      if (!(thrown instanceof InputError)) throw thrown;
      errors.push(thrown);
    }
  }
  const strangers = entries.filter((entry) => !claimed.has(entry));
  for (const dataset of datasets) {
    if (entries.some((entry) => claims(dataset, entry))) continue;
    const near = nearest(
      dataset.fileStem,
      strangers.map((entry) => entry.stem),
    );
    const stranger = strangers.find((entry) => entry.stem === near);
    if (dataset.required || stranger !== undefined) errors.push(missing(dataset, stranger));
  }
  return {
    files,
    errors,
    notes: strangers.map((entry) => `${entry.name} belongs to no data set and was not read.`),
  };
}

function missing(dataset: Dataset, stranger: Entry | undefined): InputError {
  const name = `${dataset.fileStem}.csv`;
  const remedy =
    stranger === undefined
      ? `add it as ${name} (or .csv.gz, .parquet, .json, .ndjson)`
      : EXTENSION.test(stranger.name)
        ? `rename ${stranger.name} if that is it`
        : `${stranger.name} is of another kind: export it as ${name}, if that is it`;
  return new InputError(`The delivery has no ${dataset.fileStem}; ${remedy}.`, { file: name });
}

/**
 * The files of a data set that lie in a folder, by their names alone.
 * @returns paths below the folder, in the order of the delivery
 */
export async function namesOf(dataset: Dataset, folder: string): Promise<string[]> {
  const entries = await entriesOf(folder, []);
  const own = entries.filter((entry) => claims(dataset, entry));
  return own.flatMap(({ paths }) => paths.map((path) => relative(folder, path)));
}

async function entriesOf(folder: string, elsewhere: readonly string[]): Promise<Entry[]> {
  const files = new Map<string, readonly string[]>();
  for (const name of await visibleNames(folder)) {
    const path = join(folder, name);
    files.set(name, (await stat(path)).isDirectory() ? await partsOf(path) : [path]);
  }
  for (const [name, paths] of Map.groupBy(elsewhere, (path) => path.split("/")[0] ?? path))
    files.set(name, paths.toSorted(byName));
  return [...files]
    .filter(([, paths]) => paths.length > 0)
    .map(([name, paths]) => ({ name, stem: name.replace(EXTENSION, "").toLowerCase(), paths }))
    .sort((a, b) => byName(a.name, b.name));
}

/** Hidden files and markers of other programs, such as `_SUCCESS`, are no data. */
async function visibleNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !/^[._]/.test(name)).sort(byName);
}

async function partsOf(folder: string): Promise<string[]> {
  return (await visibleNames(folder)).map((name) => join(folder, name));
}

function claims(dataset: Dataset, entry: Entry): boolean {
  return new RegExp(`^${dataset.stem}${PART}$`, "i").test(entry.stem);
}

/** An entry whose name carries no part number. */
function isWhole(dataset: Dataset, entry: Entry): boolean {
  return new RegExp(`^${dataset.stem}$`, "i").test(entry.stem);
}

async function rawFile(
  dataset: Dataset,
  entries: readonly Entry[],
  elsewhere: Elsewhere | undefined,
): Promise<RawFile | undefined> {
  const [first, second] = entries;
  if (first === undefined) return undefined;
  const whole = entries.find((entry) => isWhole(dataset, entry));
  if (whole !== undefined && second !== undefined) {
    const other = entries.find((entry) => entry !== whole) ?? second;
    throw twice(dataset, whole.name, other.name);
  }
  const paths = entries.flatMap((entry) => entry.paths);
  const formatOf = async (path: string) =>
    elsewhere?.paths.has(path) === true ? elsewhere.formatOf(path) : recogniseFormat(path);
  const formats = await Promise.all(paths.map(formatOf));
  const [format] = formats;
  if (format === undefined) return undefined;
  const stranger = formats.findIndex((one) => one.format !== format.format || one.gzip !== format.gzip);
  if (stranger >= 0) throw twice(dataset, basename(paths[0] ?? ""), basename(paths[stranger] ?? ""));
  return { dataset, paths, ...format };
}

function twice(dataset: Dataset, one: string, other: string): InputError {
  return new InputError(
    `Both ${one} and ${other} claim to be ${dataset.fileStem}; keep one of them, or parts of one format.`,
    { file: other },
  );
}
