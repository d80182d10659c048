import type { Reader } from "../web/reader.ts";
import { domainWords } from "./domain.ts";

/** Stands between the two sides of a category that joins two features; a flag's side is 0 or 1. */
const BETWEEN = "_x_";

/** A level of a category as people call it; one that nobody has named keeps its own name. */
export function levelInWords(level: string, reader: Pick<Reader, "language">): string {
  const { levels, channels, yes, no } = domainWords[reader.language];
  const known = levels[level] ?? channels[level];
  if (known !== undefined) return known;
  const at = level.lastIndexOf(BETWEEN);
  if (at === -1) return level;
  const side = (text: string) => (text === "1" ? yes : text === "0" ? no : levelInWords(text, reader));
  return `${side(level.slice(0, at))} × ${side(level.slice(at + BETWEEN.length))}`;
}
