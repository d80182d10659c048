import { offerPolicy } from "../../../configs/offers.ts";
import { actions } from "../../../configs/risk.ts";
import { type Content, type Html, html } from "../../../runtime/html.ts";
import { breakEvenProbability } from "../../../runtime/score/offer-break-even.ts";
import { dataTable } from "../../charts/figure.ts";
import type { ScoredCustomer } from "../../data/customer.ts";
import { cards } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { decision } from "./decision.ts";
import { customerWords } from "./words.ts";

const MONTHS_A_YEAR = 12;
const { saveRate, horizonMonths, offerMonths, costShares } = offerPolicy;

/** What a customer costs when nothing is done, and what the offer of its tier is worth, step by step. */
export function money(scored: ScoredCustomer, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(customerWords, reader);
  const names = wordsFor(domainWords, reader);
  const { expected_monthly_loss: loss, avg_monthly_margin: margin, tier_action: offer } = scored;
  const note = margin === null ? words.marginUnknown : margin < 0 ? words.unprofitable : undefined;
  return html`<h3>${words.ifNothing}</h3>
${cards([
  { title: words.monthlyLoss, value: formats.cents(loss), ...(note === undefined ? {} : { note }) },
  { title: words.annualLoss, value: formats.cents(loss === null ? null : loss * MONTHS_A_YEAR) },
])}
<h3>${words.withAction}: ${names.actions[scored.action]}</h3>
${decision(scored, reader)}
${
  offer !== "no_offer" &&
  dataTable("arithmetic", {
    caption: words.arithmetic,
    columns: [{ title: words.step }, { title: words.value }],
    rows: arithmetic(scored, reader),
  })
}
<details><summary>${words.policy}</summary>
${dataTable("policy", {
  caption: words.policy,
  columns: [{ title: words.policyAction }, { title: words.policyShare }, { title: words.policyBreakEven }],
  rows: actions
    .filter((action) => action !== "no_offer")
    .map((action) => [
      names.actions[action],
      formats.percent(costShares[action]),
      formats.percent(breakEvenProbability(action)),
    ]),
})}
<p class="hint">${words.policyNote}</p>
</details>`;
}

/** The offer's worth as a sum that can be followed with a pencil (D27). */
function arithmetic(scored: ScoredCustomer, { formats, language }: Reader): readonly (readonly Content[])[] {
  const { steps } = customerWords[language];
  const {
    churn_proba: probability,
    avg_monthly_margin: margin,
    tier_action,
    tier_cost,
    tier_impact,
  } = scored;
  const kept = margin === null ? null : probability * saveRate * margin * horizonMonths;
  return [
    [steps.probability, formats.probability(probability)],
    [steps.saveRate, formats.percent(saveRate)],
    [steps.margin, formats.cents(margin)],
    [steps.horizon(formats.count(horizonMonths)), formats.count(horizonMonths)],
    [steps.kept, formats.cents(kept)],
    [
      steps.cost(formats.percent(costShares[tier_action]), formats.count(offerMonths)),
      formats.cents(tier_cost),
    ],
    [steps.impact, html`<strong>${formats.cents(tier_impact)}</strong>`],
  ];
}
