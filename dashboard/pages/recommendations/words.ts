import type { Translated } from "../../words/language.ts";

const en = {
  title: "Retention Recommendations",
  builder: "Campaign",
  budget: "Budget (€)",
  saveRate: "Save rate (%)",
  saveRateHint:
    "Of the customers about to leave, the share that an offer keeps. An assumption until the control group has told.",
  compute: "Compute",
  reset: "Back to the policy in force",
  offers: "Offers",
  offersNote: (payable: string) => `of ${payable} that would pay`,
  cost: "Cost",
  costNote: (all: string) => `${all} for all that would pay`,
  impact: "Expected gain",
  impactNote: (margin: string) => `${margin} of margin kept, less the cost`,
  saved: "Customers kept",
  savedNote: "expected number",
  perEuro: "Gain per euro",
  control: "Control group",
  controlNote: "would get an offer that pays, and get none, so that the effect can be measured",
  notWorth: (count: string) =>
    `${count} customers of a tier with offers get none: it would cost more than it is expected to earn at this save rate.`,
  byAction: "Recommendations by Action Type",
  action: "Offer",
  customers: "Customers",
  curve: "What a budget earns",
  curveSummary: (impact: string, cost: string) => `The best offers for ${cost} earn ${impact} in all`,
  curveX: "Budget (€)",
  curveY: "Expected gain (€)",
  chosen: "this campaign",
  list: "Recommendation Details",
  rank: "Rank",
  timing: "Timing",
  reason: "Strongest reason",
  none: "No offer would pay under these terms. Raise the save rate, or choose other customers.",
  noBudget: "The budget is smaller than the cost of any offer that would pay.",
  allMade: "Every offer that would pay is made: no other list is expected to earn more.",
  best: "This is the best possible list: no other one within the budget is expected to earn more.",
  nearlyBest: (amount: string) =>
    `No other list within the budget is expected to earn more than ${amount} more than this one.`,
  ranked:
    "Ordered by expected gain per euro. An offer is made whole or not at all, so where the budget ends, one that fits may take the place of one with more gain per euro.",
  formula: (horizon: string, offer: string) =>
    `Gain = probability × save rate × margin × ${horizon} months − cost; the cost is a share of the margin for ${offer} months, by tier.`,
  inForce: (offers: string, cost: string, impact: string) =>
    `The recommendations in force: ${offers} offers, cost ${cost}, expected gain ${impact}.`,
};

const es: typeof en = {
  title: "Recomendaciones de retención",
  builder: "Campaña",
  budget: "Presupuesto (€)",
  saveRate: "Tasa de retención (%)",
  saveRateHint:
    "De los clientes que se irían, la parte que una oferta retiene. Un supuesto hasta que hable el grupo de control.",
  compute: "Calcular",
  reset: "Volver a la política vigente",
  offers: "Ofertas",
  offersNote: (payable) => `de ${payable} que compensarían`,
  cost: "Coste",
  costNote: (all) => `${all} por todas las que compensarían`,
  impact: "Ganancia esperada",
  impactNote: (margin) => `${margin} de margen conservado, menos el coste`,
  saved: "Clientes retenidos",
  savedNote: "número esperado",
  perEuro: "Ganancia por euro",
  control: "Grupo de control",
  controlNote: "tendrían una oferta que compensa y no la reciben, para poder medir el efecto",
  notWorth: (count) =>
    `${count} clientes de un nivel con ofertas no reciben ninguna: costaría más de lo que se espera ganar con esta tasa.`,
  byAction: "Recomendaciones por tipo de acción",
  action: "Oferta",
  customers: "Clientes",
  curve: "Lo que gana un presupuesto",
  curveSummary: (impact, cost) => `Las mejores ofertas por ${cost} ganan ${impact} en total`,
  curveX: "Presupuesto (€)",
  curveY: "Ganancia esperada (€)",
  chosen: "esta campaña",
  list: "Detalle de las recomendaciones",
  rank: "Puesto",
  timing: "Plazo",
  reason: "Razón más fuerte",
  none: "Ninguna oferta compensa en estas condiciones. Suba la tasa de retención o elija otros clientes.",
  noBudget: "El presupuesto es menor que el coste de cualquier oferta que compensaría.",
  allMade: "Se hacen todas las ofertas que compensan: de ninguna otra lista se espera más ganancia.",
  best: "Es la mejor lista posible: de ninguna otra dentro del presupuesto se espera más ganancia.",
  nearlyBest: (amount) =>
    `De ninguna otra lista dentro del presupuesto se espera ganar más de ${amount} por encima de esta.`,
  ranked:
    "Ordenadas por ganancia esperada por euro. Una oferta se hace entera o no se hace, así que, donde acaba el presupuesto, una que cabe puede sustituir a otra con más ganancia por euro.",
  formula: (horizon, offer) =>
    `Ganancia = probabilidad × tasa de retención × margen × ${horizon} meses − coste; el coste es una parte del margen durante ${offer} meses, según el nivel.`,
  inForce: (offers, cost, impact) =>
    `Las recomendaciones vigentes: ${offers} ofertas, coste ${cost}, ganancia esperada ${impact}.`,
};

export const recommendationsWords: Translated<typeof en> = { en, es };
