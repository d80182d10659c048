/** A record of a JSON array that is not valid, or where the array breaks off. */
export interface BrokenRecord {
  /** Number of the record, from 1. */
  readonly record: number;
  /** Line of the file, from 1, in which the record begins. */
  readonly line: number;
  /** The file ends within the record. */
  readonly cutOff: boolean;
}

/**
 * Finds the first broken record of a text that should be a JSON array. Parsers name a position in bytes, or none;
 * a user looks for a record.
 *
 * @returns undefined when every record is valid, so that the fault lies between or behind them
 */
export function brokenRecord(text: string): BrokenRecord | undefined {
  let depth = 0;
  let quoted = false;
  let line = 1;
  let record = 1;
  let start = text.indexOf("[") + 1;
  let startLine = 1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "\n") line += 1;
    if (at < start) {
      startLine = line;
      if (char === "[") depth = 1;
    } else if (quoted) {
      if (char === "\\") at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    const ended = at >= start && !quoted && ((char === "," && depth === 1) || depth === 0);
    if (!ended) continue;
    const element = text.slice(start, at);
    const empty = depth === 0 && record === 1 && element.trim() === "";
    if (!empty && !isJson(element)) return { record, line: startLine + blankLines(element), cutOff: false };
    if (depth === 0) return undefined;
    record += 1;
    start = at + 1;
    startLine = line;
  }
  return { record, line: startLine + blankLines(text.slice(start)), cutOff: true };
}

/** Line ends before the first character that is not blank. */
function blankLines(text: string): number {
  const lead = text.slice(0, text.length - text.trimStart().length);
  return lead.split("\n").length - 1;
}

/** Is this text valid JSON by itself? A byte order mark is overlooked. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ""));
    return true;
  } catch {
    return false;
  }
}
