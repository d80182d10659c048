import { lexicon } from "../../../configs/lexicon.ts";
import { SME_POWER_LIMIT_KW } from "../../../configs/segments.ts";
import { DEFAULT_SCORER, NO_SCORER } from "../../../configs/sentiment.ts";
import { type Html, html } from "../../../runtime/html.ts";
import type { OpenRun } from "../../lake/open-run.ts";
import type { RunReport } from "../../lake/run-report.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { assumptionWords } from "./assumption-words.ts";
import type { GoldFigures } from "./gold-figures.ts";
import { layers } from "./tables.ts";

const lexiconWords = new Set(lexicon.weights.flatMap(({ words }) => words)).size;

/** A figure that a step noted; undefined where the run's report lacks it. */
function noted(report: RunReport | undefined, step: string, fact: string): number | undefined {
  const value = report?.steps.find((each) => each.step === step)?.facts[fact];
  return typeof value === "number" ? value : undefined;
}

/** What the figures rest on: nothing here is written down by hand that the run could say itself (fault U6). */
export function assumptions(
  { asOf }: OpenRun,
  figures: GoldFigures,
  report: RunReport | undefined,
  reader: Reader,
): Html {
  const { formats } = reader;
  const words = wordsFor(assumptionWords, reader);
  const readings = noted(report, "bronze", "readings");
  const statements = [
    words.customers(
      formats.count(figures.customers),
      formats.count(figures.labelled),
      formats.count(figures.churners),
    ),
    words.negatives(readings === undefined ? undefined : formats.count(readings)),
    [words.imputation, imputed(report, reader)].filter((text) => text !== undefined).join(" "),
    words.segments(formats.short(SME_POWER_LIMIT_KW)),
    tone(report, reader),
    words.withoutInteraction(formats.percent(figures.withoutInteraction / figures.customers)),
    words.layers(layers.join(" → ")),
    words.asOf(formats.day(asOf)),
  ];
  return html`<ul class="points">${statements.map(
    (statement) => html`<li>${statement}</li>
`,
  )}</ul>`;
}

/** Who judged the tone of conversations; runs of before told nobody, and had the lexicon. */
function tone(report: RunReport | undefined, reader: Reader): string {
  const words = wordsFor(assumptionWords, reader);
  const scorer = report?.steps.find(({ step }) => step === "bronze")?.facts["sentiment_scorer"];
  if (scorer === NO_SCORER) return words.unjudged;
  return typeof scorer !== "string" || scorer === DEFAULT_SCORER
    ? words.sentiment(reader.formats.count(lexiconWords))
    : words.judgedBy(scorer);
}

function imputed(report: RunReport | undefined, reader: Reader): string | undefined {
  const figures = [
    "prices_imputed_own_series",
    "prices_imputed_median_of_kind",
    "prices_imputed_median_of_month",
    "prices_left_missing",
  ].map((fact) => noted(report, "silver", fact));
  const [own, kind, month, missing] = figures.map(reader.formats.count);
  if (figures.includes(undefined) || own === undefined || kind === undefined || month === undefined)
    return undefined;
  return missing === undefined
    ? undefined
    : wordsFor(assumptionWords, reader).imputed(own, kind, month, missing);
}
