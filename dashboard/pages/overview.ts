import { count, counted, euros, figure, minute, percent } from "../../runtime/cli/format.ts";
import { type Bar, bars } from "../charts/bars.ts";
import { type Html, html } from "../html.ts";
import type { ModelFacts, OfferFacts, ScoreFacts } from "../lake/run-facts.ts";
import type { OpenRun } from "../lake/run-view.ts";
import { ago, daysSince } from "./time.ts";

/** Tiers from here on are "at risk", as the first dashboard counted them. */
const atRiskTiers: readonly string[] = ["high", "critical"];

/** Figures of the model, in the order in which they are read. */
const shownMetrics = [
  ["prAuc", "PR-AUC"],
  ["rocAuc", "ROC-AUC"],
  ["recall", "Recall"],
  ["precision", "Precision"],
] as const;

/** The overview of one run: who is leaving, what it costs, what to do, and how good the model is. */
export function overview({ current, facts, champion }: OpenRun, now: Date): Html {
  const { scores, offers, model, asOf } = facts;
  const published = new Date(current.published_at);
  return html`${provenance([
    ["As of", html`${asOf} <small>${dataAge(asOf, now)}</small>`],
    ["Published", html`${minute(current.published_at)} UTC <small>${ago(published, now)}</small>`],
    ["Run", current.run],
    ["Model", current.model],
  ])}
${
  champion !== undefined &&
  champion.version !== current.model &&
  html`<p class="note">The champion is ${champion.version} by now (since ${minute(champion.since)} UTC). These scores are
of ${current.model}; the next run scores with the champion.</p>`
}
${cards(scores, offers)}
<div class="columns">
${tierSection(scores)}
${modelSection(model, current.model)}
</div>`;
}

function dataAge(asOf: string, now: Date): string {
  const days = daysSince(asOf, now);
  return days === 0 ? "today" : `${counted(days, "day")} old`;
}

function provenance(entries: readonly (readonly [string, string | Html])[]): Html {
  return html`<dl class="provenance">${entries.map(
    ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`,
  )}</dl>`;
}

function cards(scores: ScoreFacts, offers: OfferFacts): Html {
  const { customers, tiers, expectedMonthlyLossEur, marginUnknown } = scores;
  const atRisk = tiers
    .filter(({ id }) => atRiskTiers.includes(id))
    .reduce((sum, tier) => sum + tier.customers, 0);
  return html`<ul class="cards">
${card("Customers scored", count(customers), "every customer of the delivery")}
${card("At risk", count(atRisk), `${share(atRisk, customers)} of customers: high or critical`)}
${card(
  "Expected monthly loss",
  euros(expectedMonthlyLossEur),
  marginUnknown === 0
    ? "probability of churn × monthly margin"
    : `without ${counted(marginUnknown, "customer")} of unknown margin`,
)}
${card(
  "Recommended offers",
  count(offers.customers),
  offers.customers === 0
    ? "no offer pays for itself"
    : `cost ${euros(offers.costEur)}, expected gain ${euros(offers.impactEur)}`,
)}
</ul>`;
}

function card(title: string, value: string, note: string): Html {
  return html`<li><h2>${title}</h2><p class="figure">${value}</p><p class="hint">${note}</p></li>`;
}

function tierSection({ tiers, customers, inSample }: ScoreFacts): Html {
  const highestFirst = tiers.toReversed();
  const data: readonly Bar[] = highestFirst.map((tier) => ({
    label: tier.label,
    value: tier.customers,
    text: count(tier.customers),
    tone: tier.id,
  }));
  return html`<section aria-labelledby="tiers">
<h2 id="tiers">Customers by risk tier</h2>
${bars("tier-chart", "Customers by risk tier", data)}
<div class="scroll" role="region" aria-labelledby="tier-table" tabindex="0">
<table>
<caption id="tier-table">Risk tiers by customers and expected loss</caption>
<thead><tr><th scope="col">Tier</th><th scope="col">Customers</th><th scope="col">Share</th>
<th scope="col">EUR a month</th></tr></thead>
<tbody>${highestFirst.map(
    (tier) => html`<tr><th scope="row">${tier.label}</th><td>${count(tier.customers)}</td>
<td>${share(tier.customers, customers)}</td><td>${count(tier.expectedMonthlyLossEur)}</td></tr>`,
  )}</tbody>
</table>
</div>
${
  inSample > 0 &&
  html`<p class="hint">${count(inSample)} of these customers (${share(inSample, customers)}) were used to train the model;
it has seen whether they left, so counts over them flatter it.</p>`
}
</section>`;
}

function modelSection(model: ModelFacts, version: string): Html {
  const { metrics, holdout, intervals, experiment, threshold } = model;
  const rows = shownMetrics.flatMap(([name, label]) => {
    const estimate = metrics[name];
    return estimate === undefined ? [] : [{ label, ...estimate }];
  });
  const confidence = percent(intervals.confidence).replace(".0", "");
  return html`<section aria-labelledby="model">
<h2 id="model">The model that scored</h2>
<div class="scroll" role="region" aria-labelledby="model-table" tabindex="0">
<table>
<caption id="model-table">${version}, ${experiment}</caption>
<thead><tr><th scope="col">Measure</th><th scope="col">Value</th><th scope="col">${confidence} interval</th></tr></thead>
<tbody>${rows.map(
    ({ label, value, low, high }) => html`<tr><th scope="row">${label}</th><td>${figure(value)}</td>
<td>${figure(low)} to ${figure(high)}</td></tr>`,
  )}
<tr><th scope="row">Threshold</th><td>${figure(threshold)}</td><td></td></tr></tbody>
</table>
</div>
<p class="hint">Measured on ${count(holdout.rows)} customers kept away from training, ${count(holdout.churners)} of whom
left. A customer counts as leaving from the threshold on.</p>
</section>`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? percent(0) : percent(part / whole);
}
