import type { Place, places } from "../../configs/pipeline.ts";

/** The first folder of a path: `models/<run>/artifact/` lies in `models/`. */
type Top<Path extends string> = Path extends `${infer Folder}/${string}` ? `${Folder}/` : never;

/** The folders at the top of the lake: those of the steps, the uploads, and the pointers to what is current. */
export type TopPrefix = Top<(typeof places)[Place]> | "raw/" | "pointers/";

/**
 * What a permission or a rule of the lake is about: a folder at the top, or one below it (`monitoring/alerts/`). An
 * asterisk stands for any run or version: `models/*` + `/artifact/` are the models themselves, without their records.
 */
export type Prefix = TopPrefix | `${TopPrefix}${string}/`;

/**
 * Files of one kind, however deep they lie below a folder at the top: `bronze/*.quality.json` are the reports on the
 * tables there, and no table.
 */
export type FileKind = `${TopPrefix}*.${string}.json`;

/** What may be read of a lake. */
export type ObjectSet = Prefix | FileKind;

/** The objects that a permission is about, as IAM names them, whose asterisk stands for any text, slashes included. */
export function objectsOf(set: ObjectSet): string {
  return set.endsWith("/") ? `${set}*` : set;
}

/** Prefixes and kinds of files as part of a policy's name: `gold`, `models.any.artifact`, `bronze.any.quality.json`. */
export function nameOf(sets: readonly ObjectSet[]): string {
  return [...new Set(sets)]
    .sort()
    .map((set) => set.replace(/\/$/, "").replaceAll("/", ".").replaceAll("*", "any"))
    .join("-");
}
