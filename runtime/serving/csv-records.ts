/** The records of a CSV text, up to the first that cannot be read. */
export interface CsvRecords {
  readonly records: readonly (readonly string[])[];
  /** What is wrong with the record after these. */
  readonly broken?: string;
}

/** A cell, and where it ends; or what is wrong with it. */
type Cell = { readonly value: string; readonly end: number } | { readonly broken: string };

const COMMA = 0x2c;
const NEWLINE = 0x0a;

/** Does a record end here: at an end of line, or at the end of the text? */
function isEnd(text: string, at: number): boolean {
  return at === text.length || text.startsWith("\n", at) || text.startsWith("\r\n", at);
}

function quotedCell(text: string, start: number): Cell {
  let value = "";
  for (let at = start + 1; ; ) {
    const close = text.indexOf('"', at);
    if (close < 0) return { broken: "opens a quotation mark that is never closed" };
    value += text.slice(at, close);
    at = close + 1;
    // Two quotation marks stand for one.
    if (text[at] !== '"')
      return text[at] === "," || isEnd(text, at)
        ? { value, end: at }
        : { broken: "goes on after a closing quotation mark" };
    value += '"';
    at += 1;
  }
}

function plainCell(text: string, start: number): Cell {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== COMMA && text.charCodeAt(end) !== NEWLINE) end += 1;
  if (end > start && text[end - 1] === "\r" && isEnd(text, end - 1)) end -= 1;
  const value = text.slice(start, end);
  if (value.includes('"'))
    return { broken: "holds a quotation mark inside a cell that does not begin with one" };
  return value.includes("\r")
    ? { broken: "holds a carriage return outside of quotation marks" }
    : { value, end };
}

/** Reads a CSV text by RFC 4180: cells between commas, lines that end with LF or CRLF, the last perhaps without. */
export function csvRecords(text: string): CsvRecords {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const cell: Cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
      if ("broken" in cell) return { records, broken: cell.broken };
      record.push(cell.value);
      at = cell.end;
      if (text[at] !== ",") break;
      at += 1;
    }
    records.push(record);
    at += text[at] === "\r" ? 2 : 1;
  }
  return { records };
}
