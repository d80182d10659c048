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

/** Prefixes as part of a policy's name: `gold`, `monitoring.alerts`, `models.any.artifact`. */
export function nameOf(prefixes: readonly Prefix[]): string {
  return [...new Set(prefixes)]
    .sort()
    .map((prefix) => prefix.slice(0, -1).replaceAll("/", ".").replaceAll("*", "any"))
    .join("-");
}
