import { type Html, html } from "../../../runtime/html.ts";
import { reportIfReadable } from "../../lake/run-report.ts";
import type { Fault } from "../../lake/run-view.ts";
import type { SourceFault } from "../../lake/source.ts";
import { inEnglish } from "../../web/english.ts";
import type { PageAnswer, PageRequest } from "../../web/page.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { fromReport, stepsTable } from "./steps.ts";
import { pipelineWords } from "./words.ts";

/** Shown where the books lie nobody knows where: what to set, and what the run that readers see wrote down itself. */
export async function noBooks({ site, view, reader }: PageRequest): Promise<PageAnswer> {
  const words = wordsFor(pipelineWords, reader);
  const run = view.kind === "run" ? view.run.current.run : undefined;
  const report = run === undefined ? undefined : await reportIfReadable(site.source, run);
  return {
    kind: "page",
    title: words.title,
    content: html`${booksWanted(reader)}
${report !== undefined && section("steps", `${words.run} ${report.run_id}`, stepsTable(fromReport(report), reader))}`,
  };
}

/** Says what to set. */
export function booksWanted(reader: Reader): Html {
  const { title, text, remedy } = wordsFor(pipelineWords, reader).noBooks;
  return html`<section>
<h2>${title}</h2>
<p>${text}</p>
<p>${remedy}</p>
</section>`;
}

/** Shown where the books cannot be read and nothing is known of them from before. */
export function booksFault(fault: SourceFault, reader: Reader): Html {
  return html`<div class="state" role="alert">
<h2>${wordsFor(pipelineWords, reader).unreadable}</h2>
<p>${inEnglish(fault.message, reader)}</p>
</div>`;
}

/** Stands above what the books said last, while they cannot be read. */
export function booksBanner(fault: Fault, reader: Reader): Html {
  const words = wordsFor(pipelineWords, reader);
  return html`<p class="banner" role="alert"><strong>${words.staleBooks(reader.formats.minute(fault.since.toISOString()))}</strong>
${inEnglish(fault.message, reader)} ${words.lastGood}</p>`;
}
