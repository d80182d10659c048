import { type Html, html } from "../../../runtime/html.ts";
import { columns } from "../../charts/columns.ts";
import { dataTable, figure } from "../../charts/figure.ts";
import { fromZero, linear } from "../../charts/scale.ts";
import type { CustomerMonth } from "../../data/customer.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { customerWords } from "./words.ts";

/** What is drawn of a month, and how it is written. */
interface Measure {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly tone: string;
  readonly of: (month: CustomerMonth) => number | null;
  readonly text: (value: number | null) => string;
}

/** A customer's months as drawings, one for each measure that is not nothing throughout, and all figures as a table. */
export function monthFigures(months: readonly CustomerMonth[], reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(customerWords, reader);
  if (months.length === 0) return html`<p>${words.noMonths}</p>`;
  const measures: readonly Measure[] = [
    {
      id: "elec",
      title: words.elecTitle,
      unit: words.elec,
      tone: "one",
      of: ({ elec_kwh }) => elec_kwh,
      text: formats.short,
    },
    {
      id: "gas",
      title: words.gasTitle,
      unit: words.gas,
      tone: "two",
      of: ({ gas_m3 }) => gas_m3,
      text: formats.short,
    },
    {
      id: "margin",
      title: words.marginTitle,
      unit: words.margin,
      tone: "three",
      of: ({ margin_eur }) => margin_eur,
      text: formats.cents,
    },
  ];
  return html`<div class="columns">${measures
    .filter(({ of }) => months.some((month) => (of(month) ?? 0) !== 0))
    .map((measure) => monthFigure(months, measure, reader))}</div>
<details><summary>${words.months}</summary>${dataTable("months-table", {
    caption: words.months,
    columns: [words.month, words.elec, words.gas, words.revenue, words.cost, words.margin].map((title) => ({
      title,
    })),
    rows: months.map((month) => [
      formats.month(month.month),
      formats.short(month.elec_kwh),
      formats.short(month.gas_m3),
      formats.cents(month.revenue_eur),
      formats.cents(month.cost_eur),
      formats.cents(month.margin_eur),
    ]),
  })}</details>`;
}

function monthFigure(months: readonly CustomerMonth[], measure: Measure, reader: Reader): Html {
  const words = wordsFor(customerWords, reader);
  const { id, title, unit, tone, of, text } = measure;
  const values = months.map((month) => of(month) ?? 0);
  const sum = values.reduce((total, value) => total + value, 0);
  const places = [0, Math.floor((months.length - 1) / 2), months.length - 1];
  return figure(
    {
      id: `${id}-figure`,
      title,
      drawing: columns(
        {
          id: `${id}-chart`,
          summary: words.monthsSummary(title, text(sum)),
          x: linear(0, months.length),
          y: fromZero(values, 3),
          xText: String,
          yText: (value) => reader.formats.short(value),
          xTitle: words.month,
          yTitle: unit,
          xTicks: [...new Set(places)].map((place) => ({
            at: (place + 0.5) / months.length,
            text: reader.formats.month(months[place]?.month ?? ""),
          })),
        },
        values.map((value) => ({ values: [value], tones: [value < 0 ? "critical" : tone] })),
      ),
      columns: [{ title: words.month }, { title: unit }],
      rows: months.map((month) => [reader.formats.month(month.month), text(of(month))]),
    },
    reader,
  );
}
