import { offerPolicy } from "../../../configs/offers.ts";
import { type Action, riskTiers } from "../../../configs/risk.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { type BreakEven, breakEven } from "../../../runtime/score/offer-break-even.ts";
import type { ScoredCustomer } from "../../data/customer.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { decimals } from "../../words/decimals.ts";
import { domainWords } from "../../words/domain.ts";
import { decisionWords } from "./decision-words.ts";

/** From where on the tier's offer pays, where the customer stands, and, without an offer, what would have to change. */
export function decision(scored: ScoredCustomer, reader: Reader): Html {
  const words = wordsFor(decisionWords, reader);
  const { tier_action: offer, churn_proba: probability, avg_monthly_margin: monthlyMarginEur } = scored;
  if (offer === "no_offer") {
    const from = riskTiers.find(({ action }) => action !== "no_offer")?.from ?? 1;
    return html`<p>${words.noTierOffer(...apart(from, probability, reader))}</p>`;
  }
  const point = breakEven(offer, { probability, monthlyMarginEur });
  const lacking = scored.action === "no_offer" ? whatIsLacking(scored, point, reader) : undefined;
  return html`<p>${words.tierOffer(wordsFor(domainWords, reader).actions[offer])}${
    point !== null && html` ${whereItPays(point, probability, reader)}`
  }</p>${
    lacking !== undefined &&
    html`
<p>${words.wouldChange} ${lacking}</p>`
  }`;
}

function whereItPays(point: BreakEven, probability: number, reader: Reader): string {
  const words = wordsFor(decisionWords, reader);
  const risk =
    point.probability === undefined
      ? words.neverPays
      : words.breakEven(...apart(point.probability, probability, reader));
  const rate =
    point.saveRate === undefined
      ? words.neverPaysRate
      : words.breakEvenRate(...apart(point.saveRate, offerPolicy.saveRate, reader));
  return `${risk} ${rate}`;
}

/** All that stands against the offer; undefined where nothing known does. */
function whatIsLacking(scored: ScoredCustomer, point: BreakEven | null, reader: Reader): string | undefined {
  const words = wordsFor(decisionWords, reader);
  const lacking = whatTheMoneyLacks(scored, point, reader);
  if (scored.control_group !== 1) return lacking;
  return lacking === undefined ? words.control : `${lacking} ${words.andControl}`;
}

/** By the guardrails, the most fundamental first as in `recommend`. */
function whatTheMoneyLacks(
  { tier_action: offer, churn_proba: probability, avg_monthly_margin: margin }: ScoredCustomer,
  point: BreakEven | null,
  reader: Reader,
): string | undefined {
  const words = wordsFor(decisionWords, reader);
  if (margin === null) return words.marginUnknown;
  if (point === null) return words.marginTooLow(reader.formats.cents(margin));
  if (probability > (point.probability ?? 1)) return undefined;
  const [from] = inTier(offer, point) ? apart(point.probability, probability, reader) : [undefined];
  const [rate] =
    point.saveRate === undefined ? [undefined] : apart(point.saveRate, offerPolicy.saveRate, reader);
  if (from === undefined) return rate === undefined ? words.cost : words.rate(rate);
  return rate === undefined ? words.risk(from) : words.riskOrRate(from, rate);
}

/** Does the offer begin to pay before the next tier, and with it another offer, begins? */
function inTier(offer: Action, point: BreakEven): point is BreakEven & { readonly probability: number } {
  const next = riskTiers[riskTiers.findIndex(({ action }) => action === offer) + 1];
  return point.probability !== undefined && point.probability < (next?.from ?? 1);
}

const MOST_DIGITS = 4;

/** Two shares as percentages with as many decimals as it takes to tell them apart. */
function apart(one: number, other: number, { language }: Reader): [string, string] {
  const written = (digits: number): [string, string] => [
    `${decimals(one * 100, digits, language)} %`,
    `${decimals(other * 100, digits, language)} %`,
  ];
  for (let digits = 1; digits < MOST_DIGITS; digits += 1) {
    const [first, second] = written(digits);
    if (first !== second || one === other) return [first, second];
  }
  return written(MOST_DIGITS);
}
