import { type Content, html } from "../../../runtime/html.ts";
import type { RunReport } from "../../lake/run-report.ts";
import { inEnglish } from "../../web/english.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { runWords } from "./run-words.ts";

/** Which model the run trained and which scored; the pages about model, drift and tables show the current run alone. */
export function modelSection(report: RunReport | undefined, isCurrent: boolean, reader: Reader): Content {
  if (report === undefined) return undefined;
  const words = wordsFor(runWords, reader);
  const { candidate, champion } = report;
  return section(
    "model",
    words.model,
    html`${
      candidate !== null &&
      html`<p>${words.trained}: <code>${candidate.version}</code>, ${candidate.promoted ? words.promoted : words.refused}</p>
<ul class="points">${candidate.reasons.map((reason) => html`<li>${inEnglish(reason, reader)}</li>`)}</ul>`
    }
${champion !== null && html`<p>${words.scoredWith}: <code>${champion}</code></p>`}
${
  isCurrent &&
  html`<p class="actions"><a href="/model">${words.toModel}</a> <a href="/drift">${words.toDrift}</a> <a href="/data">${words.toData}</a></p>`
}`,
  );
}
