/** Rows as requests have them. */

export function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** Rows as CSV with these columns, with a header or without. */
export function csv(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly string[],
  header = true,
): string {
  const cell = (value: unknown) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(","));
  return `${[...(header ? [columns.join(",")] : []), ...lines].join("\n")}\n`;
}
