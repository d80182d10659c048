import { offerPolicy } from "../../../configs/offers.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { type CampaignTotals, campaignOf } from "../../data/campaign.ts";
import { campaignPage } from "../../data/campaign-list.ts";
import { campaignListSchema } from "../../data/campaign-terms.ts";
import { pagesOf } from "../../data/list-page.ts";
import type { RunFacts } from "../../lake/run-facts.ts";
import { link } from "../../web/links.ts";
import type { PageRoute } from "../../web/page.ts";
import { cards, section } from "../../web/parts.ts";
import { readQuery } from "../../web/query.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { actionBars, budgetCurve } from "./figures.ts";
import { campaignForm } from "./form.ts";
import { campaignList } from "./list.ts";
import { policiesSection } from "./policies.ts";
import { recommendationsWords } from "./words.ts";

/** Whom to offer what: a campaign under a budget and a save rate, with its worth and its list. */
export const recommendationsPage: PageRoute = {
  path: "/recommendations",
  id: "recommendations",
  needs: "run",
  answer: async ({ run, reader, search, listed }) => {
    const query = readQuery(campaignListSchema, search);
    const { database, facts } = run;
    const { totals, actions, curve } = await campaignOf(database, query);
    const last = pagesOf(totals.offers, query.size);
    if (query.page > last)
      return { kind: "redirect", to: link("/recommendations", { ...query, page: last }) };
    const rows = await campaignPage(database, query);
    listed({ what: "campaign", rows, all: totals.offers, idPart: undefined });
    const words = wordsFor(recommendationsWords, reader);
    return {
      kind: "page",
      title: words.title,
      content: html`${section(
        "campaign",
        words.builder,
        html`${campaignForm(query, reader)}
<p class="hint">${words.formula(String(offerPolicy.horizonMonths), String(offerPolicy.offerMonths))}</p>
<p class="hint">${inForce(facts, reader)}</p>`,
      )}
${summary(totals, reader)}
${
  totals.offers === 0
    ? html`<p class="note" role="status">${totals.payable === 0 ? words.none : words.noBudget}</p>`
    : html`<div class="columns">
${section("actions", words.byAction, actionBars(actions, reader))}
${section("curve", words.curve, budgetCurve(curve, totals, reader))}
</div>
${section("list", words.list, campaignList(rows, totals, query, reader))}`
}
${totals.not_worth_it > 0 && html`<p class="hint">${words.notWorth(reader.formats.count(totals.not_worth_it))}</p>`}
${policiesSection(run.documents.evaluation.policies, reader)}`,
    };
  },
};

function inForce({ offers }: RunFacts, reader: Reader): string {
  const { formats } = reader;
  return wordsFor(recommendationsWords, reader).inForce(
    formats.count(offers.customers),
    formats.euros(offers.costEur),
    formats.euros(offers.impactEur),
  );
}

function summary(totals: CampaignTotals, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(recommendationsWords, reader);
  return cards([
    {
      title: words.offers,
      value: formats.count(totals.offers),
      note: words.offersNote(formats.count(totals.payable)),
    },
    {
      title: words.cost,
      value: formats.euros(totals.cost),
      note: words.costNote(formats.euros(totals.payable_cost)),
    },
    {
      title: words.impact,
      value: formats.euros(totals.impact),
      note: words.impactNote(formats.euros(totals.margin)),
    },
    { title: words.perEuro, value: formats.cents(totals.cost === 0 ? null : totals.impact / totals.cost) },
    { title: words.saved, value: formats.count(totals.saved), note: words.savedNote },
    { title: words.control, value: formats.count(totals.control), note: words.controlNote },
  ]);
}
