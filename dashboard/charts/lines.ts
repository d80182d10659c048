import { type Content, type Html, html } from "../../runtime/html.ts";
import { across, type Frame, frame, heightOf, size, widthOf } from "./frame.ts";
import type { Scale } from "./scale.ts";

/** A point of a line. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** Ends of the band around the point, where it has one. */
  readonly low?: number;
  readonly high?: number;
}

/** A line and how it is drawn: `tone` is the class of its colour. One without any height is drawn as its band alone. */
export interface Line {
  readonly tone: string;
  readonly points: readonly Point[];
  /** A line to compare with. @default false */
  readonly dashed?: boolean;
  /** Show each point. @default false */
  readonly dots?: boolean;
}

/** A place that is marked across all lines, such as a threshold. */
export interface Mark {
  readonly x: number;
  readonly text: string;
}

/** Units of the stretched drawing inside the frame. */
const UNITS = 1000;

/** Lines over two axes, with bands where points have them. Lines end where a point is no finite number. */
export function lines(parts: Frame, drawn: readonly Line[], marks: readonly Mark[] = []): Html {
  const { x, y } = parts;
  const along = (value: number) => (x.at(value) * UNITS).toFixed(1);
  const down = (value: number) => (size.plot * (1 - y.at(value))).toFixed(1);
  // Stretched to the frame's width; what has a size of its own, such as a dot, is drawn outside of it.
  return frame(
    parts,
    html`<svg x="${across(0)}" y="${size.top}" width="${widthOf(1)}" height="${size.plot}" viewBox="0 0 ${UNITS} ${size.plot}" preserveAspectRatio="none" overflow="visible">
${drawn.map(({ points, tone }) => {
  const outline = band(points, along, down);
  return (
    outline !== undefined &&
    html`<path class="band ${tone}" d="${outline}"/>
`
  );
})}${drawn.map(({ points, tone, dashed }) => {
  const way = path(points, along, down);
  return (
    way !== "" &&
    html`<path class="line ${tone}${dashed === true ? " dashed" : ""}" d="${way}"/>
`
  );
})}</svg>
${drawn.map(({ points, tone, dots }) => dots === true && points.map((point) => dot(point, tone, x, y)))}
${marks.map((mark) => markAt(mark, x))}`,
  );
}

type Place = (value: number) => string;

function path(points: readonly Point[], along: Place, down: Place): string {
  let pen = "M";
  return points
    .flatMap(({ x, y }) => {
      if (!Number.isFinite(y)) {
        pen = "M";
        return [];
      }
      const step = `${pen}${along(x)} ${down(y)}`;
      pen = "L";
      return [step];
    })
    .join("");
}

function band(points: readonly Point[], along: Place, down: Place): string | undefined {
  const ends = points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined ? [] : [{ x, low, high }],
  );
  if (ends.length < 2) return undefined;
  const upper = ends.map(({ x, high }) => `${along(x)} ${down(high)}`);
  const lower = ends.toReversed().map(({ x, low }) => `${along(x)} ${down(low)}`);
  return `M${[...upper, ...lower].join("L")}Z`;
}

function dot(point: Point, tone: string, x: Scale, y: Scale): Content {
  if (!Number.isFinite(point.y)) return undefined;
  return html`<circle class="dot ${tone}" cx="${across(x.at(point.x))}" cy="${heightOf(y, point.y).toFixed(1)}" r="3.5"/>
`;
}

function markAt({ x, text }: Mark, scale: Scale): Html {
  const at = scale.at(x);
  const place = across(at);
  return html`<line class="mark" x1="${place}" x2="${place}" y1="${size.top - 14}" y2="${size.top + size.plot}"/>
<text class="tick ${at > 0.6 ? "end" : "start"}" x="${place}" y="${size.top - 18}">${text}</text>
`;
}
