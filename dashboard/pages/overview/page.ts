import { type Html, html } from "../../../runtime/html.ts";
import type { RunCounts } from "../../../runtime/manifest/manifest.ts";
import { bars } from "../../charts/bars.ts";
import { dataTable, figure } from "../../charts/figure.ts";
import type { Books } from "../../lake/books.ts";
import type { Evaluation } from "../../lake/documents.ts";
import { type Answered, LastGood } from "../../lake/last-good.ts";
import type { ScoreFacts } from "../../lake/run-facts.ts";
import type { View } from "../../lake/run-view.ts";
import { SourceFault } from "../../lake/source.ts";
import { link } from "../../web/links.ts";
import type { PageRoute } from "../../web/page.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { booksBanner } from "../pipeline/books-states.ts";
import { riskCards, trustCards } from "./cards.ts";
import { overviewWords } from "./words.ts";

const counts = new LastGood<RunCounts>();

/** Metrics of the model, in the order in which they are read. */
const shownMetrics = ["prAuc", "rocAuc", "recall", "precision"] as const;

/** The overview of one run: who is leaving, what it costs, what to do, and whether to believe it. */
export const overviewPage: PageRoute = {
  path: "/",
  id: "overview",
  needs: "run",
  asksBooks: true,
  answer: async ({ site, view, run, reader }) => {
    const words = wordsFor(overviewWords, reader);
    const { facts, documents, current } = run;
    const counted = await runCounts(site.books, reader);
    return {
      kind: "page",
      title: words.title,
      content: html`${counted?.fault !== undefined && booksBanner(counted.fault, reader)}${championNote(view, current.model, reader)}
<h2>${words.summary}</h2>
${riskCards(facts, reader)}
<div class="columns">
${section("tiers", words.tiers, tiers(facts.scores, reader))}
${section("model", words.model, model(documents.evaluation, current.model, reader))}
</div>
<h2>${words.state}</h2>
${trustCards(documents, counted?.value, reader)}
${section("navigation", words.navigation, navigation(reader))}`,
    };
  },
};

/** How many runs there were of each state; undefined where the books are not there, or never said. */
async function runCounts(
  books: Books | undefined,
  { now }: Reader,
): Promise<Answered<RunCounts> | undefined> {
  if (books === undefined) return undefined;
  try {
    return await counts.ask(books, "counts", now, () => books.counts());
  } catch (thrown) {
    if (thrown instanceof SourceFault) return undefined;
    throw thrown;
  }
}

/** Told when the champion is another by now than the model that scored. */
function championNote(view: View, shown: string, reader: Reader): Html | undefined {
  const champion = view.kind === "run" ? view.champion : undefined;
  if (champion === undefined || champion.version === shown) return undefined;
  const words = wordsFor(overviewWords, reader);
  return html`<p class="note">${words.champion(champion.version, reader.formats.minute(champion.since), shown)}</p>`;
}

function tiers({ tiers: all, customers, inSample }: ScoreFacts, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(overviewWords, reader);
  const names = wordsFor(domainWords, reader).tiers;
  const highestFirst = all.toReversed();
  const share = (part: number) => formats.percent(customers === 0 ? 0 : part / customers);
  return html`${figure(
    {
      id: "tier-figure",
      title: words.tiers,
      drawing: bars(
        "tier-chart",
        words.tiers,
        highestFirst.map((tier) => ({
          label: names[tier.id],
          value: tier.customers,
          text: formats.count(tier.customers),
          tone: tier.id,
        })),
      ),
      columns: [words.tier, words.customers, words.share, words.lossAMonth].map((title) => ({ title })),
      rows: highestFirst.map((tier) => [
        html`<a href="${link("/customers", { tier: [tier.id] })}">${names[tier.id]}</a>`,
        formats.count(tier.customers),
        share(tier.customers),
        formats.euros(tier.expectedMonthlyLossEur),
      ]),
    },
    reader,
  )}
${inSample > 0 && html`<p class="hint">${words.inSample(formats.count(inSample), share(inSample))}</p>`}`;
}

function model(
  { metrics, holdout, intervals, experiment, threshold }: Evaluation,
  version: string,
  reader: Reader,
): Html {
  const { formats } = reader;
  const words = wordsFor(overviewWords, reader);
  const names = wordsFor(domainWords, reader).metrics;
  const rows = shownMetrics.flatMap((name) => {
    const estimate = metrics[name];
    if (estimate === undefined) return [];
    const { value, low, high } = estimate;
    return [[names[name], formats.figure(value), `${formats.figure(low)} – ${formats.figure(high)}`]];
  });
  return html`${dataTable("model-table", {
    caption: `${version}, ${experiment}`,
    columns: [
      words.measure,
      words.value,
      words.interval(`${formats.short(intervals.confidence * 100)} %`),
    ].map((title) => ({ title })),
    rows: [...rows, [words.threshold, formats.figure(threshold), ""]],
  })}
<p class="hint">${words.measured(formats.count(holdout.rows), formats.count(holdout.churners))}</p>`;
}

function navigation(reader: Reader): Html {
  const { links } = wordsFor(overviewWords, reader);
  const entries = [
    [link("/customers", { tier: ["critical"], sort: "loss" }), links.callCritical],
    ["/recommendations", links.campaign],
    ["/model", links.model],
    ["/drift", links.drift],
    ["/pipeline", links.pipeline],
  ] as const;
  return html`<ul class="points">${entries.map(([href, text]) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`;
}
