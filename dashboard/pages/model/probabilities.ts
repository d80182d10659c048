import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Evaluation } from "../../lake/documents.ts";
import type { Coverage, CoveredClass } from "../../lake/evaluation-parts.ts";
import type { Findings } from "../../lake/training-documents.ts";
import { inEnglish } from "../../web/english.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals } from "../../words/decimals.ts";
import { own } from "../../words/own.ts";
import { between, signed, withInterval } from "./estimates.ts";
import { findingsWords } from "./findings-words.ts";

/** Which way of calibration was chosen, and whether prediction sets hold the outcome as often as they should. */
export function probabilitiesSection(
  { coverage }: Evaluation,
  findings: Findings | undefined,
  reader: Reader,
): Html {
  const words = wordsFor(findingsWords, reader);
  return section(
    "probabilities",
    words.probabilities,
    html`<h3>${words.calibration}</h3>
${findings === undefined ? lacking(words.findingsLacking, reader) : calibrationTable(findings, reader)}
<h3>${words.coverage}</h3>
${coverage === null ? lacking(words.coverageLacking, reader) : coverageTable(coverage, reader)}`,
  );
}

/** Briers of ways of calibration differ late: so many decimals tell them apart. */
const DIGITS = 6;

function calibrationTable({ calibration }: Findings, reader: Reader): Html {
  const { language } = reader;
  const words = wordsFor(findingsWords, reader);
  const { candidates, chosen, reason } = calibration;
  const lowest = Math.min(...candidates.map(({ brier }) => brier));
  return html`${dataTable("calibration-methods", {
    caption: words.calibrationCaption,
    columns: [
      { title: words.method },
      { title: words.brier },
      { title: words.toBest },
      { title: words.calibrationError },
      { title: words.standing, align: "left" },
    ],
    rows: candidates.map(({ method, brier, differenceToBest, calibrationError }) => [
      html`${own(words.methods, method) ?? method}${method === chosen && html` <strong class="badge one">${words.chosen}</strong>`}`,
      decimals(brier, DIGITS, language),
      brier === lowest ? "" : between(differenceToBest, signed(DIGITS, language)),
      decimals(calibrationError, 4, language),
      brier === lowest
        ? words.calibrationStandings.leads
        : words.calibrationStandings[differenceToBest.low > 0 ? "worse" : "tie"],
    ]),
  })}
<p class="hint">${inEnglish(reason, reader)}</p>`;
}

function coverageTable({ asked, churned, stayed }: Coverage, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(findingsWords, reader);
  const rows = churned.rows + stayed.rows;
  const open = [churned, stayed].reduce((sum, { sets }) => sum + sets.uncertain + sets.unusual, 0);
  const row = (title: string, { sets, ...counted }: CoveredClass) => [
    title,
    formats.count(counted.rows),
    formats.count(counted.covered),
    withInterval({ value: counted.coverage, low: counted.low, high: counted.high }, formats.percent),
    counted.high < asked ? words.coverageLess : counted.low > asked ? words.coverageMore : words.coverageKept,
    formats.count(sets.churns),
    formats.count(sets.stays),
    formats.count(sets.uncertain),
    formats.count(sets.unusual),
  ];
  return html`<p>${words.cannotCall(formats.count(open), formats.count(rows), formats.percent(rows === 0 ? null : open / rows))}</p>
${dataTable("coverage-table", {
  caption: words.coverageCaption(formats.percent(asked)),
  columns: [
    { title: words.outcome },
    { title: words.rows },
    { title: words.covered },
    { title: words.share },
    { title: words.kept, align: "left" },
    { title: words.sets.churns },
    { title: words.sets.stays },
    { title: words.sets.uncertain },
    { title: words.sets.unusual },
  ],
  rows: [row(words.churned, churned), row(words.stayed, stayed)],
})}`;
}
