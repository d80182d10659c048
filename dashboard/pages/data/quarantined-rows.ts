import { z } from "zod";
import { type Html, html } from "../../../runtime/html.ts";
import { literal } from "../../../runtime/table/engine.ts";
import { dataTable } from "../../charts/figure.ts";
import { pagesOf, ROWS_ON_A_PAGE } from "../../data/list-page.ts";
import type { OpenRun } from "../../lake/open-run.ts";
import { type Source, SourceFault, unlessMissing } from "../../lake/source.ts";
import { inEnglish } from "../../web/english.ts";
import { link } from "../../web/links.ts";
import { pager } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { listWords } from "../../words/lists.ts";
import type { Aside } from "./quarantine.ts";
import { tableWords } from "./table-words.ts";

/** Which page of the rows is shown. */
export const rowsSchema = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1).describe("Page of the rows set aside"),
});
export type RowsQuery = Readonly<z.infer<typeof rowsSchema>>;

/** Address of a page of the rows that were set aside of a raw file. */
export function rowsLink(dataset: string, page: number): string {
  return `${link(`/data/${encodeURIComponent(dataset)}`, { page })}#aside`;
}

/** Pages that the rows set aside of a raw file fill. */
export function rowsPages({ rows_quarantined }: Aside): number {
  return pagesOf(rows_quarantined, ROWS_ON_A_PAGE);
}

const rowSchema = z.object({
  file: z.string(),
  line: z.number().nullable(),
  column: z.string(),
  reason: z.string(),
});

/** Copies of the files with the rows, made once for each open run. */
const copies = new WeakMap<OpenRun, Map<string, Promise<string>>>();

function copyOf(source: Source, run: OpenRun, key: string): Promise<string> {
  const known = copies.get(run) ?? new Map<string, Promise<string>>();
  copies.set(run, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const copy = source.file(key, run.scratch);
  known.set(key, copy);
  copy.catch(() => known.delete(key));
  return copy;
}

/** Where each row lies and why it was set aside. What stands in it is never read: it may be people's words. */
async function rowsOn(run: OpenRun, file: string, key: string, page: number) {
  try {
    const rows = await run.database.rows(
      `SELECT file, line::DOUBLE AS line, coalesce("column", '') AS "column", reason FROM read_parquet(${literal(file)})
       ORDER BY file, line NULLS LAST, "column", reason LIMIT ${ROWS_ON_A_PAGE} OFFSET ${(page - 1) * ROWS_ON_A_PAGE}`,
    );
    return z.array(rowSchema).parse(rows);
  } catch (thrown) {
    throw new SourceFault(`${key} does not hold rows that were set aside.`, { cause: thrown });
  }
}

/**
 * A page of the rows that were set aside of a raw file.
 * @throws SourceFault when they cannot be read
 */
export async function quarantinedRows(
  source: Source,
  run: OpenRun,
  aside: Aside,
  { page }: RowsQuery,
  reader: Reader,
): Promise<Html> {
  const { formats } = reader;
  const words = wordsFor(tableWords, reader);
  const lists = wordsFor(listWords, reader);
  const { dataset, rows_quarantined: all } = aside;
  const key = run.keys.ofRun("quarantine", `${dataset}.parquet`);
  const pages = rowsPages(aside);
  const file = await unlessMissing(copyOf(source, run, key));
  if (file === undefined) return lacking(key, reader);
  const rows = await rowsOn(run, file, key, page);
  const first = (page - 1) * ROWS_ON_A_PAGE + 1;
  const table = dataTable("rows-table", {
    caption: words.range(
      formats.count(first),
      formats.count(Math.min(first + ROWS_ON_A_PAGE - 1, all)),
      formats.count(all),
    ),
    columns: [
      { title: words.file, align: "left" },
      { title: words.line },
      { title: words.column, align: "left" },
      { title: words.reason, align: "left" },
    ],
    rows: rows.map(({ file, line, column, reason }) => [
      file,
      // As editors write it: without separators.
      line === null ? undefined : String(line),
      column === "" ? words.wholeRow : column,
      inEnglish(reason, reader),
    ]),
  });
  return html`${table}
${
  pages > 1 &&
  pager(
    lists.pages,
    { page, pages },
    {
      previous: lists.previous,
      next: lists.next,
      position: lists.position(formats.count(page), formats.count(pages)),
    },
    (to) => rowsLink(dataset, to),
  )
}
<p class="hint">${words.hiddenRows(key)}</p>`;
}
