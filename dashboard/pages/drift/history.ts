import { driftLimits } from "../../../configs/drift-limits.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { figure } from "../../charts/figure.ts";
import { type Line, lines } from "../../charts/lines.ts";
import { fromZero, linear } from "../../charts/scale.ts";
import type { PastDrift } from "../../data/drift-history.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { decimals } from "../../words/decimals.ts";
import { MISSING } from "../../words/formats.ts";
import { adviceWords } from "./advice-words.ts";
import { driftWords } from "./words.ts";

/** Names below the axis that a phone has room for. */
const NAMED = 4;

/** Drift over the runs so far. @param history the oldest first; undefined when it cannot be read */
export function historyFigures(history: readonly PastDrift[] | undefined, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(driftWords, reader);
  if (history === undefined) return html`<p role="alert">${words.historyUnreadable}</p>`;
  if (history.length === 0) return html`<p>${words.historyNone}</p>`;
  const limit = driftLimits.numeric.psi.drifted;
  return html`<div class="columns">
${historyFigure(
  {
    id: "drifted",
    title: words.historyDrifted,
    history,
    figureOf: ({ drifted }) => drifted,
    text: (value) => formats.count(value),
    cell: ({ drifted, compared }) => `${formats.count(drifted)} / ${formats.count(compared)}`,
    isCount: true,
    limit: undefined,
  },
  reader,
)}
${historyFigure(
  {
    id: "psi",
    title: words.historyPsi,
    history,
    figureOf: ({ scorePsi }) => scorePsi,
    text: (value) => formats.short(value),
    cell: ({ scorePsi }) => decimals(scorePsi, 4, language),
    isCount: false,
    limit,
  },
  reader,
)}
</div>`;
}

interface History {
  readonly id: string;
  readonly title: string;
  readonly history: readonly PastDrift[];
  readonly figureOf: (past: PastDrift) => number;
  readonly text: (value: number) => string;
  /** The value in the table. */
  readonly cell: (past: PastDrift) => string;
  readonly isCount: boolean;
  /** From when on the value counts as drift. */
  readonly limit: number | undefined;
}

function historyFigure(
  { id, title, history, figureOf, text, cell, isCount, limit }: History,
  reader: Reader,
): Html {
  const { formats } = reader;
  const words = wordsFor(driftWords, reader);
  const values = history.map(figureOf);
  const y = fromZero([...values, limit ?? 1]);
  const last = history.length - 1;
  // One run alone stands in the middle.
  const x = last === 0 ? linear(-1, 1) : linear(0, last);
  const dayOf = (past: PastDrift) => formats.day(past.startedAt ?? past.asOf);
  const step = Math.max(1, Math.ceil(last / (NAMED - 1)));
  const reference: readonly Line[] =
    limit === undefined
      ? []
      : [
          {
            tone: "neutral",
            dashed: true,
            points: [
              { x: last === 0 ? -1 : 0, y: limit },
              { x: last === 0 ? 1 : last, y: limit },
            ],
          },
        ];
  return figure(
    {
      id: `history-${id}-figure`,
      title,
      drawing: lines(
        {
          id: `history-${id}-chart`,
          summary: `${title}: ${words.historySummary(formats.count(history.length), text(values.at(-1) ?? 0))}`,
          x,
          // Counts are not named between two whole numbers.
          y: isCount ? { ...y, ticks: y.ticks.filter(Number.isInteger) } : y,
          xText: () => "",
          yText: text,
          xTitle: words.runs,
          yTitle: title,
          // The newest is always named.
          xTicks: history.flatMap((past, index) =>
            (last - index) % step === 0 ? [{ at: x.at(index), text: dayOf(past) }] : [],
          ),
        },
        [...reference, { tone: "one", dots: true, points: values.map((y, index) => ({ x: index, y })) }],
      ),
      legend: [
        { label: title, tone: "one" },
        ...(limit === undefined ? [] : [{ label: words.limit(text(limit)), tone: "neutral" }]),
      ],
      columns: [
        { title: words.run },
        { title: words.started },
        { title: words.asOf },
        { title: words.status, align: "left" },
        { title: wordsFor(adviceWords, reader).title, align: "left" },
        { title },
      ],
      rows: history
        .toReversed()
        .map((past) => [
          html`<a href="/pipeline/${encodeURIComponent(past.run)}">${past.run}</a>`,
          past.startedAt === undefined ? MISSING : formats.minute(past.startedAt),
          formats.day(past.asOf),
          words.verdicts[past.verdict].name,
          past.advice === undefined ? MISSING : wordsFor(adviceWords, reader).advices[past.advice].name,
          cell(past),
        ]),
    },
    reader,
  );
}
