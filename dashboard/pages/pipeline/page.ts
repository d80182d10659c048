import { type Content, type Html, html } from "../../../runtime/html.ts";
import { runStates } from "../../../runtime/manifest/manifest.ts";
import { LastGood } from "../../lake/last-good.ts";
import { type Source, SourceFault } from "../../lake/source.ts";
import type { PageAnswer, PageRequest, PageRoute } from "../../web/page.ts";
import { cards, section } from "../../web/parts.ts";
import { readQuery } from "../../web/query.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { emptyLake } from "../../web/states.ts";
import { booksBanner, booksFault, noBooks } from "./books-states.ts";
import { durationsFigure } from "./durations.ts";
import { type History, type HistoryQuery, historyOf, historySchema, reportsOf } from "./history.ts";
import { runLine } from "./run-line.ts";
import { runTable } from "./run-table.ts";
import { pipelineWords } from "./words.ts";

const histories = new LastGood<History>();

/** Which runs there were and how they ended; while one is at work, the page renews itself. */
export const pipelinePage: PageRoute = {
  path: "/pipeline",
  id: "pipeline",
  needs: "nothing",
  asksBooks: true,
  answer: async (request) => {
    const { site, view, reader, search } = request;
    const query = readQuery(historySchema, search);
    if (site.books === undefined) return noBooks(request);
    const asked = histories.ask(site.books, JSON.stringify(query), reader.now, (books) =>
      historyOf(books, query),
    );
    const answered = await asked.catch(faultOf);
    if (answered instanceof SourceFault) return withoutHistory(answered, request);
    const { value: history, fault } = answered;
    const current = view.kind === "run" ? view.run.current.run : undefined;
    return {
      kind: "page",
      title: wordsFor(pipelineWords, reader).title,
      content: html`${fault !== undefined && booksBanner(fault, reader)}
${historyPart(history, query, { current, source: site.source }, reader)}
${await durationsSection(history, site.source, reader)}`,
    };
  },
};

/** A fault is shown in place; anything else is thrown on. */
function faultOf(thrown: unknown): SourceFault {
  if (thrown instanceof SourceFault) return thrown;
  throw thrown;
}

function withoutHistory(fault: SourceFault, { reader }: PageRequest): PageAnswer {
  return {
    kind: "page",
    status: 503,
    title: wordsFor(pipelineWords, reader).title,
    content: booksFault(fault, reader),
  };
}

/** What changes while a run is at work: it fetches itself anew then. */
function historyPart(
  history: History,
  query: HistoryQuery,
  { current, source }: { readonly current: string | undefined; readonly source: Source },
  reader: Reader,
): Html {
  const words = wordsFor(pipelineWords, reader);
  const isEmpty = Object.values(history.counts).every((runs) => runs === 0);
  const rows = isEmpty
    ? html`<p>${words.none}</p>${emptyLake(source, reader)}`
    : html`${filterForm(query, reader)}${runTable(history, query, current, reader)}`;
  return html`<div id="history"${history.atWork !== undefined && html` data-renew="5"`}>
<p class="note" role="status">${runLine(history.atWork, reader)}</p>
${countCards(history, reader)}
${section("runs", words.history, rows)}
</div>`;
}

function countCards({ counts, atWork }: History, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(pipelineWords, reader);
  const total = Object.values(counts).reduce((sum, runs) => sum + runs, 0);
  const interrupted = Math.max(0, counts.started - (atWork?.run.state === "started" ? 1 : 0));
  return cards([
    { title: words.total, value: formats.count(total) },
    { title: words.kept.completed, value: formats.count(counts.completed) },
    {
      title: words.kept.started,
      value: formats.count(counts.started),
      ...(interrupted === 0 ? {} : { note: words.interruptedNote(formats.count(interrupted)) }),
    },
    { title: words.kept.failed, value: formats.count(counts.failed) },
    { title: words.kept.rejected, value: formats.count(counts.rejected) },
    { title: words.kept.superseded, value: formats.count(counts.superseded) },
  ]);
}

/** The filter stands in the address, so that it can be kept and shared. */
function filterForm({ state }: HistoryQuery, reader: Reader): Html {
  const words = wordsFor(pipelineWords, reader);
  return html`<form action="/pipeline" method="get" class="lookup">
<label class="field" for="state">${words.status}<select id="state" name="state">
<option value="">${words.all}</option>
${runStates.map(
  (each) => html`<option value="${each}"${each === state && html` selected`}>${words.kept[each]}</option>
`,
)}</select></label>
<button>${words.show}</button>
</form>`;
}

async function durationsSection({ completed }: History, source: Source, reader: Reader): Promise<Content> {
  const reports = await reportsOf(source, completed);
  if (reports.length === 0) return undefined;
  return section("durations", wordsFor(pipelineWords, reader).durations, durationsFigure(reports, reader));
}
