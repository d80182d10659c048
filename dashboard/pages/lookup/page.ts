import { z } from "zod";
import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import { search, wholeId } from "../../data/customer.ts";
import { customerLink } from "../../web/links.ts";
import { segmentName, tierBadge } from "../../web/names.ts";
import type { PageRoute, RunPageRequest } from "../../web/page.ts";
import { readQuery } from "../../web/query.ts";
import { wordsFor } from "../../web/reader.ts";
import { listWords } from "../../words/lists.ts";
import { lookupWords } from "./words.ts";

const lookupSchema = z.object({ q: z.string().max(64).optional() });

/** More than this are not listed: a longer text finds fewer. */
const MOST_FOUND = 50;

/** Finds a customer by id: a whole id leads to its page, a part of one to a list. */
export const lookupPage: PageRoute = {
  path: "/lookup",
  id: "lookup",
  needs: "run",
  answer: async (request) => {
    const { run, reader } = request;
    const { q } = readQuery(lookupSchema, request.search);
    const words = wordsFor(lookupWords, reader);
    const found = q === undefined ? undefined : await wholeId(run, q);
    if (found !== undefined) return { kind: "redirect", to: customerLink(found) };
    return {
      kind: "page",
      title: words.title,
      content: html`<form class="lookup" action="/lookup" method="get">
<label class="field">${words.field}<input name="q" value="${q}" maxlength="64" autocomplete="off" list="found" data-suggest="/api/v1/customers/suggestions"></label>
<button>${words.find}</button>
</form>
${q === undefined ? html`<p class="hint">${words.hint}</p>` : await foundList(request, q)}`,
    };
  },
};

async function foundList({ run, reader, listed }: RunPageRequest, q: string): Promise<Html> {
  const words = wordsFor(lookupWords, reader);
  const lists = wordsFor(listWords, reader);
  const found = await search(run, q, MOST_FOUND + 1);
  const rows = found.slice(0, MOST_FOUND);
  listed({ what: "lookup", rows, all: found.length, idPart: q });
  if (found.length === 0) return html`<p role="status">${words.nothing(q)}</p>`;
  return html`<p role="status">${found.length > MOST_FOUND ? words.more(String(MOST_FOUND)) : words.found(String(found.length))}</p>
${dataTable("found-table", {
  caption: words.list,
  columns: [
    { title: lists.customer },
    { title: lists.probability },
    { title: lists.tier, align: "left" },
    { title: lists.segment, align: "left" },
  ],
  rows: rows.map((customer) => [
    html`<a href="${customerLink(customer.customer_id)}">${customer.customer_id}</a>`,
    reader.formats.probability(customer.churn_proba),
    tierBadge(customer.risk_tier, reader),
    segmentName(customer.segment, reader),
  ]),
})}`;
}
