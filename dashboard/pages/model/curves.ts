import type { Figure } from "../../charts/figure.ts";
import { figure } from "../../charts/figure.ts";
import type { Frame } from "../../charts/frame.ts";
import { type Line, lines } from "../../charts/lines.ts";
import { linear } from "../../charts/scale.ts";
import { type CurvePoint, pointAt } from "../../data/curves.ts";
import type { Curve, Holdout } from "../../data/holdout.ts";
import { type Html, html } from "../../html.ts";
import type { Evaluation } from "../../lake/documents.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { decimals } from "../../words/decimals.ts";
import { calibrationFigure } from "./calibration.ts";
import { curveWords } from "./curve-words.ts";

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
  /** The model at the shipped threshold. */
  readonly shipped: CurvePoint;
  readonly chance: Line["points"];
  readonly chanceName: string;
  /** Cells of a point after its threshold. */
  readonly cells: (point: CurvePoint) => readonly string[];
}

/** A curve within the unit square, with chance beside it and the shipped threshold on it. */
function curveFigure(parts: CurveParts, reader: Reader): Html {
  const { id, title, note, summary, xTitle, yTitle, curve, shipped, chance, columns, cells } = parts;
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
      note,
    },
    reader,
  );
}

const diagonal = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
] as const;

function precisionRecallFigure(holdout: Holdout, { threshold, metrics }: Evaluation, reader: Reader): Html {
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

function rocFigure(holdout: Holdout, { threshold, metrics }: Evaluation, reader: Reader): Html {
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
      shipped: { threshold, x: (called - caught) / (rows - churners), y: caught / churners },
      chance: diagonal,
      chanceName: words.reference,
      columns: [{ title: words.falsePositiveRate }, { title: words.recall }],
      cells: ({ x, y }) => [formats.percent(x), formats.percent(y)],
    },
    reader,
  );
}

function gainFigure(holdout: Holdout, { threshold }: Evaluation, reader: Reader): Html {
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
