import { type Html, html } from "../../../runtime/html.ts";
import { decimalsBeside } from "../../../runtime/model/gate.ts";
import type { Registration } from "../../../runtime/registry/registry.ts";
import { dataTable } from "../../charts/figure.ts";
import type { ChampionComparison, Evaluation, GateRule } from "../../lake/documents.ts";
import { inEnglish } from "../../web/english.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals } from "../../words/decimals.ts";
import { own } from "../../words/own.ts";
import { signed, withInterval } from "./estimates.ts";
import { findingsWords } from "./findings-words.ts";
import { registryWords } from "./registry-words.ts";

/** What the gate decided of the model that scored, and why. */
export function gateSection(
  evaluation: Evaluation,
  registration: Registration | undefined,
  reader: Reader,
): Html {
  const words = wordsFor(registryWords, reader);
  const { promote, gate, comparison, warnings } = evaluation;
  const decided = promote === undefined ? words.undecided : promote ? words.promoted : words.refused;
  return section(
    "gate",
    words.gate,
    html`<p><strong>${decided}</strong></p>
${registration !== undefined && overruled(evaluation, registration, reader)}
${gate.length > 0 && ruleTable(gate, reader)}
${warningList(warnings, reader)}
<h3>${words.comparison}</h3>
${comparison === null ? html`<p>${words.noChampion}</p>` : comparisonTable(comparison, reader)}`,
  );
}

/** What a reader should know although the gate lets the model pass. */
function warningList(warnings: Evaluation["warnings"], reader: Reader): Html {
  const words = wordsFor(findingsWords, reader);
  return html`<h3>${words.warnings}</h3>
${
  warnings === undefined
    ? lacking(words.warningsLacking, reader)
    : warnings.length === 0
      ? html`<p>${words.noWarnings}</p>`
      : html`<p>${words.warningsNote}</p>
<ul class="points" aria-label="${words.warnings}">${warnings.map((warning) => html`<li>${inEnglish(warning, reader)}</li>`)}</ul>`
}`;
}

/** A person may have decided otherwise than the gate; the registry knows why. */
function overruled(
  { promote, reasons }: Evaluation,
  registration: Registration,
  reader: Reader,
): Html | undefined {
  const words = wordsFor(registryWords, reader);
  if (promote === undefined || promote === (registration.decision === "approved")) return undefined;
  const since = registration.reasons.filter((reason) => !reasons.includes(reason));
  return html`<p>${words.overruled(words.decisions[registration.decision])}</p>
${since.length > 0 && html`<ul class="points" aria-label="${words.reasons}">${since.map((reason) => html`<li>${reason}</li>`)}</ul>`}`;
}

function ruleTable(rules: readonly GateRule[], reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(registryWords, reader);
  const table = dataTable("gate-rules", {
    caption: words.ruleCaption,
    columns: [
      { title: words.rule },
      { title: words.limit },
      { title: words.value },
      { title: words.result, align: "left" },
    ],
    rows: rules.map((rule) => [
      own(words.rules, rule.name)?.title ?? rule.name,
      formats.short(rule.limit),
      valueBeside(rule, reader),
      rule.passed ? html`✓ ${words.passed}` : html`<strong class="badge critical">✗ ${words.broken}</strong>`,
    ]),
  });
  return html`${table}
<ul class="points">${rules.map((rule) => html`<li>${sentenceOf(rule, reader)}</li>`)}</ul>`;
}

/** In short, unless that would hide on which side of its limit a value lies. */
function valueBeside({ limit, value }: Pick<GateRule, "limit" | "value">, reader: Reader): string {
  const { formats, language } = reader;
  const short = formats.short(value);
  if (value === null || limit === null || value === limit || short !== formats.short(limit)) return short;
  return decimals(value, decimalsBeside(value, limit), language);
}

/** The gate's own sentence in the language that it writes; in others the same from its figures. */
function sentenceOf({ name, sentence, passed, limit, value }: GateRule, reader: Reader): string {
  const words = own(wordsFor(registryWords, reader).rules, name);
  if (reader.language === "en" || words === undefined) return sentence;
  return words.sentence(passed, reader.formats.short(limit), valueBeside({ limit, value }, reader));
}

function comparisonTable(comparison: ChampionComparison, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(registryWords, reader);
  const { champion, rows, churners, note, candidatePrAuc, championPrAuc, prAucDifference } = comparison;
  const { low, high } = prAucDifference;
  const judgement = low > 0 ? words.better : high < 0 ? words.worse : words.tie;
  return html`<p>${words.compared(champion.experiment, formats.day(champion.asOf), formats.count(rows), formats.count(churners))}
${inEnglish(note, reader)}</p>
${dataTable("gate-comparison", {
  caption: words.comparison,
  columns: [
    { title: words.prAuc },
    { title: words.candidate },
    { title: words.champion },
    { title: words.differs },
    { title: words.standing, align: "left" },
  ],
  rows: [
    [
      words.prAuc,
      formats.figure(candidatePrAuc),
      formats.figure(championPrAuc),
      withInterval(prAucDifference, signed(3, language)),
      judgement,
    ],
  ],
})}`;
}
