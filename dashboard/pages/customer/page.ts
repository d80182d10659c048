import { html } from "../../../runtime/html.ts";
import { customerOf } from "../../data/customer.ts";
import { customerLink, link } from "../../web/links.ts";
import { tierBadge } from "../../web/names.ts";
import type { PageRoute } from "../../web/page.ts";
import { cards, section } from "../../web/parts.ts";
import { wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { domainWords } from "../../words/domain.ts";
import { money } from "./money.ts";
import { monthFigures } from "./months.ts";
import { profileTable } from "./profile.ts";
import { reasons } from "./reasons.ts";
import { customerWords } from "./words.ts";

/** All that is known of one customer: how likely it leaves, why, what to do, and what that is worth. */
export const customerPage: PageRoute = {
  path: "/customers/:id",
  id: "lookup",
  needs: "run",
  answer: async ({ run, reader, path, lookedAt }) => {
    const id = path["id"] ?? "";
    const words = wordsFor(customerWords, reader);
    const names = wordsFor(domainWords, reader);
    const customer = await customerOf(run, id);
    if (customer === undefined) {
      const content = html`<div class="state"><p>${words.unknown(id.trim())}</p>
<p><a href="${link("/lookup", { q: id.trim() })}">${words.searchInstead}</a></p></div>`;
      return { kind: "page", status: 404, title: words.unknownTitle, content };
    }
    const { scored, profile, months } = customer;
    // One address for each customer: links that differ in case would be two in a browser's history.
    if (scored.customer_id !== id) return { kind: "redirect", to: customerLink(scored.customer_id) };
    lookedAt(scored.customer_id);
    const { formats } = reader;
    const { threshold } = run.documents.evaluation;
    const isTrained = scored.model_part === "train";
    const content = html`${section(
      "risk",
      words.risk,
      html`${cards([
        {
          title: words.probability,
          value: formats.probability(scored.churn_proba),
          note: words.rank(formats.count(scored.place), formats.count(run.facts.scores.customers)),
        },
        {
          title: words.tier,
          value: tierBadge(scored.risk_tier, reader),
          note: words.expected(formats.percent(threshold), scored.churn_pred === 1),
        },
        {
          title: words.action,
          value: names.actions[scored.action],
          ...(scored.control_group === 1 ? { note: words.control } : {}),
        },
        { title: words.timing, value: names.timings[scored.timing_window] },
      ])}
<p class="hint">${words.part}: ${names.parts[scored.model_part]}.${isTrained && html` ${words.inSample}`}${
        scored.churn_actual !== null &&
        html` ${words.outcome}: ${scored.churn_actual === 1 ? words.left : words.stayed}.`
      }${scored.prediction_set !== null && html` ${words.sets[scored.prediction_set]}`}</p>`,
    )}
${section("why", words.why, reasons(customer, reader))}
${section("money", words.money, money(scored, reader))}
${section("months", words.months, months === undefined ? lacking("customer_months", reader) : monthFigures(months, reader))}
${section("profile", words.profile, profile === undefined ? lacking("gold_master", reader) : profileTable(profile, reader))}`;
    return { kind: "page", title: words.title(scored.customer_id), content };
  },
};
