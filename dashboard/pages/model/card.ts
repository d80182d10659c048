import { type Content, type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Card } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { own } from "../../words/own.ts";
import { registryWords } from "./registry-words.ts";
import { modelWords } from "./words.ts";

/** Where the card can be taken out: for programs, and as a page that opens without a network. */
export const CARD_PATH = "/model/card.json";
export const CARD_PAGE_PATH = "/model/card.html";

type Entry = readonly [term: string, text: Content];

/** What a reader needs to judge and to repeat the model. */
export function cardSection(card: Card | undefined, reader: Reader): Html {
  const words = wordsFor(registryWords, reader);
  if (card === undefined)
    return section("card", words.card, lacking(wordsFor(modelWords, reader).card, reader));
  const { data, model, libraries } = card;
  // Cards of before have no page of their own; they lack the digest of the program, too.
  const hasPage = card.code !== undefined;
  const { formats } = reader;
  const customers = (rows: string, count: number, churners: number): Entry[] => [
    [rows, formats.count(count)],
    [words.left, `${formats.count(churners)} (${formats.percent(count === 0 ? null : churners / count)})`],
  ];
  return section(
    "card",
    words.card,
    html`<div class="columns">
${list(
  "data",
  words.data,
  [
    ...customers(words.trainRows, data.rows, data.churners),
    ...customers(words.holdoutRows, data.holdoutRows, data.holdoutChurners),
    [words.unlabelled, formats.count(data.unlabelledRows)],
    [words.asOf, formats.day(model.asOf)],
  ],
  reader,
)}
${list(
  "recipe",
  words.recipe,
  [
    [words.experiment, model.experiment],
    ...settings(model.recipe, reader),
    [words.weighting, model.weighting.chosen],
    [words.seed, String(model.seed)],
  ],
  reader,
)}
${list(
  "calibration",
  words.calibrator,
  [...settings(model.calibrator, reader), [words.threshold, formats.short(model.threshold)]],
  reader,
)}
${list("libraries", words.libraries, Object.entries(libraries), reader)}
</div>
<p>${words.digests}</p>
<ul class="points">
<li>${words.gold}: <code>${data.goldSha256}</code></li>
<li>${words.trees}: <code>${model.modelSha256}</code></li>
</ul>
<p class="actions"><a href="${CARD_PATH}" download>${words.download}</a>${hasPage && html` <a href="${CARD_PAGE_PATH}" download>${words.downloadPage}</a>`}</p>`,
  );
}

/** Facts as a table of their own. */
function list(id: string, title: string, entries: readonly Entry[], reader: Reader): Html {
  const words = wordsFor(registryWords, reader);
  return dataTable(`card-${id}`, {
    caption: title,
    columns: [{ title: words.fact }, { title: words.value }],
    rows: entries,
  });
}

/** Settings whose names and number differ from algorithm to algorithm. */
function settings(values: Readonly<Record<string, unknown>>, reader: Reader): Entry[] {
  const { keys } = wordsFor(registryWords, reader);
  return Object.entries(values).map(([name, value]) => [own(keys, name) ?? name, settingText(value, reader)]);
}

function settingText(value: unknown, reader: Reader): string {
  if (typeof value === "number") return reader.formats.short(value);
  if (Array.isArray(value)) return value.map((each) => settingText(each, reader)).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
