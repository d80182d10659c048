import { type Content, type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Evaluation, ExpectedPerformance } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { decimals } from "../../words/decimals.ts";
import { domainWords } from "../../words/domain.ts";
import { MISSING } from "../../words/formats.ts";
import { own } from "../../words/own.ts";
import { adviceWords } from "./advice-words.ts";

const DIGITS = 4;

/** Figures by their names in the report, and by those in the evaluation. */
const figures = [
  ["pr_auc", "prAuc"],
  ["precision", "precision"],
  ["recall", "recall"],
] as const;

type Estimate = { readonly value: number; readonly low: number; readonly high: number };

/** What the scores promise of the model, beside what the holdout showed. Nothing for runs of before. */
export function performanceSection(
  performance: ExpectedPerformance | undefined,
  evaluation: Evaluation,
  reader: Reader,
): Html | undefined {
  if (performance === undefined) return undefined;
  const words = wordsFor(adviceWords, reader);
  return section("performance", words.performance, content(performance, evaluation, reader));
}

function content(performance: ExpectedPerformance, evaluation: Evaluation, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(adviceWords, reader);
  const { status, customers, expected_churners: churners, confidence, training } = performance;
  if (status === "unknown")
    return html`<p>${words.tooFew(formats.count(customers), formats.count(churners))}</p>`;
  const percent = (share: number) => `${formats.count(share * 100)} %`;
  const names = wordsFor(domainWords, reader).metrics;
  const figureOf = (value: number | undefined) => decimals(value, DIGITS, language);
  const withInterval = (estimate: Estimate | null | undefined): readonly Content[] =>
    estimate === null || estimate === undefined
      ? [MISSING, MISSING]
      : [figureOf(estimate.value), `${figureOf(estimate.low)} – ${figureOf(estimate.high)}`];
  return html`<p><strong>${words.performances[status]}</strong></p>
${dataTable("performance-table", {
  caption: words.performanceCaption(figureOf(performance.threshold)),
  columns: [
    { title: words.figure },
    { title: words.expected },
    { title: words.interval(percent(confidence)) },
    { title: words.holdout },
    { title: words.interval(percent(evaluation.intervals.confidence)) },
    { title: words.training },
  ],
  rows: figures.map(([name, metric]) => [
    own(names, metric) ?? metric,
    ...withInterval(performance[name]),
    ...withInterval(evaluation.metrics[metric]),
    figureOf(training[name]),
  ]),
})}
<p class="hint">${words.assumption(formats.count(customers), formats.count(churners), percent(confidence))}</p>`;
}
