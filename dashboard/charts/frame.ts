import { type Content, type Html, html } from "../../runtime/html.ts";
import { percentage, type Scale } from "./scale.ts";

/**
 * The frame of a chart with two axes. It is as wide as the page allows: lengths across are shares of the width and
 * heights are in pixels, so that text keeps its size on a phone.
 */
export interface Frame {
  /** Unique in the page. */
  readonly id: string;
  /** Read to those who do not see the drawing: what it shows and its most important figure. */
  readonly summary: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Places along the axis that are named instead of the scale's own ticks. */
  readonly xTicks?: readonly { readonly at: number; readonly text: string }[];
}

/** In pixels. */
export const size = { top: 46, plot: 200, bottom: 46, text: 13 } as const;
const HEIGHT = size.top + size.plot + size.bottom;

/** Room for the figures of the vertical axis, as a share of the width. */
export const LEFT = 0.1;

/** A place along the horizontal axis, given as a share of its length, within the drawing. */
export function across(share: number): string {
  return percentage(LEFT + share * (1 - LEFT));
}

/** A length along the horizontal axis, given as a share of its length, within the drawing. */
export function widthOf(share: number): string {
  return percentage(share * (1 - LEFT));
}

/** Distance of a value from the top of the drawing, in pixels. */
export function heightOf(y: Scale, value: number): number {
  return size.top + size.plot * (1 - y.at(value));
}

function anchorAt(share: number): "start" | "middle" | "end" {
  if (share < 0.06) return "start";
  return share > 0.94 ? "end" : "middle";
}

/** Draws the axes around what `content` draws inside them. */
export function frame(parts: Frame, content: Content): Html {
  const { id, summary, x, y, xText, yText, xTitle, yTitle } = parts;
  const named = parts.xTicks ?? x.ticks.map((value) => ({ at: x.at(value), text: xText(value) }));
  return html`<svg class="chart" height="${HEIGHT}" role="img" aria-labelledby="${id}-title">
<title id="${id}-title">${summary}</title>
<text class="axis" x="0" y="${size.text}">${yTitle}</text>
${y.ticks.map((value) => {
  const at = heightOf(y, value).toFixed(1);
  return html`<line class="grid" x1="${across(0)}" x2="100%" y1="${at}" y2="${at}"/>
`;
})}${content}${y.ticks.map((value) => {
  const at = heightOf(y, value);
  return html`<text class="tick side" x="0" y="${(at + 4).toFixed(1)}">${yText(value)}</text>
`;
})}${named.map(
  ({
    at,
    text,
  }) => html`<text class="tick ${anchorAt(at)}" x="${across(at)}" y="${size.top + size.plot + 18}">${text}</text>
`,
)}<text class="axis end" x="100%" y="${HEIGHT - 6}">${xTitle}</text>
</svg>`;
}
