import type { Dataset } from "../../configs/datasets.ts";
import { InputError } from "../errors.ts";
import { nearest } from "./nearest.ts";

/**
 * Compares the columns that a file has with its contract, by name: their order does not matter.
 *
 * @param headerLine line that names the columns, in files that have one
 * @returns columns that the contract does not know; they are not read
 * @throws InputError that lists what the file has, when a column is missing or stands twice.
 */
export function checkColumns(
  dataset: Dataset,
  file: string,
  present: readonly string[],
  headerLine?: number,
): readonly string[] {
  const line = headerLine === undefined ? {} : { line: headerLine };
  const wanted = dataset.contract.columns.map((column) => column.name);
  const repeated = present.find((name, index) => wanted.includes(name) && present.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new InputError(`${file} has the column "${repeated}" twice; remove one of them.`, {
      file,
      column: repeated,
      ...line,
    });
  const missing = wanted.filter((name) => !present.includes(name));
  const [first] = missing;
  const extra = present.filter((name) => !wanted.includes(name));
  if (first === undefined) return extra;
  if (missing.length === wanted.length)
    throw new InputError(
      // Not what stands there instead: without a header it is a customer's row.
      `${file} names none of its columns in ${headerLine === undefined ? "its records" : `line ${headerLine}`}; they must be: ${wanted.join(",")}.`,
      { file, ...line },
    );
  // The only column that is missing is likely to be the only one that nobody knows.
  const near = nearest(first, extra) ?? (extra.length === 1 ? extra[0] : undefined);
  const remedy = near === undefined ? "add it" : `rename "${near}" if that is it`;
  const names = missing.map((name) => `"${name}"`).join(", ");
  throw new InputError(
    `${file} has no ${missing.length > 1 ? "columns" : "column"} ${names} (it has: ${list(present)}); ` +
      `${missing.length > 1 ? "add them" : remedy}.`,
    { file, column: first, ...line },
  );
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => (name.length > 40 ? `${name.slice(0, 40)}...` : name));
  return shown.join(", ") + (names.length > shown.length ? ", ..." : "");
}
