import { type Html, html } from "../../../runtime/html.ts";
import { figure } from "../../charts/figure.ts";
import { fromZero, percentage } from "../../charts/scale.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { stepTones } from "./durations.ts";
import { runWords } from "./run-words.ts";
import type { DoneTask } from "./steps.ts";
import { pipelineWords } from "./words.ts";

/** In pixels. */
const size = { row: 40, text: 15, barTop: 21, bar: 12, axis: 22 } as const;
/** What takes no time is seen as a line this wide, as a share of the width. */
const NARROWEST = 0.003;

/** A task between two moments, in seconds since the start of the run. */
interface Span {
  readonly label: string;
  readonly text: string;
  readonly tone: string;
  readonly from: number;
  readonly to: number;
}

/**
 * When each task was done. A run at work has one more bar, from its last task on until now.
 * @param seconds from the start of the run to its end, or until now
 */
export function timelineFigure(
  tasks: readonly DoneTask[],
  run: { readonly startedAt: string; readonly seconds: number; readonly isAtWork: boolean },
  reader: Reader,
): Html | undefined {
  const { formats } = reader;
  const words = wordsFor(runWords, reader);
  const names = wordsFor(pipelineWords, reader);
  const spans = spansOf(tasks, run, reader);
  if (spans.length === 0) return undefined;
  return figure(
    {
      id: "timeline-figure",
      title: words.timeline,
      drawing: drawing(
        spans,
        words.timelineSummary(formats.count(tasks.length), formats.duration(run.seconds)),
        reader,
      ),
      columns: [{ title: words.step }, { title: words.sinceStart }, { title: names.duration }],
      rows: spans.map(({ label, from, text }) => [label, formats.duration(from), text]),
    },
    reader,
  );
}

function spansOf(
  tasks: readonly DoneTask[],
  { startedAt, seconds, isAtWork }: { startedAt: string; seconds: number; isAtWork: boolean },
  reader: Reader,
): readonly Span[] {
  const words = wordsFor(runWords, reader);
  const names = wordsFor(pipelineWords, reader).tasks;
  const after = (iso: string) => Math.max(0, (Date.parse(iso) - Date.parse(startedAt)) / 1000);
  const done = tasks.flatMap((task): Span[] => {
    if (task.startedAt === undefined || task.endedAt === undefined) return [];
    return [
      {
        label: names[task.state] ?? task.state,
        text: reader.formats.duration(task.seconds),
        tone: task.step === undefined ? "neutral" : stepTones[task.step],
        from: after(task.startedAt),
        to: after(task.endedAt),
      },
    ];
  });
  if (!isAtWork) return done;
  const from = done.at(-1)?.to ?? 0;
  const to = Math.max(from, seconds);
  return [...done, { label: words.goingOn, text: reader.formats.duration(to - from), tone: "one", from, to }];
}

function drawing(spans: readonly Span[], summary: string, { formats }: Reader): Html {
  const x = fromZero(spans.map(({ to }) => to));
  const foot = spans.length * size.row;
  return html`<svg class="chart" height="${foot + size.axis}" role="img" aria-labelledby="timeline-title">
<title id="timeline-title">${summary}</title>
${x.ticks.map((value) => {
  const at = x.at(value);
  return html`<line class="grid" x1="${percentage(at)}" x2="${percentage(at)}" y1="0" y2="${foot}"/>
<text class="tick ${at < 0.05 ? "start" : at > 0.95 ? "end" : "middle"}" x="${percentage(at)}" y="${foot + 15}">${formats.duration(value)}</text>
`;
})}${spans.map(({ label, text, tone, from, to }, index) => {
  const top = index * size.row;
  const width = Math.max(x.at(to) - x.at(from), NARROWEST);
  return html`<text class="over" x="0" y="${top + size.text}">${label}</text>
<text class="value over" x="100%" y="${top + size.text}">${text}</text>
<rect class="${tone}" x="${percentage(Math.min(x.at(from), 1 - width))}" y="${top + size.barTop}" width="${percentage(width)}" height="${size.bar}" rx="2"/>
`;
})}</svg>`;
}
