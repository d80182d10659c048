import { type Content, type Html, html } from "../../runtime/html.ts";

/** Small parts that several pages are made of. */

/** A figure that is read at a glance. */
export interface Card {
  readonly title: string;
  readonly value: Content;
  readonly note?: Content;
  /** Where the figure comes from, or what to do about it. */
  readonly href?: string;
}

/** Cards side by side. */
export function cards(entries: readonly Card[]): Html {
  return html`<ul class="cards">${entries.map(
    ({
      title,
      value,
      note,
      href,
    }) => html`<li><h2>${href === undefined ? title : html`<a href="${href}">${title}</a>`}</h2>
<p class="figure">${value}</p>${note !== undefined && html`<p class="hint">${note}</p>`}</li>
`,
  )}</ul>`;
}

/** A part of a page with a heading. The id is unique in the page. */
export function section(id: string, title: string, content: Content): Html {
  return html`<section aria-labelledby="${id}-heading" id="${id}">
<h2 id="${id}-heading">${title}</h2>
${content}
</section>`;
}

/** A choice of a list. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Boxes of which any number may be ticked: none means all. */
export function boxes(
  name: string,
  legend: string,
  choices: readonly Choice[],
  chosen: readonly string[],
): Html {
  return html`<fieldset><legend>${legend}</legend>${choices.map(
    ({ value, label }) =>
      html`<label><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}> ${label}</label>
`,
  )}</fieldset>`;
}

/** A field for a number. */
export function numberField(
  name: string,
  label: string,
  value: number | undefined,
  { min, max, step }: { readonly min: number; readonly max?: number; readonly step?: number | "any" },
): Html {
  return html`<label class="field">${label}<input type="number" inputmode="decimal" name="${name}" value="${value}" min="${min}"${max !== undefined && html` max="${max}"`} step="${step ?? "any"}"></label>`;
}

/** A list of links to the pages of a long list. */
export function pager(
  label: string,
  { page, pages }: { readonly page: number; readonly pages: number },
  words: { readonly previous: string; readonly next: string; readonly position: string },
  address: (page: number) => string,
): Html {
  return html`<nav class="pager" aria-label="${label}">
${page > 1 ? html`<a rel="prev" href="${address(Math.min(page - 1, pages))}">${words.previous}</a>` : html`<span>${words.previous}</span>`}
<span aria-current="page">${words.position}</span>
${page < pages ? html`<a rel="next" href="${address(page + 1)}">${words.next}</a>` : html`<span>${words.next}</span>`}
</nav>`;
}
