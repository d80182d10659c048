import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { CampaignTotals } from "../../data/campaign.ts";
import type { CampaignRow } from "../../data/campaign-list.ts";
import type { CampaignList } from "../../data/campaign-terms.ts";
import { pagesOf } from "../../data/list-page.ts";
import { customerLink, link } from "../../web/links.ts";
import { segmentName, tierBadge } from "../../web/names.ts";
import { pager } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { listWords } from "../../words/lists.ts";
import { isDriver, reasonInWords } from "../../words/reasons.ts";
import { recommendationsWords } from "./words.ts";

/** A page of a campaign's offers, with links that turn pages and take all of them out. */
export function campaignList(
  rows: readonly CampaignRow[],
  totals: CampaignTotals,
  query: CampaignList,
  reader: Reader,
): Html {
  const { formats } = reader;
  const words = wordsFor(recommendationsWords, reader);
  const lists = wordsFor(listWords, reader);
  const names = wordsFor(domainWords, reader);
  const pages = pagesOf(totals.offers, query.size);
  const from = (query.page - 1) * query.size + 1;
  const { page: _page, size: _size, ...campaign } = query;
  return html`<p>${certificate(totals, reader)}</p>
${dataTable("campaign-table", {
  caption: lists.range(
    formats.count(from),
    formats.count(Math.min(from + query.size - 1, totals.offers)),
    formats.count(totals.offers),
  ),
  columns: [
    { title: words.rank },
    { title: lists.customer, align: "left" },
    { title: lists.probability },
    { title: lists.tier, align: "left" },
    { title: lists.segment, align: "left" },
    { title: words.action, align: "left" },
    { title: words.timing, align: "left" },
    { title: words.cost },
    { title: words.impact },
    { title: words.perEuro },
    { title: words.reason, align: "left" },
  ],
  rows: rows.map((row) => [
    formats.count(row.rank),
    html`<a href="${customerLink(row.customer_id)}">${row.customer_id}</a>`,
    formats.probability(row.churn_proba),
    tierBadge(row.risk_tier, reader),
    segmentName(row.segment, reader),
    names.actions[row.action],
    names.timings[row.timing_window],
    formats.cents(row.offer_cost),
    formats.cents(row.impact),
    formats.cents(row.impact_per_euro),
    row.reason_codes
      .filter(isDriver)
      .slice(0, 1)
      .map((code) => reasonInWords(code, {}, reader)),
  ]),
})}
${pager(
  lists.pages,
  { page: query.page, pages },
  {
    previous: lists.previous,
    next: lists.next,
    position: lists.position(formats.count(query.page), formats.count(pages)),
  },
  (page) => link("/recommendations", { ...query, page }),
)}
<p class="actions">${lists.exportAs} ${(["csv", "parquet"] as const).map(
    (format) =>
      html`<a href="${link(`/recommendations.${format}`, campaign)}" download>${format === "csv" ? "CSV" : "Parquet"}</a> `,
  )}</p>
<p class="hint">${words.ranked}</p>`;
}

/** Whether this is the best list, in a sentence. */
function certificate({ offers, payable, shortfall }: CampaignTotals, reader: Reader): string {
  const words = wordsFor(recommendationsWords, reader);
  if (offers === payable) return words.allMade;
  if (shortfall === 0) return words.best;
  // Rounded up to a whole cent, for it is said that it is no more.
  return words.nearlyBest(reader.formats.cents(Math.ceil(shortfall * 100) / 100));
}
