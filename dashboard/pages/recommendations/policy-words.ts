import type { Translated } from "../../words/language.ts";

const en = {
  title: "Do Offers by Expected Gain Pay Off?",
  lacking: "the comparison of ways to decide about offers",
  intro: (customers: string) =>
    `Four ways of deciding who gets an offer, held against what ${customers} customers whom the model had not seen really did.`,
  names: {
    no_offers: "No offers",
    tier_rule: "By tier alone, as before this system",
    threshold: "Medium offer to everybody expected to leave",
    impact: "By expected gain, as here",
  },
  policy: "Way of deciding",
  offers: "Offers",
  churners: "of which to customers who left",
  cost: "Cost",
  expected: "Expected gain",
  value: "Realised gain",
  toTierRule: "More than by tier alone",
  caption: (rate: string, months: string) => `At a save rate of ${rate} and ${months} months ahead`,
  earns: (value: string, low: string, high: string) =>
    `By expected gain, offers would have earned ${value} (${low} to ${high}).`,
  more: (more: string, low: string, high: string) =>
    `That is ${more} more than by tier alone (${low} to ${high}).`,
  less: (less: string, low: string, high: string) =>
    `That is ${less} less than by tier alone (${low} to ${high}).`,
  chance: "The difference may be chance.",
  nowhereWorse: (cells: string, better: string, surely: string) =>
    `Of the ${cells} pairs of a save rate and a horizon that were tried, it earns less in none, and more in ${better}, in ${surely} of them by more than chance explains.`,
  worse: (cells: string, worse: string, surely: string) =>
    `Of the ${cells} pairs of a save rate and a horizon that were tried, it earns less than by tier alone in ${worse}, in ${surely} of them by more than chance explains.`,
  note: (threshold: string) =>
    `A customer who left counts save rate × margin × months, whatever the offer's size, and every offer costs its share of the margin. By expected gain, offers are chosen with the save rate they are judged by. Everybody expected to leave: from ${threshold} on. That each customer gets the best of all offers is not shown: if every size keeps the same share, the smallest is always the best. Intervals in brackets.`,
  marginUnknown: (count: string) =>
    `${count} of the customers get no offer in any way, for their margin is not known.`,
  chart: (months: string) => `Realised gain by save rate, ${months} months ahead`,
  chartSummary: (from: string, to: string) =>
    `Realised gain of three ways of deciding at save rates from ${from} to ${to}`,
  saveRate: "Save rate",
  horizon: "Months ahead",
  gain: "Realised gain (€)",
};

const es: typeof en = {
  title: "¿Compensan las ofertas por ganancia esperada?",
  lacking: "la comparación de las formas de decidir sobre ofertas",
  intro: (customers) =>
    `Cuatro formas de decidir quién recibe una oferta, frente a lo que hicieron de verdad ${customers} clientes que el modelo no había visto.`,
  names: {
    no_offers: "Sin ofertas",
    tier_rule: "Solo por nivel, como antes de este sistema",
    threshold: "Oferta media a todos los que se espera que se vayan",
    impact: "Por ganancia esperada, como aquí",
  },
  policy: "Forma de decidir",
  offers: "Ofertas",
  churners: "de ellas, a clientes que se fueron",
  cost: "Coste",
  expected: "Ganancia esperada",
  value: "Ganancia realizada",
  toTierRule: "Más que solo por nivel",
  caption: (rate, months) => `Con una tasa de retención de ${rate} y ${months} meses`,
  earns: (value, low, high) =>
    `Por ganancia esperada, las ofertas habrían ganado ${value} (de ${low} a ${high}).`,
  more: (more, low, high) => `Son ${more} más que solo por nivel (de ${low} a ${high}).`,
  less: (less, low, high) => `Son ${less} menos que solo por nivel (de ${low} a ${high}).`,
  chance: "La diferencia puede deberse al azar.",
  nowhereWorse: (cells, better, surely) =>
    `De las ${cells} combinaciones probadas de tasa y meses, no gana menos en ninguna y gana más en ${better}, en ${surely} de ellas más de lo que explica el azar.`,
  worse: (cells, worse, surely) =>
    `De las ${cells} combinaciones probadas de tasa y meses, gana menos que solo por nivel en ${worse}, en ${surely} de ellas menos de lo que explica el azar.`,
  note: (threshold) =>
    `Un cliente que se fue cuenta tasa de retención × margen × meses, sea cual sea la oferta, y cada oferta cuesta su parte del margen. Por ganancia esperada, las ofertas se eligen con la misma tasa con que se juzgan. Todos los que se espera que se vayan: desde ${threshold}. No se muestra dar a cada cliente la mejor de las ofertas: si todas retienen a la misma parte, la más pequeña es siempre la mejor. Entre paréntesis, los intervalos.`,
  marginUnknown: (count) =>
    `${count} de los clientes no reciben oferta de ninguna forma, porque no se conoce su margen.`,
  chart: (months) => `Ganancia realizada por tasa de retención, ${months} meses`,
  chartSummary: (from, to) =>
    `Ganancia realizada de tres formas de decidir con tasas de retención de ${from} a ${to}`,
  saveRate: "Tasa de retención",
  horizon: "Meses",
  gain: "Ganancia realizada (€)",
};

export const policyWords: Translated<typeof en> = { en, es };
