import { type Html, html } from "../../../runtime/html.ts";
import type { Figure, TableContent } from "../../charts/figure.ts";
import { figure } from "../../charts/figure.ts";
import type { Frame } from "../../charts/frame.ts";
import { type Line, lines } from "../../charts/lines.ts";
import { linear } from "../../charts/scale.ts";
import { type CurvePoint, pointAt } from "../../data/curves.ts";
import type { Curve, Holdout } from "../../data/holdout.ts";
import type { Evaluation } from "../../lake/documents.ts";
import type { Band } from "../../lake/evaluation-parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { decimals } from "../../words/decimals.ts";
import { calibrationFigure } from "./calibration.ts";
import { curveWords } from "./curve-words.ts";
import { withInterval } from "./estimates.ts";
import { confidenceOf } from "./summary.ts";

/** The four curves of a model on its holdout, side by side where there is room. */
export function curveFigures(holdout: Holdout, evaluation: Evaluation, reader: Reader): Html {
  const words = wordsFor(curveWords, reader);
  return html`${holdout.from === "scores" && html`<p class="hint">${words.fromScores(reader.formats.count(holdout.rows))}</p>`}
<div class="columns">
${precisionRecallFigure(holdout, evaluation, reader)}
${rocFigure(holdout, evaluation, reader)}
${calibrationFigure(holdout, evaluation, reader)}
${gainFigure(holdout, evaluation, reader)}
</div>`;
}

/** What differs from curve to curve. */
interface CurveParts
  extends Pick<Frame, "summary" | "xTitle" | "yTitle">,
    Pick<Figure, "title" | "note" | "columns"> {
  readonly id: string;
  readonly curve: Curve;
  /** The curve with its intervals, where the evaluation has told them of the same scores. */
  readonly band: Band | undefined;
  /** "95 %" */
  readonly confidence: string;
  /** The model at the shipped threshold. */
  readonly shipped: CurvePoint;
  readonly chance: Line["points"];
  readonly chanceName: string;
  /** Cells of a point after its threshold. */
  readonly cells: (point: CurvePoint) => readonly string[];
}

/** A curve within the unit square, with chance beside it and the shipped threshold on it. */
function curveFigure(parts: CurveParts, reader: Reader): Html {
  const { id, title, note, summary, xTitle, yTitle, curve, band, shipped, chance, columns, cells } = parts;
  const { formats, language } = reader;
  const words = wordsFor(curveWords, reader);
  const percent = (value: number) => `${formats.count(value * 100)} %`;
  return figure(
    {
      id: `${id}-figure`,
      title,
      drawing: lines(
        {
          id: `${id}-chart`,
          summary: `${title}: ${summary}`,
          x: linear(0, 1),
          y: linear(0, 1),
          xText: percent,
          yText: percent,
          xTitle,
          yTitle,
        },
        [
          { tone: "neutral", points: chance, dashed: true },
          // Its own line would stand beside the curve: it goes in even steps.
          { tone: "one", points: (band ?? []).map(({ x, low, high }) => ({ x, y: Number.NaN, low, high })) },
          { tone: "one", points: curve.drawn },
          { tone: "one", points: [shipped], dots: true },
        ],
        [{ x: shipped.x, text: words.shipped(formats.figure(shipped.threshold)) }],
      ),
      legend: [
        { label: words.model, tone: "one" },
        { label: parts.chanceName, tone: "neutral" },
      ],
      columns: [{ title: words.threshold }, ...columns],
      rows: curve.listed.map((point) => [
        Number.isFinite(point.threshold) ? decimals(point.threshold, 4, language) : words.nobody,
        ...cells(point),
      ]),
      more: band === undefined ? undefined : bandTable(band, parts, reader),
      note: html`${note}${band !== undefined && ` ${words.band(parts.confidence)}`}`,
    },
    reader,
  );
}

/** The intervals at even steps: they are not those of the thresholds that the other table tells. */
function bandTable(band: Band, { columns, confidence }: CurveParts, reader: Reader): TableContent {
  const { formats } = reader;
  const words = wordsFor(curveWords, reader);
  return {
    caption: words.bandCaption(confidence),
    columns: columns.slice(0, 2),
    rows: band.map(({ x, ...estimate }) => [formats.percent(x), withInterval(estimate, formats.percent)]),
  };
}

/** The band of a curve; that of the evaluation's own scores fits no curve that is drawn from others. */
function bandOf(
  name: keyof NonNullable<Evaluation["curves"]>,
  { from }: Holdout,
  { curves }: Evaluation,
): Band | undefined {
  return from === "evaluation" ? curves?.[name] : undefined;
}

const diagonal = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
] as const;

function precisionRecallFigure(holdout: Holdout, evaluation: Evaluation, reader: Reader): Html {
  const { threshold, metrics } = evaluation;
  const { formats } = reader;
  const words = wordsFor(curveWords, reader).pr;
  const { rows, churners } = holdout;
  const base = churners / rows;
  const { called, caught } = pointAt(holdout, threshold);
  return curveFigure(
    {
      id: "pr",
      title: words.title,
      summary: words.summary(formats.figure(metrics["prAuc"]?.value), formats.figure(base)),
      note: words.note,
      xTitle: words.x,
      yTitle: words.y,
      curve: holdout.precisionRecall,
      band: bandOf("precisionRecall", holdout, evaluation),
      confidence: confidenceOf(evaluation, reader),
      shipped: { threshold, x: caught / churners, y: called === 0 ? Number.NaN : caught / called },
      chance: [
        { x: 0, y: base },
        { x: 1, y: base },
      ],
      chanceName: `${words.reference} (${formats.percent(base)})`,
      columns: [{ title: words.recall }, { title: words.precision }],
      cells: ({ x, y }) => [formats.percent(x), formats.percent(y)],
    },
    reader,
  );
}

function rocFigure(holdout: Holdout, evaluation: Evaluation, reader: Reader): Html {
  const { threshold, metrics } = evaluation;
  const { formats } = reader;
  const words = wordsFor(curveWords, reader).roc;
  const { rows, churners } = holdout;
  const { called, caught } = pointAt(holdout, threshold);
  return curveFigure(
    {
      id: "roc",
      title: words.title,
      summary: words.summary(formats.figure(metrics["rocAuc"]?.value)),
      note: words.note,
      xTitle: words.x,
      yTitle: words.y,
      curve: holdout.roc,
      band: bandOf("roc", holdout, evaluation),
      confidence: confidenceOf(evaluation, reader),
      shipped: { threshold, x: (called - caught) / (rows - churners), y: caught / churners },
      chance: diagonal,
      chanceName: words.reference,
      columns: [{ title: words.falsePositiveRate }, { title: words.recall }],
      cells: ({ x, y }) => [formats.percent(x), formats.percent(y)],
    },
    reader,
  );
}

function gainFigure(holdout: Holdout, evaluation: Evaluation, reader: Reader): Html {
  const { threshold } = evaluation;
  const { formats, language } = reader;
  const words = wordsFor(curveWords, reader).gain;
  const { rows, churners } = holdout;
  const { called, caught } = pointAt(holdout, threshold);
  return curveFigure(
    {
      id: "gain",
      title: words.title,
      summary: words.summary(formats.percent(called / rows), formats.percent(caught / churners)),
      note: words.note,
      xTitle: words.x,
      yTitle: words.y,
      curve: holdout.gain,
      band: bandOf("gain", holdout, evaluation),
      confidence: confidenceOf(evaluation, reader),
      shipped: { threshold, x: called / rows, y: caught / churners },
      chance: diagonal,
      chanceName: words.reference,
      columns: [{ title: words.called }, { title: words.caught }, { title: words.lift }],
      cells: ({ x, y }) => [
        formats.percent(x),
        formats.percent(y),
        decimals(x === 0 ? undefined : y / x, 1, language),
      ],
    },
    reader,
  );
}
