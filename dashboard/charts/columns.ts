import { type Html, html } from "../../runtime/html.ts";
import { across, type Frame, frame, heightOf, widthOf } from "./frame.ts";

/** A bin of a histogram: one column for each series, side by side; `tones` are the classes of their colours. */
export interface Bin {
  readonly values: readonly number[];
  readonly tones: readonly string[];
}

/** Room between bins, as a share of a bin. */
const GAP = 0.12;

/** Columns of equal width, as many as there are bins; zero is their foot. */
export function columns(parts: Frame, bins: readonly Bin[]): Html {
  const { y } = parts;
  const width = 1 / Math.max(bins.length, 1);
  const foot = heightOf(y, 0);
  return frame(
    parts,
    bins.flatMap(({ values, tones }, index) => {
      const each = (width * (1 - GAP)) / Math.max(values.length, 1);
      return values.map((value, series) => {
        const top = heightOf(y, value);
        const left = index * width + (width * GAP) / 2 + series * each;
        return html`<rect class="${tones[series] ?? ""}" x="${across(left)}" y="${Math.min(top, foot).toFixed(1)}" width="${widthOf(each)}" height="${Math.abs(foot - top).toFixed(1)}"/>
`;
      });
    }),
  );
}
