import { InputError } from "../errors.ts";
import type { CsvLines } from "./csv-lines.ts";

/** Separators that other programs use, and their names. */
const OTHER_SEPARATORS = [
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "vertical bars"],
] as const;

/**
 * The column names in the first line of a CSV file.
 * @throws InputError when the file does not begin with a header that is separated by commas.
 */
export function csvHeader(file: string, bytes: Buffer, lines: CsvLines): string[] {
  const [start] = lines.offsets;
  if (start === undefined) throw new InputError(`${file} is empty; upload it again.`, { file });
  if (lines.lines[0] !== 1)
    throw new InputError(`${file} begins with an empty line; the header must be line 1.`, { file, line: 1 });
  const text = bytes
    .subarray(start, lines.offsets[1] ?? bytes.length)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .replace(/[\r\n]+$/, "");
  if (text.includes("\r"))
    throw new InputError(`${file} ends its lines with CR alone (old Mac style); save it with LF or CRLF.`, {
      file,
      line: 1,
    });
  return splitHeader(file, text);
}

/** Splits the header of a CSV file; names may stand between quotes. */
export function splitHeader(file: string, text: string): string[] {
  const fields = text.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((field) => field.replace(/,$/, "")) ?? [];
  // The expression also matches the empty text at the end.
  if (fields.length > 1 && !text.endsWith(",")) fields.pop();
  const names = fields.map((field) =>
    field
      .replace(/^"(.*)"$/s, "$1")
      .replaceAll('""', '"')
      .trim(),
  );
  if (names.length === 1) {
    const other = OTHER_SEPARATORS.find(([separator]) => text.includes(separator));
    if (other !== undefined)
      throw new InputError(
        `${file} separates its columns with ${other[1]}; export it with commas, and with a point in decimals.`,
        { file, line: 1 },
      );
  }
  return names;
}
