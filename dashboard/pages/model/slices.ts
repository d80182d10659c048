import { type Content, type Html, html } from "../../../runtime/html.ts";
import type { Estimate } from "../../../runtime/model/metrics/estimate.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Slices } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { difference } from "../../words/decimals.ts";
import { domainWords } from "../../words/domain.ts";
import { MISSING } from "../../words/formats.ts";
import { own } from "../../words/own.ts";
import { withInterval } from "./estimates.ts";
import { modelWords } from "./words.ts";

/** How the model does for parts of the customers, and where it is weaker. */
export function slicesSection(slices: Slices | undefined, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(modelWords, reader);
  if (slices === undefined) return section("slices", words.slices, lacking(words.slicesLacking, reader));
  const all = slices.columns.flatMap(({ levels }) => levels);
  const weak = all.filter(({ weaker }) => weaker).length;
  return section(
    "slices",
    words.slices,
    html`<p>${weak === 0 ? words.slicesNone : words.slicesSome(formats.count(weak), formats.count(all.length))}</p>
<p class="hint">${words.slicesNote}</p>
${slices.columns.map((column) => sliceTable(column, slices.minimumRows, reader))}`,
  );
}

function sliceTable(
  { column, levels, otherRows }: Slices["columns"][number],
  minimumRows: number,
  reader: Reader,
): Html {
  const { formats, language } = reader;
  const words = wordsFor(modelWords, reader);
  const metrics = wordsFor(domainWords, reader).metrics;
  const weak = levels.filter(({ weaker }) => weaker).length;
  const points = (share: number) => difference(share * 100, 1, language);
  // Those that hold something to look at are open.
  return html`<details${weak > 0 && html` open`}><summary>${words.sliceColumn(own(words.sliceNames, column) ?? column)} (${formats.count(levels.length)})</summary>
${dataTable(`slices-${column}`, {
  caption: words.sliceCaption,
  columns: [
    { title: words.level },
    { title: words.judgement, align: "left" },
    { title: words.customers },
    { title: words.churnRate },
    { title: metrics["prAuc"] ?? "" },
    { title: metrics["recall"] ?? "" },
    { title: metrics["precision"] ?? "" },
    { title: words.gap },
  ],
  rows: levels.map((slice) => [
    levelName(slice.level, reader),
    slice.weaker && html`<strong class="badge high">${words.weaker}</strong>`,
    formats.count(slice.rows),
    formats.percent(slice.churnRate),
    estimateCell(slice.prAuc, reader),
    estimateCell(slice.recall, reader),
    estimateCell(slice.precision, reader),
    withInterval(slice.calibrationGap, points),
  ]),
})}
${otherRows > 0 && html`<p class="hint">${words.sliceFew(formats.count(otherRows), formats.count(minimumRows))}</p>`}
</details>`;
}

function levelName(level: string | null, reader: Reader): string {
  if (level === null) return MISSING;
  const { levels, channels } = wordsFor(domainWords, reader);
  return levels[level] ?? channels[level] ?? level;
}

function estimateCell(estimate: Estimate | null, { formats }: Reader): Content {
  if (estimate === null) return MISSING;
  return withInterval(estimate, formats.figure);
}
