import { type Content, type Html, html } from "../../../runtime/html.ts";
import { bars } from "../../charts/bars.ts";
import { figure } from "../../charts/figure.ts";
import { intervals } from "../../charts/intervals.ts";
import { fromZero } from "../../charts/scale.ts";
import { link } from "../../web/links.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { levelInWords } from "../../words/level-names.ts";
import { boxRows } from "./box-rows.ts";
import type { ChurnRate, GoldFigures } from "./gold-figures.ts";
import { dataWords } from "./words.ts";

/** About so many places of an axis are named: on a phone there is no room for more. */
const TICKS = 3;

/** What the original dashboard showed of the gold data. */
export function goldSections(figures: GoldFigures, reader: Reader): Html {
  const words = wordsFor(dataWords, reader);
  const named = (level: string) => levelInWords(level, reader);
  const share = reader.formats.percent(figures.withoutInteraction / figures.customers);
  return html`<div class="columns">
${section("segments", words.segments, segmentFigure(figures, reader))}
${section(
  "renewal",
  words.renewal,
  rateFigure({ id: "renewal", rates: figures.renewal, name: named }, reader),
)}
${section(
  "sentiment",
  words.sentiment,
  rateFigure(
    { id: "sentiment", rates: figures.sentiment, name: named, note: words.withoutInteraction(share) },
    reader,
  ),
)}
${section(
  "dual-fuel",
  words.dualFuel,
  rateFigure(
    { id: "dual-fuel", rates: figures.fuels, name: (level) => (level === "1" ? words.dual : words.single) },
    reader,
  ),
)}
</div>
${section("profitability", words.profitability, marginFigure(figures, reader))}`;
}

function segmentFigure({ segments }: GoldFigures, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(dataWords, reader);
  const names: Readonly<Record<string, string>> = wordsFor(domainWords, reader).segments;
  const named = (segment: string) => names[segment] ?? segment;
  return figure(
    {
      id: "segments-figure",
      title: words.segments,
      drawing: bars(
        "segments-chart",
        words.segments,
        segments.map(({ segment, customers, share }) => ({
          label: named(segment),
          value: customers,
          text: `${formats.count(customers)} (${formats.percent(share)})`,
          tone: "one",
        })),
      ),
      columns: [{ title: words.segment }, { title: words.count }, { title: words.pct }],
      rows: segments.map(({ segment, customers, share }) => [
        html`<a href="${link("/customers", { segment })}">${named(segment)}</a>`,
        formats.count(customers),
        formats.percent(share),
      ]),
    },
    reader,
  );
}

interface RateFigure {
  readonly id: string;
  readonly rates: readonly ChurnRate[];
  readonly name: (level: string) => string;
  readonly note?: string;
}

/** Churn rates with their intervals; a level of which nothing is known stands in the table alone. */
function rateFigure({ id, rates, name, note }: RateFigure, reader: Reader): Content {
  const { formats } = reader;
  const words = wordsFor(dataWords, reader);
  const known = rates.flatMap(({ rate, ...rest }) => (rate === undefined ? [] : [{ ...rest, rate }]));
  if (known.length === 0)
    return html`<p>${words.noLabels}</p>${note !== undefined && html`<p class="hint">${note}</p>`}`;
  const x = fromZero(
    known.map(({ high }) => high),
    TICKS,
  );
  return figure(
    {
      id: `${id}-figure`,
      title: words.churnRate,
      drawing: intervals(
        `${id}-chart`,
        words.churnRate,
        { x, xText: (value) => `${formats.short(value * 100)} %` },
        known.map(({ level, rate, low, high }) => ({
          label: name(level),
          text: formats.percent(rate),
          value: rate,
          low,
          high,
          tone: "one",
        })),
      ),
      columns: [
        { title: words.level },
        { title: words.churnRate },
        { title: words.interval },
        { title: words.churners },
        { title: words.labelled },
        { title: words.customers },
      ],
      rows: rates.map(({ level, rate, low, high, churners, labelled, customers }) => [
        name(level),
        formats.percent(rate),
        rate === undefined ? undefined : `${formats.percent(low)} – ${formats.percent(high)}`,
        formats.count(churners),
        formats.count(labelled),
        formats.count(customers),
      ]),
      note: note === undefined ? words.intervalNote : `${words.intervalNote} ${note}`,
    },
    reader,
  );
}

function marginFigure({ margins }: GoldFigures, reader: Reader): Content {
  const { formats } = reader;
  const words = wordsFor(dataWords, reader);
  const names: Readonly<Record<string, string>> = wordsFor(domainWords, reader).segments;
  if (margins.length === 0) return html`<p>${words.noMargins}</p>`;
  const x = fromZero(
    margins.flatMap(({ p5, p95 }) => [p5, p95]),
    TICKS,
  );
  return figure(
    {
      id: "profitability-figure",
      title: words.margin,
      drawing: boxRows(
        "profitability-chart",
        words.margin,
        { x, xText: formats.euros },
        margins.map(({ segment, p5, q1, median, q3, p95 }) => ({
          label: names[segment] ?? segment,
          text: formats.cents(median),
          low: p5,
          q1,
          median,
          q3,
          high: p95,
          tone: "low",
        })),
      ),
      columns: [
        { title: words.segment },
        { title: words.customers },
        { title: words.min },
        { title: words.p5 },
        { title: words.q1 },
        { title: words.median },
        { title: words.q3 },
        { title: words.p95 },
        { title: words.max },
      ],
      rows: margins.map(({ segment, customers, min, p5, q1, median, q3, p95, max }) => [
        names[segment] ?? segment,
        formats.count(customers),
        ...[min, p5, q1, median, q3, p95, max].map(formats.cents),
      ]),
      note: words.boxNote,
    },
    reader,
  );
}
