import { type Content, type Html, html } from "../../html.ts";

/** A column of a table: its heading, and whether its cells are figures or text, which stands left. */
export interface Column {
  readonly title: string;
  /** Single words, or sentences that need room. @default figures; the first column is the heading of its row and stands left */
  readonly text?: "words" | "sentences";
}

/** A table; the first cell of a row is its heading. */
export interface Table {
  /** Unique in the page. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Content[])[];
}

/** A table that can be scrolled sideways where it is too wide, also by keyboard. */
export function table({ id, caption, columns, rows }: Table): Html {
  const kind = (index: number) => {
    const text = index === 0 ? "words" : columns[index]?.text;
    return text !== undefined && html` class="text ${text}"`;
  };
  return html`<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
<table>
<caption id="${id}">${caption}</caption>
<thead><tr>${columns.map(({ title }, index) => html`<th scope="col"${kind(index)}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([head, ...cells]) =>
    html`<tr><th scope="row">${head}</th>${cells.map((cell, index) => html`<td${kind(index + 1)}>${cell}</td>`)}</tr>
`,
)}</tbody>
</table>
</div>
`;
}

/** Names and what they are, such as settings. */
export function facts(id: string, caption: string, rows: readonly (readonly [string, Content])[]): Html {
  return table({ id, caption, columns: [{ title: "What" }, { title: "Value", text: "sentences" }], rows });
}

/** What is opened by a reader who wants it. */
export function folded(summary: string, content: Content): Html {
  return html`<details><summary>${summary}</summary>
${content}</details>
`;
}

/** A part of the card. The id is unique in the page and can be linked to. */
export function section(id: string, title: string, content: Content): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}</section>
`;
}

/** A paragraph. */
export function paragraph(...content: readonly Content[]): Html {
  return html`<p>${content}</p>
`;
}

/** Sentences below each other. */
export function list(sentences: readonly Content[]): Html {
  return html`<ul>${sentences.map(
    (sentence) => html`<li>${sentence}</li>
`,
  )}</ul>
`;
}

/** A kept or broken promise, by a word and not by colour alone. */
export function mark(good: boolean, yes: string, no: string): Html {
  return good ? html`<span class="good">${yes}</span>` : html`<strong class="bad">${no}</strong>`;
}
