import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Quarantine } from "../../lake/documents.ts";
import { inEnglish } from "../../web/english.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { dataWords } from "./words.ts";

/** What a run set aside of one raw file. */
export type Aside = Quarantine["datasets"][number];

/** Why rows were set aside, the most frequent reason first, in one line. */
export function reasonsOf({ reasons }: Aside, reader: Reader): string {
  const words = wordsFor(dataWords, reader);
  return reasons
    .toSorted((a, b) => b.rows - a.rows)
    .map(({ column, reason, rows }) => words.reason(column ?? "", reason, reader.formats.count(rows)))
    .join("; ");
}

/** What was set aside of each raw file, and why. */
export function quarantineTable({ datasets, limit }: Quarantine, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(dataWords, reader);
  return dataTable("quarantine-table", {
    caption: words.quarantineNote,
    columns: [
      { title: words.file, align: "left" },
      { title: words.read },
      { title: words.aside },
      { title: words.share },
      { title: words.limit },
      { title: words.reasons, align: "left" },
    ],
    rows: datasets.map((aside) => [
      html`<a href="/data/${encodeURIComponent(aside.dataset)}">${aside.dataset}</a>`,
      formats.count(aside.rows_read),
      formats.count(aside.rows_quarantined),
      // One row of millions is not nothing.
      aside.rows_quarantined > 0 && aside.rows_quarantined / aside.rows_read < SMALLEST_SHARE
        ? `< ${formats.percent(SMALLEST_SHARE)}`
        : formats.percent(aside.rows_quarantined / Math.max(aside.rows_read, 1)),
      formats.percent(limit),
      inEnglish(reasonsOf(aside, reader), reader),
    ]),
  });
}

/** The smallest share that is written as a figure. */
const SMALLEST_SHARE = 0.001;
