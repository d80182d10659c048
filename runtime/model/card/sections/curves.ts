import { type Html, html } from "../../../html.ts";
import { wilson } from "../../../statistics/wilson.ts";
import type { Card } from "../card.ts";
import { axisEnd, type BandPoint, type Chart, chart } from "../chart.ts";
import { count, ends, percent } from "../format.ts";
import { folded, paragraph, section, table } from "../parts.ts";

/** A drawing with the same figures as a table that opens below it. */
function drawn(
  parts: Chart,
  { says, rows = [] }: { readonly says: string; readonly rows?: readonly number[] },
): Html {
  const { id, title, xTitle, yTitle, points } = parts;
  return html`<figure>
<figcaption>${title}</figcaption>
${chart(parts)}${paragraph(says)}${folded(
  `Figures of "${title}" as a table`,
  table({
    id: `${id}-figures`,
    caption: title,
    columns: [
      { title: xTitle },
      { title: yTitle },
      { title: "Interval" },
      ...(rows.length > 0 ? [{ title: "Customers" }] : []),
    ],
    rows: points.map((point, place) => [
      percent(point.x),
      percent(point.value),
      ends(point, percent),
      ...(rows.length > 0 ? [count(rows[place] ?? 0)] : []),
    ]),
  }),
)}</figure>
`;
}

/** The first point from a place on; curves are given at even steps. */
function pointAt(points: readonly BandPoint[], x: number): BandPoint | undefined {
  return points.find((point) => point.x >= x - 1e-9);
}

function told(points: readonly BandPoint[], x: number, words: (point: BandPoint) => string): string {
  const point = pointAt(points, x);
  return point === undefined ? "no figures" : words(point);
}

const inWords = (point: BandPoint) => `${percent(point.value)} (${ends(point, percent)})`;

/** Precision and recall, ROC, gain, and how honest the probabilities are. */
export function curves({ evaluation: { curves: bands, reliability, holdout, intervals } }: Card): Html {
  const churnRate = holdout.rows === 0 ? 0 : holdout.churners / holdout.rows;
  const bins = reliability.map(({ rows, meanProbability, churnRate: rate }) => ({
    x: meanProbability,
    value: rate,
    ...wilson(Math.round(rate * rows), rows),
  }));
  const end = axisEnd(bins.flatMap(({ x, high }) => [x, high]));
  return section(
    "curves",
    "Curves",
    html`${paragraph(
      `Lines are the figures of the holdout, bands the ${percent(intervals.confidence)} intervals of their points, each by `,
      "itself. The dashed line is a guess, or, for the probabilities, what perfect ones would do.",
    )}<div class="charts">
${drawn(
  {
    id: "precision-recall",
    title: "Precision by recall",
    summary: told(
      bands.precisionRecall,
      0.7,
      (point) => `precision at a recall of 70 % is ${inWords(point)}`,
    ),
    xTitle: "Recall",
    yTitle: "Precision",
    points: bands.precisionRecall,
    shape: "band",
    guide: [churnRate, churnRate],
  },
  { says: "How many of the called churn, the more of the churners are to be reached." },
)}${drawn(
  {
    id: "roc",
    title: "ROC curve",
    summary: told(
      bands.roc,
      0.1,
      (point) => `with 10 % of the others called, ${inWords(point)} of the churners are`,
    ),
    xTitle: "Share of the others who are called",
    yTitle: "Share of the churners who are called",
    points: bands.roc,
    shape: "band",
    guide: [0, 1],
  },
  { says: "How many churners are reached for how many calls in vain." },
)}${drawn(
  {
    id: "gain",
    title: "Gain",
    summary: told(
      bands.gain,
      0.2,
      (point) => `calling a fifth of all customers reaches ${inWords(point)} of the churners`,
    ),
    xTitle: "Share of all customers who are called",
    yTitle: "Share of the churners who are called",
    points: bands.gain,
    shape: "band",
    guide: [0, 1],
  },
  { says: "How many churners are reached when so many customers are called, the highest risk first." },
)}${drawn(
  {
    id: "reliability",
    title: "Are probabilities honest?",
    summary: `${bins.length} groups of customers by probability, with the share who churned in each`,
    xTitle: "Mean probability",
    yTitle: "Share who churned",
    end,
    points: bins,
    shape: "dots",
    guide: [0, end],
  },
  {
    says: "Customers in groups of alike probability: of those with 20 %, 20 % should churn. Intervals: 95 %, Wilson.",
    rows: reliability.map(({ rows }) => rows),
  },
)}</div>
`,
  );
}
