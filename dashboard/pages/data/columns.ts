import { type Column, type Contract, cellInWords } from "../../../configs/contract.ts";
import { type Content, type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import { inEnglish } from "../../web/english.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { profileFigure } from "./profile.ts";
import type { ColumnQuality, Quality } from "./quality.ts";
import { tableWords } from "./table-words.ts";

/** All columns at a glance: type and unit, and what the run found in them against what they may hold. */
export function columnTable({ columns }: Contract, quality: Quality | undefined, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(tableWords, reader);
  const found = new Map(quality?.columns.map((each) => [each.name, each]));
  const isReported = quality !== undefined;
  return dataTable("columns-table", {
    caption: words.contractCaption,
    columns: [
      { title: words.column, align: "left" },
      { title: words.type, align: "left" },
      { title: words.unit, align: "left" },
      ...(isReported ? [{ title: words.empty }] : []),
      { title: words.budget },
      ...(isReported ? [{ title: words.min }, { title: words.max }] : []),
    ],
    rows: columns.map((column) => {
      const each = found.get(column.name);
      return [
        html`<a href="#column-${column.name}">${column.name}</a>`,
        words.types[column.type],
        column.unit !== undefined && inEnglish(column.unit, reader),
        ...(isReported ? [formats.percent(each?.nullShare)] : []),
        formats.percent(each?.nullBudget ?? column.nullBudget ?? 0),
        ...(isReported ? [endOf(each?.min, reader), endOf(each?.max, reader)] : []),
      ];
    }),
  });
}

function endOf(end: ColumnQuality["min"] | undefined, { formats }: Reader): string | undefined {
  if (typeof end === "number") return formats.short(end);
  return end ?? undefined;
}

/** Each column in words, with the distribution of its values where the run noted any. */
export function columnCards({ columns }: Contract, quality: Quality | undefined, reader: Reader): Html {
  const found = new Map(quality?.columns.map((each) => [each.name, each]));
  return html`<div class="columns">${columns.map((column) =>
    columnCard(
      column,
      quality !== undefined && profileFigure(column, found.get(column.name)?.profile, reader),
      reader,
    ),
  )}</div>`;
}

function columnCard(column: Column, profile: Content, reader: Reader): Html {
  const words = wordsFor(tableWords, reader);
  const { name, description, formula } = column;
  return html`<section id="column-${name}" aria-labelledby="column-${name}-heading">
<h3 id="column-${name}-heading">${name}</h3>
<p>${inEnglish(description, reader)}</p>
<p class="hint">${words.mayHold}: ${inEnglish(cellInWords(column), reader)}</p>
${formula !== undefined && html`<p class="hint">${words.formula}: ${inEnglish(formula, reader)}</p>`}
${profile}
</section>
`;
}
