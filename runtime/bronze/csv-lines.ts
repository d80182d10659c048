const COMMA = 0x2c;
const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;

/** Where the records of a CSV file begin. */
export interface CsvLines {
  /** Offset in bytes of each record that is not blank, the header first. */
  readonly offsets: readonly number[];
  /** Line of the file, from 1, in which each of them begins. */
  readonly lines: readonly number[];
  /** The first line that ends differently from the header, or holds a CR outside of a quoted text. */
  readonly mixedLine?: number;
}

/**
 * Finds the records of a CSV file (RFC 4180). DuckDB counts records, not lines, and skips blank ones; a user looks
 * for lines, and a text between quotes may span several.
 */
export function csvLines(bytes: Uint8Array): CsvLines {
  const offsets: number[] = [];
  const lines: number[] = [];
  let line = 1;
  let quoted = false;
  let start = 0;
  let startLine = 1;
  let atFieldStart = true;
  let closedAt = -1;
  let crlf: boolean | undefined;
  let mixedLine: number | undefined;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === NEWLINE) {
      line += 1;
      if (quoted) continue;
      const returned = at > start && bytes[at - 1] === CARRIAGE_RETURN;
      if ((returned ? at - 1 : at) > start) {
        offsets.push(start);
        lines.push(startLine);
      }
      crlf ??= returned;
      if (crlf !== returned) mixedLine ??= startLine;
      start = at + 1;
      startLine = line;
      atFieldStart = true;
    } else if (byte === CARRIAGE_RETURN && !quoted && bytes[at + 1] !== NEWLINE) {
      mixedLine ??= line;
      atFieldStart = false;
    } else if (byte === QUOTE) {
      // Two quotes inside a quoted text stand for one: the text closes and opens again.
      if (quoted) closedAt = at;
      quoted = !quoted && (atFieldStart || closedAt === at - 1);
      atFieldStart = false;
    } else {
      atFieldStart = byte === COMMA && !quoted;
    }
  }
  if (start < bytes.length) {
    offsets.push(start);
    lines.push(startLine);
  }
  return mixedLine === undefined ? { offsets, lines } : { offsets, lines, mixedLine };
}
