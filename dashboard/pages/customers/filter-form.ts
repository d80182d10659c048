import { actions, riskTiers } from "../../../configs/risk.ts";
import { modelParts } from "../../../configs/scored-tables.ts";
import { segments } from "../../../configs/segments.ts";
import { type Html, html } from "../../../runtime/html.ts";
import type { ListQuery } from "../../data/customers.ts";
import { boxes, numberField } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { listWords } from "../../words/lists.ts";

/** The filters as a form whose answers stand in the address, so that they can be kept and shared. */
export function filterForm(query: ListQuery, channels: readonly string[], reader: Reader): Html {
  const words = wordsFor(listWords, reader);
  const names = wordsFor(domainWords, reader);
  const used = [query.tier, query.segment, query.channel, query.action, query.part].flat().length;
  const isOpen = used > 0 || query.min !== undefined || query.max !== undefined || query.q !== undefined;
  return html`<details class="filters"${isOpen && html` open`}>
<summary>${words.filters}</summary>
<form action="/customers" method="get">
${boxes(
  "tier",
  words.tier,
  riskTiers.toReversed().map(({ id }) => ({ value: id, label: names.tiers[id] })),
  query.tier,
)}
${boxes(
  "segment",
  words.segment,
  segments.map((segment) => ({ value: segment, label: names.segments[segment] })),
  query.segment,
)}
${boxes(
  "channel",
  words.channel,
  channels.map((channel) => ({ value: channel, label: names.channels[channel] ?? channel })),
  query.channel,
)}
${boxes(
  "action",
  words.action,
  actions.map((action) => ({ value: action, label: names.actions[action] })),
  query.action,
)}
${boxes(
  "part",
  words.part,
  modelParts.map((part) => ({ value: part, label: names.parts[part] })),
  query.part,
)}
<div class="fields">
${numberField("min", words.min, query.min, { min: 0, max: 100 })}
${numberField("max", words.max, query.max, { min: 0, max: 100 })}
<label class="field">${words.idPart}<input name="q" value="${query.q}" maxlength="64" autocomplete="off"></label>
</div>
<input type="hidden" name="sort" value="${query.sort}">
<input type="hidden" name="order" value="${query.order}">
<p class="actions"><button>${words.apply}</button> <a href="/customers">${words.clear}</a></p>
</form>
</details>`;
}
