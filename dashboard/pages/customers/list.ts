import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Totals } from "../../data/customer-sums.ts";
import type { CustomerRow, ListQuery, SortName } from "../../data/customers.ts";
import { pagesOf } from "../../data/list-page.ts";
import { customerLink, link } from "../../web/links.ts";
import { channelName, segmentName, tierBadge } from "../../web/names.ts";
import { pager } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { listWords } from "../../words/lists.ts";

/** A page of customers, with links that sort, turn pages and take all of them out. */
export function customerList(
  rows: readonly CustomerRow[],
  totals: Totals,
  query: ListQuery,
  reader: Reader,
): Html {
  const { formats } = reader;
  const words = wordsFor(listWords, reader);
  const names = wordsFor(domainWords, reader);
  if (totals.customers === 0) return html`<p>${words.nothing} <a href="/customers">${words.clear}</a></p>`;
  const pages = pagesOf(totals.customers, query.size);
  const from = (query.page - 1) * query.size + 1;
  const sortable = (sort: SortName, label: string) => sortLink(query, sort, label, reader);
  const table = dataTable("customers-table", {
    caption: words.range(
      formats.count(from),
      formats.count(Math.min(from + query.size - 1, totals.customers)),
      formats.count(totals.customers),
    ),
    columns: [
      { title: sortable("customer", words.customer) },
      { title: sortable("probability", words.probability) },
      { title: words.tier, align: "left" },
      { title: sortable("segment", words.segment), align: "left" },
      { title: sortable("channel", words.channel), align: "left" },
      { title: sortable("margin", words.margin) },
      { title: sortable("loss", words.loss) },
      { title: words.action, align: "left" },
    ],
    rows: rows.map((row) => [
      html`<a href="${customerLink(row.customer_id)}">${row.customer_id}</a>${row.model_part === "train" && " *"}${isOpen(row) && " ?"}`,
      formats.probability(row.churn_proba),
      tierBadge(row.risk_tier, reader),
      segmentName(row.segment, reader),
      channelName(row.sales_channel, reader),
      formats.cents(row.avg_monthly_margin),
      formats.cents(row.expected_monthly_loss),
      names.actions[row.action],
    ]),
  });
  return html`${table}
${pager(
  words.pages,
  { page: query.page, pages },
  {
    previous: words.previous,
    next: words.next,
    position: words.position(formats.count(query.page), formats.count(pages)),
  },
  (page) => link("/customers", { ...query, page }),
)}
<p class="actions">${words.exportAs} ${(["csv", "parquet"] as const).map(
    (format) =>
      html`<a href="${exportLink(query, format)}" download>${format === "csv" ? "CSV" : "Parquet"}</a> `,
  )}</p>`;
}

/** Can the model not say what this customer will do? */
export function isOpen({ prediction_set }: Pick<CustomerRow, "prediction_set">): boolean {
  return prediction_set === "uncertain" || prediction_set === "unusual";
}

/** The file of all customers of a list, in its order. */
function exportLink({ page: _page, size: _size, ...query }: ListQuery, format: string): string {
  return link(`/customers.${format}`, query);
}

/** A heading that sorts by its column; a second click turns the order round. */
function sortLink(query: ListQuery, sort: SortName, label: string, reader: Reader): Html {
  const words = wordsFor(listWords, reader);
  const isSorted = query.sort === sort;
  const isDown = query.order === "desc";
  const order = isSorted ? (isDown ? "asc" : "desc") : sort === "customer" ? "asc" : "desc";
  const arrow = isSorted && html`<span aria-hidden="true">${isDown ? " ↓" : " ↑"}</span>`;
  return html`<a href="${link("/customers", { ...query, sort, order, page: 1 })}" title="${
    isSorted ? words.sortedBy(label, isDown) : words.sortBy(label)
  }">${label}${arrow}</a>`;
}
