import { type Html, html } from "../../../runtime/html.ts";
import { percentage } from "../../charts/scale.ts";

/** One column of a small chart: how many rows it stands for. */
export interface SmallColumn {
  readonly rows: number;
  /** It stands for all values beyond an end, and not for a range as wide as the others'. */
  readonly isOpen: boolean;
}

/** In pixels. */
const size = { plot: 84, text: 12, foot: 20 } as const;
const GAP = 0.12;
/** So that few rows among many can be seen. */
const LOWEST = 1;

/**
 * A chart without axes that shows a column's shape: only its ends are named, the rest stands in the table behind it.
 * @param id unique in the page
 */
export function smallColumns(
  id: string,
  summary: string,
  columns: readonly SmallColumn[],
  ends: { readonly from: string; readonly to: string },
): Html {
  const most = Math.max(...columns.map(({ rows }) => rows), 1);
  const width = 1 / Math.max(columns.length, 1);
  return html`<svg class="chart" height="${size.plot + size.foot}" role="img" aria-labelledby="${id}-title">
<title id="${id}-title">${summary}</title>
<line class="grid" x1="0" x2="100%" y1="${size.plot}" y2="${size.plot}"/>
${columns.map(({ rows, isOpen }, index) => {
  if (rows === 0) return undefined;
  const height = Math.max((rows / most) * size.plot, LOWEST);
  const left = index * width + (width * GAP) / 2;
  return html`<rect class="${isOpen ? "neutral" : "one"}" x="${percentage(left)}" y="${(size.plot - height).toFixed(1)}" width="${percentage(width * (1 - GAP))}" height="${height.toFixed(1)}"/>
`;
})}<text class="tick start" x="0" y="${size.plot + size.text + 4}">${ends.from}</text>
<text class="tick end" x="100%" y="${size.plot + size.text + 4}">${ends.to}</text>
</svg>`;
}
