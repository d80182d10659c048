import { type Html, html } from "../../runtime/html.ts";
import { percentage, type Scale } from "./scale.ts";

/** A figure with its interval, in a row of its own. */
export interface IntervalRow {
  readonly label: string;
  readonly text: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly tone: string;
}

/** In pixels. */
const size = { row: 46, text: 16, line: 31, dot: 5, axis: 22 } as const;

/** Figures with their intervals, one below the other on a common scale. */
export function intervals(
  id: string,
  title: string,
  { x, xText }: { readonly x: Scale; readonly xText: (value: number) => string },
  rows: readonly IntervalRow[],
): Html {
  const foot = rows.length * size.row;
  const summary = rows.map(({ label, text }) => `${label} ${text}`).join(", ");
  return html`<svg class="chart" height="${foot + size.axis}" role="img" aria-labelledby="${id}-title">
<title id="${id}-title">${title}: ${summary}</title>
${x.ticks.map((value) => {
  const at = percentage(x.at(value));
  return html`<line class="grid" x1="${at}" x2="${at}" y1="0" y2="${foot}"/>
<text class="tick ${x.at(value) < 0.05 ? "start" : x.at(value) > 0.95 ? "end" : "middle"}" x="${at}" y="${foot + 15}">${xText(value)}</text>
`;
})}${rows.map(({ label, text, value, low, high, tone }, index) => {
  const top = index * size.row;
  const middle = top + size.line;
  return html`<text class="over" x="0" y="${top + size.text}">${label}</text>
<text class="value over" x="100%" y="${top + size.text}">${text}</text>
<line class="whisker ${tone}" x1="${percentage(x.at(low))}" x2="${percentage(x.at(high))}" y1="${middle}" y2="${middle}"/>
<circle class="dot ${tone}" cx="${percentage(x.at(value))}" cy="${middle}" r="${size.dot}"/>
`;
})}</svg>`;
}
