import { z } from "zod";
import { type Content, type Html, html } from "../../../runtime/html.ts";
import { type Confusion, f1, precision, recall } from "../../../runtime/model/metrics/operating-point.ts";
import { dataTable } from "../../charts/figure.ts";
import { confusionOf, pointAt } from "../../data/curves.ts";
import type { Holdout } from "../../data/holdout.ts";
import type { Database } from "../../lake/database.ts";
import type { Evaluation } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals, difference } from "../../words/decimals.ts";
import { modelWords } from "./words.ts";

/** What the page may be asked for. */
export const thresholdSchema = z.object({
  threshold: z.coerce
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Threshold to try: customers with this probability or more are called"),
});

/** The model at one threshold: on the holdout, and among all scored customers. */
interface Tried {
  readonly threshold: number;
  readonly confusion: Confusion;
  readonly calledOfAll: number;
}

/** The shipped threshold, and the one to try where it is another. */
export interface Trial {
  readonly shipped: Tried;
  readonly tried: Tried | undefined;
}

/** Counts calls at the shipped threshold and at the one to try. */
export async function trialOf(
  holdout: Holdout,
  database: Database,
  shipped: number,
  threshold: number | undefined,
): Promise<Trial> {
  const at = async (asked: number): Promise<Tried> => {
    const { called } = z
      .object({ called: z.number() })
      .parse(
        await database.row(
          "SELECT count(*) FILTER (churn_proba >= $asked)::DOUBLE AS called FROM customers",
          { asked },
        ),
      );
    return {
      threshold: asked,
      confusion: confusionOf(pointAt(holdout, asked), holdout),
      calledOfAll: called,
    };
  };
  const [first, second] = await Promise.all([
    at(shipped),
    threshold === undefined || threshold === shipped ? undefined : at(threshold),
  ]);
  return { shipped: first, tried: second };
}

const PART = "confusion";

/** The matrix with a threshold to move, or, of runs that kept no scores, the matrix of the evaluation. */
export function confusionSection(trial: Trial | undefined, evaluation: Evaluation, reader: Reader): Html {
  const words = wordsFor(modelWords, reader);
  if (trial !== undefined) {
    const { threshold, confusion } = trial.tried ?? trial.shipped;
    return section(
      PART,
      words.matrix,
      html`<div class="columns">
<div>${matrix(confusion, threshold, reader)}</div>
<div>${thresholdForm(trial, reader)}
${effects(trial, reader)}</div>
</div>`,
    );
  }
  const { confusion, threshold } = evaluation;
  return section(
    PART,
    words.matrix,
    html`${confusion !== undefined && matrix(confusion, threshold, reader)}
${lacking(words.holdoutScores, reader)}`,
  );
}

/** Rows are what happened, columns what was predicted: [[tn, fp], [fn, tp]]. */
function matrix(confusion: Confusion, threshold: number, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(modelWords, reader);
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
  const rows = trueNegatives + falsePositives + falseNegatives + truePositives;
  const row = (title: string, cells: readonly [number, number]): readonly Content[] => {
    const whole = cells[0] + cells[1];
    return [
      title,
      ...cells.map(
        (count) =>
          html`${formats.count(count)}<br><small>${formats.percent(whole === 0 ? null : count / whole)}</small>`,
      ),
    ];
  };
  return dataTable("matrix", {
    caption: words.matrixCaption(thresholdText(threshold, reader), formats.count(rows)),
    columns: [{ title: words.outcome }, { title: words.predicted[0] }, { title: words.predicted[1] }],
    rows: [
      row(words.actual[0] ?? "", [trueNegatives, falsePositives]),
      row(words.actual[1] ?? "", [falseNegatives, truePositives]),
    ],
  });
}

/** A threshold with as many decimals as it needs to be told from another. */
function thresholdText(threshold: number, { language }: Reader): string {
  return decimals(threshold, Number(threshold.toFixed(2)) === threshold ? 2 : 4, language);
}

/** Works without script, too: then its button sends it. */
function thresholdForm({ shipped, tried }: Trial, reader: Reader): Html {
  const words = wordsFor(modelWords, reader);
  const { threshold } = tried ?? shipped;
  return html`<form action="/model" method="get" data-part="${PART}">
<p class="actions"><label for="threshold">${words.moveThreshold}</label>
<input id="threshold" type="range" name="threshold" min="0" max="1" step="0.01" value="${threshold.toFixed(2)}" data-output="threshold-value" data-submit>
<output id="threshold-value" for="threshold">${thresholdText(threshold, reader)}</output>
<button>${words.apply}</button>${tried !== undefined && html` <a href="/model#${PART}">${words.shipped}</a>`}</p>
</form>
${tried === undefined && html`<p class="hint">${words.isShipped}</p>`}`;
}

/** One line of the table of effects: its values as numbers, and how they are written. */
interface Effect {
  readonly title: string;
  readonly of: (tried: Tried) => number;
  readonly digits: number;
}

function effects({ shipped, tried }: Trial, reader: Reader): Html {
  const { language } = reader;
  const words = wordsFor(modelWords, reader);
  const measures: readonly Effect[] = [
    { title: words.precision, of: ({ confusion }) => precision(confusion), digits: 4 },
    { title: words.recall, of: ({ confusion }) => recall(confusion), digits: 4 },
    { title: "F1", of: ({ confusion }) => f1(confusion), digits: 4 },
    {
      title: words.called,
      of: ({ confusion }) => confusion.truePositives + confusion.falsePositives,
      digits: 0,
    },
    { title: words.inVain, of: ({ confusion }) => confusion.falsePositives, digits: 0 },
    { title: words.missed, of: ({ confusion }) => confusion.falseNegatives, digits: 0 },
    { title: words.calledOfAll, of: ({ calledOfAll }) => calledOfAll, digits: 0 },
  ];
  return dataTable("effects", {
    caption: words.effect,
    columns: [
      { title: words.measure },
      { title: words.atShipped(thresholdText(shipped.threshold, reader)) },
      ...(tried === undefined
        ? []
        : [{ title: words.atChosen(thresholdText(tried.threshold, reader)) }, { title: words.change }]),
    ],
    rows: measures.map(({ title, of, digits }) => [
      title,
      decimals(of(shipped), digits, language),
      ...(tried === undefined
        ? []
        : [decimals(of(tried), digits, language), difference(of(tried) - of(shipped), digits, language)]),
    ]),
  });
}
