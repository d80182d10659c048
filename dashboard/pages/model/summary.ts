import { type Html, html } from "../../../runtime/html.ts";
import { figure } from "../../charts/figure.ts";
import { intervals } from "../../charts/intervals.ts";
import { linear } from "../../charts/scale.ts";
import type { Evaluation } from "../../lake/documents.ts";
import type { OpenRun } from "../../lake/open-run.ts";
import { cards, section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { decimals } from "../../words/decimals.ts";
import { domainWords } from "../../words/domain.ts";
import { own } from "../../words/own.ts";
import { modelWords } from "./words.ts";

/** The metrics that are read first; their order is the original's. */
const FIRST = ["prAuc", "rocAuc", "precision", "recall"];
const DIGITS = 4;

/** The model in a few figures, and all of its metrics with their intervals. */
export function summary(run: OpenRun, reader: Reader): Html {
  const { evaluation } = run.documents;
  const words = wordsFor(modelWords, reader);
  return html`${metricCards(evaluation, reader)}
${modelCards(run, reader)}
${section("metrics", words.metrics, metricsFigure(evaluation, reader))}`;
}

/** "95 %", as the evaluation says. */
export function confidenceOf({ intervals }: Evaluation, { formats }: Reader): string {
  return `${formats.count(intervals.confidence * 100)} %`;
}

function metricCards(evaluation: Evaluation, reader: Reader): Html {
  const words = wordsFor(modelWords, reader);
  const names = wordsFor(domainWords, reader).metrics;
  return cards(
    FIRST.map((name) => {
      const estimate = evaluation.metrics[name];
      const figureOf = (value: number | undefined) => decimals(value, DIGITS, reader.language);
      return {
        title: names[name] ?? name,
        value: figureOf(estimate?.value),
        ...(estimate !== undefined && {
          note: words.interval(
            confidenceOf(evaluation, reader),
            figureOf(estimate.low),
            figureOf(estimate.high),
          ),
        }),
      };
    }),
  );
}

function modelCards({ current, documents }: OpenRun, reader: Reader): Html {
  const { evaluation, card } = documents;
  const { formats, language } = reader;
  const words = wordsFor(modelWords, reader);
  const { rows, churners } = evaluation.holdout;
  const recipe = card === undefined ? undefined : recipeInWords(card.model.recipe, reader);
  const trained = words.modelNote(evaluation.experiment, formats.day(evaluation.asOf));
  return cards([
    {
      title: words.threshold,
      value: decimals(evaluation.threshold, DIGITS, language),
      note: words.thresholdNote,
    },
    {
      title: words.model,
      value: current.model,
      note: recipe === undefined ? trained : `${trained}; ${recipe}`,
    },
    {
      title: words.holdout,
      value: formats.count(rows),
      note: words.holdoutNote(formats.count(churners), formats.percent(rows === 0 ? null : churners / rows)),
    },
  ]);
}

/** Proper names of algorithms, the same in all languages. */
export const algorithms: Readonly<Record<string, string>> = { xgboost: "XGBoost" };

/** A recipe in a few words; undefined for one that has no trees. */
function recipeInWords(recipe: Readonly<Record<string, unknown>>, reader: Reader): string | undefined {
  const { algorithm, trees, depth } = recipe;
  if (typeof algorithm !== "string" || typeof trees !== "number" || typeof depth !== "number")
    return undefined;
  const { formats } = reader;
  return wordsFor(modelWords, reader).recipe(
    own(algorithms, algorithm) ?? algorithm,
    formats.count(trees),
    formats.count(depth),
  );
}

function metricsFigure(evaluation: Evaluation, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(modelWords, reader);
  const names = wordsFor(domainWords, reader).metrics;
  const figureOf = (value: number) => decimals(value, DIGITS, reader.language);
  const all = Object.entries(evaluation.metrics).map(([name, estimate]) => ({
    label: names[name] ?? name,
    ...estimate,
  }));
  const end = Math.max(1, ...all.map(({ high }) => high));
  return figure(
    {
      id: "metrics-figure",
      title: words.metrics,
      drawing: intervals(
        "metrics-chart",
        words.metrics,
        { x: linear(0, end), xText: formats.short },
        all.map(({ label, value, low, high }) => ({
          label,
          // Shorter than in the table: name and figures share a line on a phone.
          text: `${formats.figure(value)} (${words.short(formats.figure(low), formats.figure(high))})`,
          value,
          low,
          high,
          tone: "one",
        })),
      ),
      columns: [{ title: words.metric }, { title: words.value }, { title: words.from }, { title: words.to }],
      rows: all.map(({ label, value, low, high }) => [label, figureOf(value), figureOf(low), figureOf(high)]),
      note: words.metricsNote(confidenceOf(evaluation, reader), formats.count(evaluation.holdout.rows)),
    },
    reader,
  );
}
