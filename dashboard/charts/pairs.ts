import { type Html, html } from "../../runtime/html.ts";

/** A name and its bars, one below the other; `tone` is the class of a bar's colour. */
export interface Pair {
  readonly label: string;
  readonly text: string;
  readonly bars: readonly { readonly value: number; readonly tone: string }[];
}

/** In pixels: lengths across are shares of the width, so that text keeps its size on a phone. */
const size = { text: 16, barsTop: 23, bar: 9, gap: 2, below: 14 } as const;

/**
 * Groups of horizontal bars from zero on a common scale, each with its name and figures above it: for names that are
 * too many or too long to stand below columns.
 * @param id unique in the page
 */
export function pairs(id: string, summary: string, data: readonly Pair[]): Html {
  const longest = Math.max(0, ...data.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const most = Math.max(0, ...data.map(({ bars }) => bars.length));
  const row = size.barsTop + most * (size.bar + size.gap) + size.below;
  return html`<svg class="bars" height="${data.length * row}" role="img" aria-labelledby="${id}-title">
<title id="${id}-title">${summary}</title>
${data.map(({ label, text, bars }, index) => {
  const top = index * row;
  return html`<text x="0" y="${top + size.text}">${label}</text>
<text class="value" x="100%" y="${top + size.text}">${text}</text>
${bars.map(({ value, tone }, place) => {
  const share = longest === 0 ? 0 : value / longest;
  return html`<rect class="${tone}" x="0" y="${top + size.barsTop + place * (size.bar + size.gap)}" width="${(share * 100).toFixed(2)}%" height="${size.bar}" rx="2"/>
`;
})}`;
})}</svg>`;
}
