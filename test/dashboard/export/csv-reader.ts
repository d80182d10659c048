/** A CSV file as RFC 4180 describes it, read by code that shares nothing with what writes it. */

/** Cells by rows. @throws Error where a quote stands where none may */
export function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, end } = text[at] === '"' ? quoted(text, at + 1) : plain(text, at);
    row.push(cell);
    const after = text[end];
    if (after === ",") {
      at = end + 1;
      // A comma at the very end of a line has an empty cell behind it.
      if (text[at] === "\n" || at === text.length) {
        row.push("");
        rows.push(row);
        row = [];
        at += 1;
      }
    } else if (after === "\n") {
      rows.push(row);
      row = [];
      at = end + 1;
    } else throw new Error(`No comma and no end of a line at ${end}: ${text.slice(end - 20, end + 20)}`);
  }
  return rows;
}

function plain(text: string, from: number): { readonly cell: string; readonly end: number } {
  let end = from;
  while (end < text.length && text[end] !== "," && text[end] !== "\n") {
    if (['"', "\r", ";", "\t"].includes(text[end] ?? ""))
      throw new Error(`A cell should be quoted at ${end}.`);
    end += 1;
  }
  return { cell: text.slice(from, end), end };
}

function quoted(text: string, from: number): { readonly cell: string; readonly end: number } {
  let cell = "";
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new Error("A quote does not end.");
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}

/**
 * Cells as a spreadsheet reads them that was set to another separator. Like spreadsheets it takes everything: quotes count
 * where a cell begins, and what stands behind their end belongs to the cell.
 */
export function cellsCutAt(separator: ";" | "\t", text: string): readonly string[] {
  const cells: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    let cell = "";
    if (text[at] === '"') {
      const [whole = "", inner = ""] = /^"((?:[^"]|"")*)"?/.exec(text.slice(at)) ?? [];
      cell = inner.replaceAll('""', '"');
      at += whole.length;
    }
    for (; at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r"; at += 1)
      cell += text[at];
    cells.push(cell);
  }
  return cells;
}

/** Would a spreadsheet begin to compute with this text? As OWASP lists it, and behind what cannot be seen. */
export function looksLikeFormula(text: string): boolean {
  const [unseen = ""] = /^[\p{Z}\p{Cc}\p{Cf}]*/u.exec(text) ?? [];
  const [first = ""] = [...text.slice(unseen.length)];
  return (
    ["=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"].includes(first) || /[\t\r\n]/.test(unseen)
  );
}
