import { type Html, html } from "../../runtime/html.ts";
import type { OpenRun } from "../lake/open-run.ts";
import type { Fault } from "../lake/run-view.ts";
import { shellWords } from "../words/shell.ts";
import { inEnglish } from "./english.ts";
import { type Reader, wordsFor } from "./reader.ts";

const DAY_MS = 24 * 3600 * 1000;

/** Of which run a page is, how old its data are, and by which model. */
export function provenance({ asOf, current }: OpenRun, reader: Reader): Html {
  const { formats, now, user } = reader;
  const words = wordsFor(shellWords, reader);
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(`${asOf}T00:00:00Z`)) / DAY_MS));
  const age = days === 0 ? words.today : words.old(words.days(formats.count(days), days === 1));
  const entries: readonly (readonly [string, string | Html])[] = [
    [words.asOf, html`${formats.day(asOf)} <small>${age}</small>`],
    [
      words.published,
      html`${formats.minute(current.published_at)} <small>${formats.ago(new Date(current.published_at), now)}</small>`,
    ],
    [words.run, html`<a href="/pipeline/${encodeURIComponent(current.run)}">${current.run}</a>`],
    [words.model, html`<a href="/model">${current.model}</a>`],
    [words.user, user],
  ];
  return html`<dl class="provenance">${entries.map(
    ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`,
  )}</dl>`;
}

/** Stands above the last good data while the lake cannot be read. */
export function staleBanner(fault: Fault, reader: Reader): Html {
  const words = wordsFor(shellWords, reader);
  return html`<p class="banner" role="alert"><strong>${words.stale(reader.formats.minute(fault.since.toISOString()))}</strong>
${inEnglish(fault.message, reader)} ${words.lastGood}</p>`;
}
