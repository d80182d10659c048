import { riskTiers } from "../../../configs/risk.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { bars } from "../../charts/bars.ts";
import { columns } from "../../charts/columns.ts";
import { figure } from "../../charts/figure.ts";
import { fromZero, linear } from "../../charts/scale.ts";
import { type CustomerSums, customerSums, HISTOGRAM_BINS, type Totals } from "../../data/customer-sums.ts";
import { channelsOf, customersOn, type Filter, listSchema } from "../../data/customers.ts";
import { pagesOf } from "../../data/list-page.ts";
import { oncePerRun } from "../../data/once-per-run.ts";
import type { OpenRun } from "../../lake/open-run.ts";
import { link } from "../../web/links.ts";
import type { PageRoute } from "../../web/page.ts";
import { cards, section } from "../../web/parts.ts";
import { readQuery } from "../../web/query.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { filterForm } from "./filter-form.ts";
import { customerList, isOpen } from "./list.ts";
import { customersWords } from "./words.ts";

const channels = oncePerRun(({ database }) => channelsOf(database));

/** Who is at risk: the customers of a filter with their sums, their histogram and their list. */
export const customersPage: PageRoute = {
  path: "/customers",
  id: "customers",
  needs: "run",
  answer: async ({ run, reader, search, listed }) => {
    const query = readQuery(listSchema, search);
    const [{ totals, tiers, histogram }, rows, allChannels] = await Promise.all([
      customerSums(run.database, query),
      customersOn(run.database, query),
      channels(run),
    ]);
    const last = pagesOf(totals.customers, query.size);
    if (query.page > last) return { kind: "redirect", to: link("/customers", { ...query, page: last }) };
    listed({ what: "customers", rows, all: totals.customers, idPart: query.q });
    const words = wordsFor(customersWords, reader);
    return {
      kind: "page",
      title: words.title,
      content: html`${filterForm(query, allChannels, reader)}
${summary(run, totals, tiers, reader)}
<div class="columns">
${section("tiers", words.tiers, tierBars(tiers, totals, query, reader))}
${section("histogram", words.histogram, histogramFigure(histogram, totals, reader))}
</div>
${section("list", words.list, customerList(rows, totals, query, reader))}
${run.facts.scores.inSample > 0 && html`<p class="hint">${words.inSample(reader.formats.count(run.facts.scores.inSample))}</p>`}
${rows.some(isOpen) && html`<p class="hint">${words.open}</p>`}`,
    };
  },
};

function summary(run: OpenRun, totals: Totals, tiers: CustomerSums["tiers"], reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(customersWords, reader);
  const { evaluation } = run.documents;
  return cards([
    {
      title: words.total,
      value: formats.count(totals.customers),
      note: words.totalNote(formats.count(run.facts.scores.customers)),
    },
    { title: words.critical, value: formats.count(tiers.critical) },
    { title: words.high, value: formats.count(tiers.high) },
    {
      title: words.predicted,
      value: formats.count(totals.predicted),
      note: words.predictedNote(formats.figure(evaluation.threshold)),
    },
    { title: words.loss, value: formats.euros(totals.loss), note: words.lossNote },
  ]);
}

/** Bars that lead to the customers of each tier. */
function tierBars(tiers: CustomerSums["tiers"], { customers }: Totals, query: Filter, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(customersWords, reader);
  const names = wordsFor(domainWords, reader).tiers;
  const data = riskTiers.toReversed().map(({ id }) => ({ id, label: names[id], value: tiers[id] }));
  const share = (value: number) => formats.percent(customers === 0 ? 0 : value / customers);
  return figure(
    {
      id: "tier-figure",
      title: words.tiers,
      drawing: bars(
        "tier-chart",
        words.tiers,
        data.map(({ id, label, value }) => ({ label, value, text: formats.count(value), tone: id })),
      ),
      columns: [{ title: words.bin }, { title: words.customers }, { title: words.share }],
      rows: data.map(({ id, label, value }) => [
        html`<a href="${link("/customers", { ...filterOf(query), tier: [id] })}">${label}</a>`,
        formats.count(value),
        share(value),
      ]),
    },
    reader,
  );
}

/** A filter without the order and the page of its list. */
function filterOf(query: Filter): Filter {
  const { tier, segment, channel, action, part, min, max, q } = query;
  return { tier, segment, channel, action, part, min, max, q };
}

/** Counts span four powers of ten: heights are logarithms, so that the few at high risk can be seen. */
function histogramFigure(counts: readonly number[], totals: Totals, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(customersWords, reader);
  const heights = counts.map((count) => (count === 0 ? 0 : Math.log10(count) + 0.3));
  const y = fromZero(heights);
  const tierAt = (bin: number) =>
    riskTiers.findLast(({ from }) => (bin + 1e-9) / HISTOGRAM_BINS >= from)?.id ?? "low";
  const percent = (value: number) => `${Math.round(value * 100)} %`;
  return figure(
    {
      id: "histogram-figure",
      title: words.histogram,
      drawing: columns(
        {
          id: "histogram-chart",
          summary: words.histogramSummary(formats.count(totals.customers), formats.count(totals.at_risk)),
          x: linear(0, 1),
          y: { ...y, ticks: [0, 1, 2, 3, 4, 5, 6].map((power) => power + 0.3).filter((at) => y.at(at) <= 1) },
          xText: percent,
          yText: (value) => formats.count(10 ** Math.round(value - 0.3)),
          xTitle: words.bin,
          yTitle: words.customers,
        },
        heights.map((height, bin) => ({ values: [height], tones: [tierAt(bin)] })),
      ),
      columns: [{ title: words.bin }, { title: words.customers }],
      rows: counts.map((count, bin) => [
        `${percent(bin / HISTOGRAM_BINS)} – ${percent((bin + 1) / HISTOGRAM_BINS)}`,
        formats.count(count),
      ]),
      note: words.histogramNote,
    },
    reader,
  );
}
