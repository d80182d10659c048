import { type Html, html } from "../../runtime/html.ts";
import type { View } from "../lake/run-view.ts";
import { staticUrl } from "../static-files.ts";
import { languageNames, languages } from "../words/language.ts";
import { shellWords } from "../words/shell.ts";
import { link } from "./links.ts";
import { provenance, staleBanner } from "./provenance.ts";
import { type Reader, wordsFor } from "./reader.ts";

/** Pages in the order of the navigation. */
const navigation = [
  { id: "overview", path: "/" },
  { id: "customers", path: "/customers" },
  { id: "lookup", path: "/lookup" },
  { id: "recommendations", path: "/recommendations" },
  { id: "model", path: "/model" },
  { id: "drift", path: "/drift" },
  { id: "data", path: "/data" },
  { id: "pipeline", path: "/pipeline" },
] as const;
/** A page that the navigation leads to. */
export type PageId = (typeof navigation)[number]["id"];

/** One page of the dashboard. */
export interface Page {
  /** What the browser's tab says, before the name of the product, and the page's heading. */
  readonly title: string;
  /** Page of the navigation that this is, or belongs to; left out on pages that are not in it. */
  readonly id?: PageId;
  readonly content: Html;
  /** Where the page itself lies, with its query, for the choice of another language. */
  readonly address: string;
  /** What is shown: every page says of which run it is. Left out where nothing could be read. */
  readonly view?: View;
}

/** A whole HTML document. */
export function layout({ title, id, content, address, view }: Page, reader: Reader): string {
  const words = wordsFor(shellWords, reader);
  const shown = view?.kind === "run" ? view : undefined;
  return html`<!doctype html>
<html lang="${reader.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · SpanishGas</title>
<link rel="icon" href="${staticUrl("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${staticUrl("style.css")}">
<script type="module" src="${staticUrl("enhance.js")}"></script>
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
<header class="top">
<div class="bar">
<p class="brand"><a href="/">SpanishGas</a> <span>${words.product}</span></p>
<form class="find" role="search" action="/lookup" method="get">
<label class="quiet" for="find">${words.search}</label>
<input id="find" name="q" type="search" placeholder="${words.searchHint}" maxlength="64" autocomplete="off" list="found"
 data-suggest="/api/v1/customers/suggestions">
<datalist id="found"></datalist>
<button>${words.find}</button>
</form>
<ul class="languages" aria-label="${words.otherLanguage}">${languages.map((language) =>
    language === reader.language
      ? html`<li><span aria-current="true" lang="${language}">${languageNames[language]}</span></li>`
      : html`<li><a href="${languageLink(address, language)}" lang="${language}" hreflang="${language}">${languageNames[language]}</a></li>`,
  )}</ul>
</div>
<nav aria-label="${words.pages}"><ul>${navigation.map(
    (entry) =>
      html`<li><a href="${entry.path}"${entry.id === id && html` aria-current="page"`}>${words.nav[entry.id]}</a></li>`,
  )}</ul></nav>
</header>
<main id="content" tabindex="-1">
<h1>${title}</h1>
${shown !== undefined && shown.fault !== undefined && staleBanner(shown.fault, reader)}
${shown !== undefined && provenance(shown.run, reader)}
${content}
</main>
</body>
</html>
`.toString();
}

/** The same address in another language; the answer remembers the choice and leads back. */
function languageLink(address: string, language: string): string {
  return link("/language", { to: language, back: address });
}
