import { type Content, type Html, html } from "../../runtime/html.ts";
import type { Fault } from "../lake/run-view.ts";
import type { Source } from "../lake/source.ts";
import { stateWords } from "../words/states.ts";
import { inEnglish } from "./english.ts";
import type { BadQuery, Expectation } from "./query.ts";
import { type Reader, wordsFor } from "./reader.ts";

/** Shown where a lake has no published run: says what to do. */
export function emptyLake({ kind, location }: Source, reader: Reader): Html {
  const words = wordsFor(stateWords, reader).empty;
  return html`<div class="state">
<h2>${words.title}</h2>
<p>${kind === "folder" ? words.folder : words.bucket(`${location}/raw/`)}</p>
<p>${words.reload} <code>${location}</code>.</p>
</div>`;
}

/** Shown where the lake cannot be read and nothing is known of it from before. */
export function unreadableLake(fault: Fault, reader: Reader): Html {
  const words = wordsFor(stateWords, reader).unreadable;
  return html`<div class="state" role="alert">
<h2>${words.title}</h2>
<p>${inEnglish(fault.message, reader)}</p>
<p>${words.text}</p>
</div>`;
}

/** Shown in place of a part that the run does not hold: says how to get it. */
export function lacking(what: string, reader: Reader): Html {
  const words = wordsFor(stateWords, reader).lacks;
  return html`<div class="state">
<h2>${words.title}</h2>
<p>${words.text(what)}</p>
<p>${words.remedy}</p>
</div>`;
}

/** An answer that is no page: a wrong address, a request that cannot be served, a fault of ours. */
export function problem(text: Content, requestId: string, reader: Reader): Html {
  const words = wordsFor(stateWords, reader);
  return html`<div class="state">
<p>${text}</p>
<p><a href="/">${words.toOverview}</a></p>
${requestLine(requestId, reader)}
</div>`;
}

/** By which the log finds the request. */
function requestLine(requestId: string, reader: Reader): Html {
  return html`<p class="hint">${wordsFor(stateWords, reader).request} <code>${requestId}</code></p>`;
}

/** What is wrong with the parameters of an address, and what they may be. */
export function wrongQuery({ faults }: BadQuery, path: string, requestId: string, reader: Reader): Html {
  const words = wordsFor(stateWords, reader).badQuery;
  return html`<div class="state" role="alert">
<p>${words.text}</p>
<ul class="points">${faults.map(
    ({ name, expected }) => html`<li>${words.given(name, inWords(expected, reader))}</li>`,
  )}</ul>
<p><a href="${path}">${words.startAnew}</a></p>
${requestLine(requestId, reader)}
</div>`;
}

/** What a parameter may be, in words. */
export function inWords(expected: Expectation, reader: Reader): string {
  const words = wordsFor(stateWords, reader).badQuery;
  const values = expected.enum ?? expected.items?.enum;
  if (values !== undefined) return words.oneOf(values.join(", "));
  const written = (value: number | undefined) =>
    value === undefined ? undefined : reader.formats.short(value);
  if (expected.type === "number" || expected.type === "integer")
    return words.number(written(expected.minimum), written(expected.maximum), expected.type === "integer");
  if (expected.maxItems !== undefined) return words.several(reader.formats.short(expected.maxItems));
  return words.upTo(written(expected.maxLength));
}
