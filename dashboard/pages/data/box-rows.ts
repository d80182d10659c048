import { type Html, html } from "../../../runtime/html.ts";
import { percentage, type Scale } from "../../charts/scale.ts";

/** A box plot of one group, lying down: whiskers from `low` to `high`, a box from `q1` to `q3`, a line at the median. */
export interface BoxRow {
  readonly label: string;
  readonly text: string;
  readonly low: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly high: number;
  readonly tone: string;
}

/** In pixels. */
const size = { row: 54, text: 16, line: 37, box: 18, axis: 22 } as const;

/** Box plots one below the other on a common scale. */
export function boxRows(
  id: string,
  title: string,
  { x, xText }: { readonly x: Scale; readonly xText: (value: number) => string },
  rows: readonly BoxRow[],
): Html {
  const foot = rows.length * size.row;
  const at = (value: number) => percentage(x.at(value));
  return html`<svg class="chart" height="${foot + size.axis}" role="img" aria-labelledby="${id}-title">
<title id="${id}-title">${title}: ${rows.map(({ label, text }) => `${label} ${text}`).join(", ")}</title>
${x.ticks.map((value) => {
  const share = x.at(value);
  return html`<line class="grid" x1="${at(value)}" x2="${at(value)}" y1="0" y2="${foot}"/>
<text class="tick ${share < 0.05 ? "start" : share > 0.95 ? "end" : "middle"}" x="${at(value)}" y="${foot + 15}">${xText(value)}</text>
`;
})}${rows.map(({ label, text, low, q1, median, q3, high, tone }, index) => {
  const top = index * size.row;
  const middle = top + size.line;
  const boxTop = middle - size.box / 2;
  const width = Math.max(x.at(q3) - x.at(q1), 0.002);
  return html`<text class="over" x="0" y="${top + size.text}">${label}</text>
<text class="value over" x="100%" y="${top + size.text}">${text}</text>
<line class="whisker ${tone}" x1="${at(low)}" x2="${at(high)}" y1="${middle}" y2="${middle}"/>
<rect class="${tone}" x="${at(q1)}" y="${boxTop}" width="${percentage(width)}" height="${size.box}" rx="2"/>
<line class="mark" x1="${at(median)}" x2="${at(median)}" y1="${boxTop - 3}" y2="${boxTop + size.box + 3}"/>
`;
})}</svg>`;
}
