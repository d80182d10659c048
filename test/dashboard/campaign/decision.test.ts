import { afterAll, expect, it } from "vitest";
import { offerPolicy } from "../../../configs/offers.ts";
import { inControlGroup } from "../../../runtime/score/control-group.ts";
import { sharedFolder } from "../../support/folders.ts";
import { decisionOf, lakeOf, type MadeUpCustomer } from "../scored-lake.ts";
import { serve, visibleText } from "../serve.ts";

/** What a customer's page says would change the decision, at a save rate of 30 % and over 12 months. */

const isControl = (id: string) => inControlGroup(id, offerPolicy.controlGroup);
const ids = Array.from({ length: 99 }, (_, index) => `B${String(index + 1).padStart(2, "0")}`);
const [controlId = "", otherControlId = ""] = ids.filter(isControl);
const others = ids.filter((id) => !isControl(id));

interface Told {
  readonly what: string;
  readonly probability: number;
  readonly margin: number | null;
  readonly id?: string;
  readonly en: string;
  readonly es: string;
}

const told: readonly Told[] = [
  {
    what: "an offer that is made",
    probability: 0.75,
    margin: 20,
    // 0.15 / 0.3 and 0.15 / 0.75
    en: "The offer of the customer's tier is: Medium Retention Offer. It pays from a probability of 50.0 % on; this customer is at 75.0 %. At this probability it pays from a save rate of 20.0 % on; 30.0 % is assumed. How the offer's worth",
    es: "La oferta del nivel del cliente es: Oferta de retención media. Compensa desde una probabilidad de 50,0 %; este cliente está en 75,0 %. Con esta probabilidad compensa desde una tasa de retención de 20,0 %; se supone 30,0 %. Cómo se calcula",
  },
  {
    what: "an offer that is not worth it",
    probability: 0.81,
    margin: 40,
    // 0.25 / 0.3 and 0.25 / 0.81
    en: "What would have to be true for the offer to be made: the probability would have to be above 83.3 %, or offers would have to keep more than 30.9 % of those who would leave. How",
    es: "Para que se hiciera la oferta, la probabilidad tendría que superar 83,3 %, o las ofertas tendrían que retener a más de 30,9 % de los que se irían. Cómo",
  },
  {
    what: "an offer that all but pays, with as many decimals as it takes to tell why not",
    probability: 0.8333,
    margin: 40,
    en: "It pays from a probability of 83.333 % on; this customer is at 83.330 %. At this probability it pays from a save rate of 30.001 % on; 30.000 % is assumed. What",
    es: "Compensa desde una probabilidad de 83,333 %; este cliente está en 83,330 %.",
  },
  {
    what: "a loss-maker",
    probability: 0.95,
    margin: -5,
    en: "The offer of the customer's tier is: Large Retention Offer. What would have to be true for the offer to be made: the customer would have to earn something; the margin is -€5.00 a month. How",
    es: "Para que se hiciera la oferta, el cliente tendría que aportar algo; su margen es de -5,00 € al mes. Cómo",
  },
  {
    what: "a customer who brings nothing",
    probability: 0.7,
    margin: 0,
    en: "the customer would have to earn something; the margin is €0.00 a month. How",
    es: "el cliente tendría que aportar algo; su margen es de 0,00 € al mes. Cómo",
  },
  {
    what: "an unknown margin",
    probability: 0.95,
    margin: null,
    en: "What would have to be true for the offer to be made: the customer's margin would have to be known, and above zero. How",
    es: "Para que se hiciera la oferta, tendría que conocerse el margen del cliente y ser mayor que cero. Cómo",
  },
  {
    what: "a low risk",
    probability: 0.39,
    margin: 500,
    en: "Customers of this tier get no offer: offers begin at a probability of 40.0 %, and this customer is at 39.0 %.",
    es: "Los clientes de este nivel no reciben oferta: las ofertas empiezan en una probabilidad de 40,0 %, y este cliente está en 39,0 %.",
  },
  {
    what: "the control group",
    probability: 0.95,
    margin: 50,
    id: controlId,
    en: "this customer is at 95.0 %. At this probability it pays from a save rate of 26.3 % on; 30.0 % is assumed. What would have to be true for the offer to be made: the customer would have to be outside the control group, who get no offer so that the effect of offers can be measured. How",
    es: "Para que se hiciera la oferta, el cliente tendría que estar fuera del grupo de control, que no recibe ofertas para poder medir su efecto. Cómo",
  },
  {
    what: "a member of the control group for whom an offer would not be worth it either",
    probability: 0.82,
    margin: 50,
    id: otherControlId,
    // 0.25 / 0.82
    en: "or offers would have to keep more than 30.5 % of those who would leave. And the customer would have to be outside the control group. How",
    es: "o las ofertas tendrían que retener a más de 30,5 % de los que se irían. Y el cliente tendría que estar fuera del grupo de control. Cómo",
  },
];
const idOf = (place: number) => told[place]?.id ?? others[place] ?? "";

const decisions = told
  .map(
    ({ probability, margin }, place): MadeUpCustomer => ({
      id: idOf(place),
      probability,
      margin,
      segment: "SME",
      channel: "Office",
      part: "unseen",
      drivers: [],
    }),
  )
  .map(decisionOf);
const served = await serve((await lakeOf(decisions, sharedFolder())).root, { atEnd: afterAll });

it.each(told.map((each, place) => ({ ...each, id: idOf(place) })))(
  "of $what is told in both languages",
  async ({ id, en, es }) => {
    for (const [language, words] of Object.entries({ en, es })) {
      const { text } = await served.get(`/customers/${id}`, { headers: { "Accept-Language": language } });
      expect(visibleText(text)).toContain(words);
    }
  },
);

it("is one of an offer that is made, or of one of all reasons why it is not", () => {
  expect(decisions.map(({ recommendation }) => recommendation.withheld)).toEqual([
    null,
    "no_offer_not_worth_it",
    "no_offer_not_worth_it",
    "no_offer_negative_margin",
    "no_offer_not_worth_it",
    "no_offer_margin_unknown",
    null,
    "control_group",
    "no_offer_not_worth_it",
  ]);
});
