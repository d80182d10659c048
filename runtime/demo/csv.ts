/** A cell of a CSV file; null is written as nothing. Numbers are given as text where their decimals matter. */
export type CsvCell = string | number | null;

/** Rows as CSV text with header and LF. No cell of the demo needs quotes. @throws Error when one would. */
export function csvText(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [header.join(",")];
  for (const row of rows) {
    const line = row.map((cell) => (cell === null ? "" : String(cell)));
    if (line.some((cell) => /[",\r\n]/.test(cell)))
      throw new Error(`A cell needs quotes: ${line.join(" | ")}`);
    lines.push(line.join(","));
  }
  return `${lines.join("\n")}\n`;
}
