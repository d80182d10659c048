import { actions, riskTiers } from "../../../configs/risk.ts";
import { segments } from "../../../configs/segments.ts";
import { type Html, html } from "../../../runtime/html.ts";
import type { Campaign } from "../../data/campaign-terms.ts";
import { boxes, numberField } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { listWords } from "../../words/lists.ts";
import { recommendationsWords } from "./words.ts";

/** The terms of a campaign as a form whose answers stand in the address. */
export function campaignForm(query: Campaign, reader: Reader): Html {
  const words = wordsFor(recommendationsWords, reader);
  const lists = wordsFor(listWords, reader);
  const names = wordsFor(domainWords, reader);
  return html`<form class="campaign" action="/recommendations" method="get">
<div class="fields">
${numberField("budget", words.budget, query.budget, { min: 0 })}
${numberField("save_rate", words.saveRate, query.save_rate, { min: 0, max: 100 })}
</div>
<p class="hint">${words.saveRateHint}</p>
${boxes(
  "segment",
  lists.segment,
  segments.map((segment) => ({ value: segment, label: names.segments[segment] })),
  query.segment,
)}
${boxes(
  "tier",
  lists.tier,
  riskTiers
    .filter(({ action }) => action !== "no_offer")
    .toReversed()
    .map(({ id }) => ({ value: id, label: names.tiers[id] })),
  query.tier,
)}
${boxes(
  "action",
  words.action,
  actions
    .filter((action) => action !== "no_offer")
    .map((action) => ({ value: action, label: names.actions[action] })),
  query.action,
)}
<p class="actions"><button>${words.compute}</button> <a href="/recommendations">${words.reset}</a></p>
</form>`;
}
