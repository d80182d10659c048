import { type Html, html } from "../../runtime/html.ts";

/** One bar: its name, its length, how the length is written, and the class of its colour. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly tone: string;
}

/** In pixels: lengths across are shares of the width, so that text keeps its size on a phone. */
const size = { row: 48, text: 16, bar: 14, barTop: 24 } as const;

/**
 * Horizontal bars from zero, as SVG; each has its name and figure above it. Who cannot see them hears the title, and
 * finds the figures in the table that belongs beside the drawing.
 * @param id unique in the page
 * @param full value of a bar over the whole width where none is longer: a limit, beside which small values look small
 */
export function bars(id: string, title: string, data: readonly Bar[], full = 0): Html {
  const longest = Math.max(...data.map(({ value }) => value), full);
  const height = data.length * size.row;
  return html`<svg class="bars" height="${height}" role="img" aria-labelledby="${id}-title">
<title id="${id}-title">${title}: ${data.map(({ label, text }) => `${label} ${text}`).join(", ")}</title>
${data.map(({ label, value, text, tone }, index) => {
  const share = longest === 0 ? 0 : value / longest;
  const top = index * size.row;
  return html`<text x="0" y="${top + size.text}">${label}</text>
<text class="value" x="100%" y="${top + size.text}">${text}</text>
<rect class="track" x="0" y="${top + size.barTop}" width="100%" height="${size.bar}" rx="2"/>
<rect class="${tone}" x="0" y="${top + size.barTop}" width="${(share * 100).toFixed(2)}%" height="${size.bar}" rx="2"/>
`;
})}</svg>`;
}
