import { type StepName, stepNames } from "../../../configs/pipeline.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { figure } from "../../charts/figure.ts";
import { across, frame, heightOf, widthOf } from "../../charts/frame.ts";
import { fromZero, linear } from "../../charts/scale.ts";
import type { RunReport } from "../../lake/run-report.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { COMPARED_RUNS } from "./history.ts";
import { pipelineWords } from "./words.ts";

/** Colours of the steps: those next to each other differ. */
export const stepTones: Readonly<Record<StepName, string>> = {
  bronze: "high",
  silver: "neutral",
  gold: "medium",
  train: "one",
  evaluate: "three",
  score: "low",
  drift: "two",
};

/** Columns are at least so narrow, as shares of the width: one run alone is no wall. */
const WIDEST = 1 / 8;
const GAP = 0.2;

function secondsOf({ steps }: RunReport, step: StepName): number {
  return steps.find((each) => each.step === step)?.seconds ?? 0;
}

function totalOf({ steps }: RunReport): number {
  return steps.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** How long the steps of the last completed runs took, one column for each run, the newest on the right. */
export function durationsFigure(reports: readonly RunReport[], reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(pipelineWords, reader);
  const ran = stepNames.filter((step) => reports.some((report) => secondsOf(report, step) > 0));
  const y = fromZero(reports.map(totalOf));
  const newest = reports.at(-1);
  return figure(
    {
      id: "durations-figure",
      title: words.durations,
      legend: ran.map((step) => ({ label: words.tasks[step] ?? step, tone: stepTones[step] })),
      drawing: frame(
        {
          id: "durations-chart",
          summary: words.durationsSummary(
            formats.count(reports.length),
            formats.duration(newest && totalOf(newest)),
          ),
          x: linear(0, 1),
          y,
          xText: String,
          yText: formats.duration,
          xTitle: words.durationsAxis,
          yTitle: words.duration,
          xTicks: ticksOf(reports, reader),
        },
        reports.map((report, index) => column(report, ran, placeOf(index, reports.length), y)),
      ),
      columns: [
        { title: words.run },
        ...ran.map((step) => ({ title: words.tasks[step] ?? step })),
        { title: words.allSteps },
      ],
      rows: reports
        .toReversed()
        .map((report) => [
          html`<a href="/pipeline/${encodeURIComponent(report.run_id)}">${report.run_id}</a>`,
          ...ran.map((step) => formats.duration(secondsOf(report, step))),
          formats.duration(totalOf(report)),
        ]),
      note: words.durationsNote(formats.count(COMPARED_RUNS)),
    },
    reader,
  );
}

interface Place {
  readonly left: number;
  readonly width: number;
}

/** Columns fill the width from the right, where the newest stands. */
function placeOf(index: number, count: number): Place {
  const each = Math.min(1 / count, WIDEST);
  return { left: 1 - (count - index) * each + (each * GAP) / 2, width: each * (1 - GAP) };
}

function ticksOf(reports: readonly RunReport[], { formats }: Reader) {
  const middle = ({ left, width }: Place) => left + width / 2;
  const ends = [0, reports.length - 1].filter((index, place, all) => all.indexOf(index) === place);
  return ends.flatMap((index) => {
    const report = reports[index];
    if (report === undefined) return [];
    const at = middle(placeOf(index, reports.length));
    // Two days that stand next to each other would overlap.
    const isCrowded = reports.length > 1 && reports.length < 4 && index === 0;
    return isCrowded ? [] : [{ at, text: formats.day(report.started_at) }];
  });
}

function column(
  report: RunReport,
  ran: readonly StepName[],
  place: Place,
  y: ReturnType<typeof fromZero>,
): Html {
  let below = 0;
  return html`${ran.map((step) => {
    const seconds = secondsOf(report, step);
    const [foot, top] = [heightOf(y, below), heightOf(y, below + seconds)];
    below += seconds;
    return (
      seconds > 0 &&
      html`<rect class="${stepTones[step]}" x="${across(place.left)}" y="${top.toFixed(1)}" width="${widthOf(place.width)}" height="${Math.max(foot - top, 0.5).toFixed(1)}"/>
`
    );
  })}`;
}
