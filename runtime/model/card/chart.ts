import { type Html, html } from "../../html.ts";

/** A point with the ends of its interval. */
export interface BandPoint {
  readonly x: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A drawing over two axes that both begin at zero. */
export interface Chart {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What the drawing shows, for those who do not see it. */
  readonly summary: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** The value at the end of both axes. @default 1 */
  readonly end?: number;
  readonly points: readonly BandPoint[];
  /** `band`: a line through the points with a band around it. `dots`: each point by itself, with a whisker. */
  readonly shape: "band" | "dots";
  /** Straight dashed line to compare with: its ends on the left and on the right. */
  readonly guide?: readonly [left: number, right: number];
}

/** In units of the drawing, which is scaled to the place that it gets. */
const size = { width: 360, height: 300, left: 46, right: 12, top: 28, bottom: 44 } as const;
const STEPS = 4;
/** Ends of an axis that four steps divide into round shares. */
const ENDS = [0.04, 0.08, 0.2, 0.4, 0.6, 0.8, 1] as const;

/** The shortest axis that holds these values, none of them above 1. */
export function axisEnd(values: readonly number[]): number {
  const most = Math.max(0, ...values);
  return ENDS.find((end) => end >= most) ?? 1;
}

const plot = {
  width: size.width - size.left - size.right,
  height: size.height - size.top - size.bottom,
  foot: size.height - size.bottom,
} as const;

/** Draws the chart; its figures belong in a table beside it. */
export function chart({ id, title, summary, xTitle, yTitle, end = 1, points, shape, guide }: Chart): Html {
  const across = (value: number) => (size.left + (plot.width * value) / end).toFixed(1);
  const down = (value: number) => (plot.foot - (plot.height * value) / end).toFixed(1);
  const place = (x: number, y: number) => `${across(x)} ${down(y)}`;
  const steps = Array.from({ length: STEPS + 1 }, (_, step) => (end * step) / STEPS);
  const text = (value: number) => `${Number((value * 100).toFixed(1))} %`;
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="${id}-name">
<title id="${id}-name">${title}: ${summary}</title>
${steps.map(
  (value) =>
    html`<path class="grid" d="M${place(0, value)}L${place(end, value)}M${place(value, 0)}L${place(value, end)}"/>
`,
)}${
  guide !== undefined &&
  html`<path class="guide" d="M${place(0, guide[0])}L${place(end, guide[1])}"/>
`
}${shape === "band" ? band(points, place) : whiskers(points, across, down)}${steps.map(
  (value) =>
    html`<text class="end" x="${size.left - 6}" y="${Number(down(value)) + 4}">${text(value)}</text>
<text class="${value === end ? "end" : "middle"}" x="${across(value)}" y="${plot.foot + 17}">${text(value)}</text>
`,
)}<text x="4" y="14">${yTitle}</text>
<text class="end" x="${size.width - 4}" y="${size.height - 8}">${xTitle}</text>
</svg>
`;
}

function band(points: readonly BandPoint[], place: (x: number, y: number) => string): Html {
  const upper = points.map(({ x, high }) => place(x, high));
  const lower = points.toReversed().map(({ x, low }) => place(x, low));
  return html`<path class="band" d="M${[...upper, ...lower].join("L")}Z"/>
<path class="line" d="M${points.map(({ x, value }) => place(x, value)).join("L")}"/>
`;
}

function whiskers(
  points: readonly BandPoint[],
  across: (value: number) => string,
  down: (value: number) => string,
): Html {
  return html`${points.map(
    ({ x, value, low, high }) =>
      html`<path class="line" d="M${across(x)} ${down(low)}L${across(x)} ${down(high)}"/>
<circle class="dot" cx="${across(x)}" cy="${down(value)}" r="4"/>
`,
  )}`;
}
