import { type Content, type Html, html } from "../../../runtime/html.ts";
import type { RunRecord } from "../../../runtime/manifest/manifest.ts";
import { dataTable } from "../../charts/figure.ts";
import { inEnglish } from "../../web/english.ts";
import { link } from "../../web/links.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import type { History, HistoryQuery } from "./history.ts";
import { type ShownState, secondsOf, shownState, stateTones } from "./run-state.ts";
import { pipelineWords } from "./words.ts";

/** Characters of a cause in the table; the page of the run has all of it. */
const CAUSE_CHARACTERS = 36;

/** A state with its colour and its name. */
export function stateBadge(state: ShownState, reader: Reader): Html {
  return html`<span class="badge ${stateTones[state]}">${wordsFor(pipelineWords, reader).states[state]}</span>`;
}

/** The page of a run. */
export function runLink(run: string): Html {
  return html`<a href="/pipeline/${encodeURIComponent(run)}">${run}</a>`;
}

/** A page of the history, with links to the next and back to the newest. */
export function runTable(
  { page, atWork }: History,
  query: HistoryQuery,
  current: string | undefined,
  reader: Reader,
): Html {
  const words = wordsFor(pipelineWords, reader);
  if (page.items.length === 0) return html`<p>${words.noneOfState}</p>${turnPages(page.next, query, reader)}`;
  const hasCauses = page.items.some(({ cause }) => cause !== null);
  const table = dataTable("history-table", {
    caption: words.newestFirst,
    // What matters most stands on the left: a phone shows little more.
    columns: [
      { title: `${words.run}, ${words.delivery}`, align: "left" },
      { title: words.state, align: "left" },
      { title: words.started, align: "left" },
      { title: words.duration },
      ...(hasCauses ? [{ title: words.cause, align: "left" as const }] : []),
      { title: `${words.mode}, ${words.experiment}`, align: "left" },
    ],
    rows: page.items.map((run) => rowOf(run, { atWork: atWork?.run.id, current, hasCauses }, reader)),
  });
  return html`${table}${turnPages(page.next, query, reader)}`;
}

interface Around {
  readonly atWork: string | undefined;
  readonly current: string | undefined;
  readonly hasCauses: boolean;
}

function rowOf(run: RunRecord, { atWork, current, hasCauses }: Around, reader: Reader): readonly Content[] {
  const { formats, now } = reader;
  const words = wordsFor(pipelineWords, reader);
  const state = shownState(run, atWork);
  return [
    html`${runLink(run.id)}<br><small>${run.delivery}${run.id === current && html` · ${words.shown}`}</small>`,
    stateBadge(state, reader),
    formats.minute(run.startedAt),
    formats.duration(secondsOf(run, state, now)),
    ...(hasCauses ? [inEnglish(shortened(run.cause ?? ""), reader)] : []),
    html`${words.modes[run.request.mode] ?? run.request.mode}<br><small>${run.request.experiment}</small>`,
  ];
}

function shortened(text: string): string {
  return text.length <= CAUSE_CHARACTERS ? text : `${text.slice(0, CAUSE_CHARACTERS).trimEnd()}…`;
}

/** The books are read forwards only: a page leads to the next, and all lead back to the first. */
function turnPages(next: string | undefined, query: HistoryQuery, reader: Reader): Content {
  const words = wordsFor(pipelineWords, reader);
  if (next === undefined && query.after === undefined) return undefined;
  const { state } = query;
  return html`<nav class="pager" aria-label="${words.pages}">
${query.after === undefined ? html`<span>${words.newest}</span>` : html`<a href="${link("/pipeline", { state })}">${words.newest}</a>`}
${next === undefined ? html`<span>${words.older}</span>` : html`<a rel="next" href="${link("/pipeline", { state, after: next })}">${words.older}</a>`}
</nav>`;
}
