import { type Content, type Html, html } from "../../runtime/html.ts";
import { type Reader, wordsFor } from "../web/reader.ts";
import { shellWords } from "../words/shell.ts";

/** A column of a table: its heading, and how its cells stand. */
export interface TableColumn {
  readonly title: Content;
  /** @default "right", as figures are read; the first column is a heading of its row and stands left */
  readonly align?: "left" | "right";
}

/** Rows of a table: the first cell is the heading of its row. */
export interface TableContent {
  readonly caption: Content;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Content[])[];
}

/** A table that can be scrolled sideways where it is too wide, also by keyboard. The id is unique in the page. */
export function dataTable(id: string, { caption, columns, rows }: TableContent): Html {
  const cell = (index: number) => (columns[index]?.align === "left" ? html` class="text"` : undefined);
  return html`<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
<table>
<caption id="${id}">${caption}</caption>
<thead><tr>${columns.map(({ title }, index) => html`<th scope="col"${cell(index)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([head, ...cells]) =>
      html`<tr><th scope="row">${head}</th>${cells.map((content, index) => html`<td${cell(index + 1)}>${content}</td>`)}</tr>
`,
  )}</tbody>
</table>
</div>`;
}

/** A drawing and the figures behind it. */
export interface Figure {
  /** Unique in the page. */
  readonly id: string;
  /** What the drawing says, as a heading below it. */
  readonly title: string;
  readonly drawing: Html;
  /** What colours and lines stand for, where there are several. */
  readonly legend?: readonly { readonly label: string; readonly tone: string }[];
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Content[])[];
  /** Figures of the drawing that stand in a table of their own. */
  readonly more?: TableContent | undefined;
  readonly note?: Content;
}

/** A drawing with its title, its legend, and the same figures as a table that opens below it. */
export function figure(
  { id, title, drawing, legend = [], columns, rows, more, note }: Figure,
  reader: Reader,
): Html {
  return html`<figure>
<figcaption>${title}</figcaption>
${
  legend.length > 0 &&
  html`<ul class="legend">${legend.map(
    ({ label, tone }) =>
      html`<li><svg class="key" width="14" height="14" aria-hidden="true"><rect class="${tone}" width="14" height="14" rx="3"/></svg>${label}</li>`,
  )}</ul>`
}
${drawing}
${note !== undefined && html`<p class="hint">${note}</p>`}
<details><summary>${wordsFor(shellWords, reader).table}</summary>
${dataTable(`${id}-table`, { caption: title, columns, rows })}
${more !== undefined && dataTable(`${id}-more`, more)}
</details>
</figure>`;
}
