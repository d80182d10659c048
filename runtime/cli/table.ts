import { pad, widthOf } from "./terminal.ts";

export interface TableColumn {
  readonly title: string;
  /** @default "left" */
  readonly align?: "left" | "right";
}

/**
 * Lines of an aligned table, without rules: calm, and easy to cut up.
 *
 * @param emphasise how the header looks
 */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  emphasise: (text: string) => string = (text) => text,
): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ""))),
  );
  const lineOf = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) =>
        pad(cells[index] ?? "", widths[index] ?? 0, align === "right" ? "start" : "end"),
      )
      .join("  ")
      .trimEnd();
  const header = columns.some(({ title }) => title !== "")
    ? [emphasise(lineOf(columns.map(({ title }) => title)))]
    : [];
  return [...header, ...rows.map(lineOf)];
}

/** Breaks a text into lines of at most `width` columns, between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}
