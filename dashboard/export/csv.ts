import { identifier } from "../../runtime/table/engine.ts";

/**
 * CSV made by the database, a line a row, so that a million rows need neither memory nor the event loop. As RFC 4180 has
 * it, with line feeds. A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
 * injection"): ids and names come from files that others write. Spreadsheets of some countries, Spain among them, cut
 * lines at semicolons, and take quotes for quotes only where a piece begins: so what follows a semicolon, a tab or a break
 * within a text is looked at like a text's beginning. Numbers are no texts and stay as they are.
 */

/** What a column holds. A list becomes one text, its entries separated by semicolons. */
export interface CsvColumn {
  readonly name: string;
  readonly kind: "text" | "number" | "texts";
}

/**
 * What a spreadsheet would begin to compute with, also behind blanks and what cannot be seen: spreadsheets skip some of
 * that, and a byte order mark at the beginning of a line is lost on the way out of the database.
 */
const UNSEEN = "\\pZ\\p{Cc}\\p{Cf}";
const SIGNS = "=+@\\-\\x{FF1D}\\x{FF0B}\\x{FF0D}\\x{FF20}";
const FORMULA = `^[${UNSEEN}]*[${SIGNS}\\t\\r\\n]`;
/** The same where a piece begins within a text. A quote before it is doubled in the file, and so quotes nothing. */
const FORMULA_WITHIN = `([;\\t\\r\\n][${UNSEEN}"]*)([${SIGNS}])`;
/** What a text is quoted for: by the format, or for those who cut lines elsewhere. */
const QUOTED = '[",;\\t\\r\\n]';

function cell({ name, kind }: CsvColumn): string {
  const column = identifier(name);
  if (kind === "number") return `coalesce(${column}::VARCHAR, '')`;
  const text = kind === "texts" ? `array_to_string(${column}, '; ')` : column;
  const safe = `CASE WHEN regexp_matches(${text}, '${FORMULA}') THEN '''' || ${text} ELSE ${text} END`;
  const safeWithin = `regexp_replace(${safe}, '${FORMULA_WITHIN}', '\\1''\\2', 'g')`;
  return `coalesce(CASE WHEN regexp_matches(${text}, '${QUOTED}') THEN '"' || replace(${safeWithin}, '"', '""') || '"' ELSE ${safe} END, '')`;
}

/** The question whose only column is the lines of the file, in the order of `rows`. */
export function csvLines(columns: readonly CsvColumn[], rows: string): string {
  return `SELECT concat_ws(',', ${columns.map(cell).join(", ")}) FROM (${rows})`;
}

/** The first line of the file. */
export function csvHeader(columns: readonly CsvColumn[]): string {
  return `${columns.map(({ name }) => name).join(",")}\n`;
}
