import type { Translated } from "../../words/language.ts";

const en = {
  tierOffer: (offer: string) => `The offer of the customer's tier is: ${offer}.`,
  noTierOffer: (from: string, probability: string) =>
    `Customers of this tier get no offer: offers begin at a probability of ${from}, and this customer is at ${probability}.`,
  breakEven: (from: string, probability: string) =>
    `It pays from a probability of ${from} on; this customer is at ${probability}.`,
  neverPays: "It would pay at no probability.",
  breakEvenRate: (rate: string, assumed: string) =>
    `At this probability it pays from a save rate of ${rate} on; ${assumed} is assumed.`,
  neverPaysRate: "At this probability no save rate would make it pay.",
  wouldChange: "What would have to be true for the offer to be made:",
  marginUnknown: "the customer's margin would have to be known, and above zero.",
  marginTooLow: (margin: string) =>
    `the customer would have to earn something; the margin is ${margin} a month.`,
  riskOrRate: (from: string, rate: string) =>
    `the probability would have to be above ${from}, or offers would have to keep more than ${rate} of those who would leave.`,
  risk: (from: string) => `the probability would have to be above ${from}.`,
  rate: (rate: string) => `offers would have to keep more than ${rate} of those who would leave.`,
  cost: "the offer would have to cost less, or the kept margin to count for longer.",
  control:
    "the customer would have to be outside the control group, who get no offer so that the effect of offers can be measured.",
  andControl: "And the customer would have to be outside the control group.",
};

const es: typeof en = {
  tierOffer: (offer) => `La oferta del nivel del cliente es: ${offer}.`,
  noTierOffer: (from, probability) =>
    `Los clientes de este nivel no reciben oferta: las ofertas empiezan en una probabilidad de ${from}, y este cliente está en ${probability}.`,
  breakEven: (from, probability) =>
    `Compensa desde una probabilidad de ${from}; este cliente está en ${probability}.`,
  neverPays: "No compensaría con ninguna probabilidad.",
  breakEvenRate: (rate, assumed) =>
    `Con esta probabilidad compensa desde una tasa de retención de ${rate}; se supone ${assumed}.`,
  neverPaysRate: "Con esta probabilidad no compensaría con ninguna tasa de retención.",
  wouldChange: "Para que se hiciera la oferta,",
  marginUnknown: "tendría que conocerse el margen del cliente y ser mayor que cero.",
  marginTooLow: (margin) => `el cliente tendría que aportar algo; su margen es de ${margin} al mes.`,
  riskOrRate: (from, rate) =>
    `la probabilidad tendría que superar ${from}, o las ofertas tendrían que retener a más de ${rate} de los que se irían.`,
  risk: (from) => `la probabilidad tendría que superar ${from}.`,
  rate: (rate) => `las ofertas tendrían que retener a más de ${rate} de los que se irían.`,
  cost: "la oferta tendría que costar menos, o el margen conservado contar durante más tiempo.",
  control:
    "el cliente tendría que estar fuera del grupo de control, que no recibe ofertas para poder medir su efecto.",
  andControl: "Y el cliente tendría que estar fuera del grupo de control.",
};

export const decisionWords: Translated<typeof en> = { en, es };
