import { runId } from "../../../configs/names.ts";
import { type Html, html } from "../../../runtime/html.ts";
import type { Lease, RunRecord, TaskRecord } from "../../../runtime/manifest/manifest.ts";
import type { Books } from "../../lake/books.ts";
import { LastGood } from "../../lake/last-good.ts";
import { factsOf, isRunName, type RunReport, reportIfReadable } from "../../lake/run-report.ts";
import { SourceFault } from "../../lake/source.ts";
import { NotFound, type PageAnswer, type PageRequest, type PageRoute } from "../../web/page.ts";
import { cards, section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { adviceSection } from "./advice.ts";
import { alertList } from "./alerts.ts";
import { booksBanner, booksFault, booksWanted } from "./books-states.ts";
import { modelSection } from "./model-section.ts";
import { runLine } from "./run-line.ts";
import { type ShownState, secondsOf, shownState } from "./run-state.ts";
import { stateBadge } from "./run-table.ts";
import { runWords } from "./run-words.ts";
import { fromBooks, fromReport, plannedMode, stepsTable } from "./steps.ts";
import { timelineFigure } from "./timeline.ts";
import { pipelineWords } from "./words.ts";

/** What the books say of one run; no run where they know none of this name. */
interface RunStory {
  readonly run: RunRecord | undefined;
  readonly tasks: readonly TaskRecord[];
  readonly lease: Lease | undefined;
}

const stories = new LastGood<RunStory>();

/** One run: what it has done, how long that took, and why it failed; while it is at work, the page renews itself. */
export const runPage: PageRoute = {
  path: "/pipeline/:run",
  id: "pipeline",
  needs: "nothing",
  asksBooks: true,
  answer: async (request) => {
    const { site, reader, path } = request;
    const name = path["run"] ?? "";
    if (!isRunName(name)) throw new NotFound();
    if (site.books === undefined) return withoutBooks(name, booksWanted(reader), request);
    try {
      const { value: story, fault } = await stories.ask(site.books, name, reader.now, (books) =>
        storyOf(books, name),
      );
      const { run } = story;
      if (run === undefined) throw new NotFound();
      return {
        kind: "page",
        title: wordsFor(runWords, reader).title(run.id),
        content: html`${fault !== undefined && booksBanner(fault, reader)}${await runContent(run, story, request)}`,
      };
    } catch (thrown) {
      if (!(thrown instanceof SourceFault)) throw thrown;
      return { status: 503, ...(await withoutBooks(name, booksFault(thrown, reader), request)) };
    }
  },
};

async function storyOf(books: Books, name: string): Promise<RunStory> {
  const id = runId(name);
  const [run, tasks, lease] = await Promise.all([books.run(id), books.tasks(id), books.holder()]);
  return { run, tasks, lease: lease?.run === id ? lease : undefined };
}

async function runContent(
  run: RunRecord,
  { tasks, lease }: RunStory,
  { site: { source }, view, reader }: PageRequest,
): Promise<Html> {
  const words = wordsFor(runWords, reader);
  const state = shownState(run, lease?.run);
  const seconds = secondsOf(run, state, reader.now);
  const done = fromBooks(tasks);
  const report = await reportIfReadable(source, run.id);
  const isCurrent = view.kind === "run" && view.run.current.run === run.id;
  const timeline = timelineFigure(
    done,
    { startedAt: run.startedAt, seconds: seconds ?? 0, isAtWork: state === "running" },
    reader,
  );
  return html`<div id="run"${state === "running" && html` data-renew="5"`}>
${state === "running" && lease !== undefined && html`<p class="note" role="status">${runLine({ run, tasks, lease }, reader)}</p>`}
${runCards(run, state, { report, tasks }, reader)}
${adviceSection(run, { state, lease }, source, reader)}
${timeline !== undefined && section("timeline", words.timeline, timeline)}
${section("steps", words.steps, stepsTable(done, reader))}
</div>
${modelSection(report, isCurrent, reader)}
${section("alerts", words.alerts, await alertList(source, run.id, reader))}
<p><a href="/pipeline">${words.back}</a></p>`;
}

interface CardFacts {
  readonly report: RunReport | undefined;
  readonly tasks: readonly TaskRecord[];
}

function runCards(run: RunRecord, state: ShownState, { report, tasks }: CardFacts, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(runWords, reader);
  const names = wordsFor(pipelineWords, reader);
  const mode = report?.mode ?? plannedMode(tasks) ?? run.request.mode;
  const asOf = report?.as_of ?? asOfFound(tasks) ?? run.request.asOf;
  return cards([
    {
      title: names.state,
      value: stateBadge(state, reader),
      note: html`${words.attempt(formats.count(run.attempt))} <code>${run.delivery}</code>`,
    },
    {
      title: names.duration,
      value: formats.duration(secondsOf(run, state, reader.now)),
      note: `${names.started}: ${formats.minute(run.startedAt)}`,
    },
    {
      title: names.mode,
      value: names.modes[mode] ?? mode,
      note: `${words.experiment}: ${run.request.experiment}`,
    },
    { title: words.asOf, value: formats.day(asOf), ...(asOf === null ? { note: words.auto } : {}) },
  ]);
}

/** The as-of date that the bronze step found in the readings. */
function asOfFound(tasks: readonly TaskRecord[]): string | undefined {
  const found = factsOf(tasks.find(({ state }) => state === "Bronze")?.result)?.["as_of"];
  return typeof found === "string" ? found : undefined;
}

/** Of the run that readers see, its own report can be shown even where the books cannot be. */
async function withoutBooks(
  name: string,
  said: Html,
  { site: { source }, view, reader }: PageRequest,
): Promise<Extract<PageAnswer, { kind: "page" }>> {
  const isCurrent = view.kind === "run" && view.run.current.run === name;
  const report = isCurrent ? await reportIfReadable(source, name) : undefined;
  const words = wordsFor(runWords, reader);
  return {
    kind: "page",
    title: words.title(name),
    content: html`${said}
${
  report !== undefined &&
  html`${section("steps", words.steps, html`<p>${words.onlyReport}</p>${stepsTable(fromReport(report), reader)}`)}
${modelSection(report, isCurrent, reader)}
${section("alerts", words.alerts, await alertList(source, name, reader))}`
}
<p><a href="/pipeline">${words.back}</a></p>`,
  };
}
