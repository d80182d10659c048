import type { Column } from "../../../configs/contract.ts";
import { type Content, html } from "../../../runtime/html.ts";
import type { Profile, ProfileOf } from "../../../runtime/table/profile.ts";
import { bars } from "../../charts/bars.ts";
import { type Figure, figure } from "../../charts/figure.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { smallColumns } from "./profile-chart.ts";
import { tableWords } from "./table-words.ts";

/** Levels that are drawn; the table behind them has all that were noted. */
const DRAWN_LEVELS = 6;

/** How a column's values are spread, as a small chart with its table; or why nothing is shown. */
export function profileFigure(column: Column, profile: Profile | undefined, reader: Reader): Content {
  const words = wordsFor(tableWords, reader);
  if (profile === undefined) return html`<p class="hint">${words.noProfile}</p>`;
  if (profile.kind === "hidden") return html`<p class="hint">${words.hidden[column.personal ?? "other"]}</p>`;
  const counted = countsOf(profile, column, reader);
  const rows = counted.reduce((sum, each) => sum + each.rows, 0);
  if (rows === 0) return html`<p class="hint">${words.noValues}</p>`;
  const { formats } = reader;
  const parts: Pick<Figure, "drawing" | "note"> = drawn(column, profile, counted, reader);
  return figure(
    {
      id: `profile-${column.name}`,
      title: words.distribution(column.name),
      ...parts,
      columns: [{ title: words.value }, { title: words.rows }, { title: words.share }],
      rows: counted.map((each) => [each.label, formats.count(each.rows), formats.percent(each.rows / rows)]),
    },
    reader,
  );
}

/** Rows of one bin, level, month or year. */
interface Counted {
  readonly label: string;
  readonly rows: number;
  readonly isOpen: boolean;
}

function countsOf(
  profile: Exclude<Profile, { kind: "hidden" }>,
  column: Column,
  reader: Reader,
): readonly Counted[] {
  switch (profile.kind) {
    case "histogram":
      return profile.bins.map((bin) => ({
        label: binInWords(bin, column, reader),
        rows: bin.rows,
        isOpen: bin.from === null || bin.to === null,
      }));
    case "levels":
      return profile.levels.map(({ level, rows }) => ({ label: level, rows, isOpen: false }));
    case "periods":
      return profile.periods.map(({ period, rows }) => ({
        label: profile.unit === "month" ? reader.formats.month(period) : period,
        rows,
        isOpen: false,
      }));
  }
}

function binInWords(
  { from, to }: ProfileOf<"histogram">["bins"][number],
  { type }: Column,
  reader: Reader,
): string {
  const { formats } = reader;
  const words = wordsFor(tableWords, reader);
  if (from === null) return words.below(formats.short(to));
  if (to === null) return words.from(formats.short(from));
  return type === "integer" && to - from === 1
    ? formats.short(from)
    : `${formats.short(from)} – ${formats.short(to)}`;
}

function drawn(
  column: Column,
  profile: Exclude<Profile, { kind: "hidden" }>,
  counted: readonly Counted[],
  reader: Reader,
): Pick<Figure, "drawing" | "note"> {
  const { formats } = reader;
  const words = wordsFor(tableWords, reader);
  const id = `chart-${column.name}`;
  const title = words.distribution(column.name);
  if (profile.kind === "levels") {
    const { others, distinct } = profile;
    const shown = counted.slice(0, DRAWN_LEVELS);
    const more = counted.slice(DRAWN_LEVELS).reduce((sum, { rows }) => sum + rows, others);
    const drawing = bars(
      id,
      title,
      shown.map(({ label, rows }) => ({ label, value: rows, text: formats.count(rows), tone: "one" })),
    );
    return more === 0
      ? { drawing }
      : { drawing, note: words.others(formats.count(more), formats.count(distinct - shown.length)) };
  }
  const values = counted.reduce((sum, { rows }) => sum + rows, 0);
  const ends = { from: counted[0]?.label ?? "", to: counted.at(-1)?.label ?? "" };
  const drawing = smallColumns(id, words.chartSummary(column.name, formats.count(values)), counted, ends);
  if (profile.kind === "periods")
    return profile.earlier === 0
      ? { drawing }
      : { drawing, note: words.earlier(formats.count(profile.earlier)) };
  const { lowerQuartile, median, upperQuartile } = profile;
  return {
    drawing,
    note: words.quartiles(formats.short(lowerQuartile), formats.short(median), formats.short(upperQuartile)),
  };
}
