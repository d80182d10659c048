import type { Html } from "../../../runtime/html.ts";
import { figure } from "../../charts/figure.ts";
import { lines } from "../../charts/lines.ts";
import { linear } from "../../charts/scale.ts";
import type { Holdout } from "../../data/holdout.ts";
import type { Evaluation } from "../../lake/documents.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { curveWords } from "./curve-words.ts";

/** What probabilities promise against what happened, with the interval of each bin. */
export function calibrationFigure({ reliability }: Holdout, { threshold }: Evaluation, reader: Reader): Html {
  const { formats } = reader;
  const all = wordsFor(curveWords, reader);
  const words = all.calibration;
  const percent = (value: number) => `${formats.count(value * 100)} %`;
  return figure(
    {
      id: "calibration-figure",
      title: words.title,
      drawing: lines(
        {
          id: "calibration-chart",
          summary: `${words.title}: ${words.summary(formats.count(reliability.length))}`,
          x: linear(0, 1),
          y: linear(0, 1),
          xText: percent,
          yText: percent,
          xTitle: words.x,
          yTitle: words.y,
        },
        [
          {
            tone: "neutral",
            points: [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
            dashed: true,
          },
          {
            tone: "one",
            points: reliability.map(({ meanProbability, churnRate, low, high }) => ({
              x: meanProbability,
              y: churnRate,
              low,
              high,
            })),
            dots: true,
          },
        ],
        [{ x: threshold, text: all.shipped(formats.figure(threshold)) }],
      ),
      legend: [
        { label: all.model, tone: "one" },
        { label: words.reference, tone: "neutral" },
      ],
      columns: [
        { title: words.bin },
        { title: words.rows },
        { title: words.churners },
        { title: words.expected },
        { title: words.real },
        { title: words.interval },
      ],
      rows: reliability.map(({ from, to, rows, churners, meanProbability, churnRate, low, high }) => [
        `${percent(from)} – ${percent(to)}`,
        formats.count(rows),
        formats.count(churners),
        formats.percent(meanProbability),
        formats.percent(churnRate),
        `${formats.percent(low)} – ${formats.percent(high)}`,
      ]),
      note: words.note,
    },
    reader,
  );
}
