import type { Language, Translated } from "../../../configs/languages.ts";
import type { Action, TierId, TimingWindow } from "../../../configs/risk.ts";

/** What is said around the reasons of a score, where it is explained in lines of text. */
export interface ReportWords {
  readonly tiers: Readonly<Record<TierId, string>>;
  readonly actions: Readonly<Record<Action, string>>;
  readonly timings: Readonly<Record<TimingWindow, string>>;
  readonly heading: (customer: string, probability: string, tier: string) => string;
  readonly recommendation: string;
  readonly raises: string;
  readonly lowers: string;
  readonly nothingRaises: string;
  readonly nothingLowers: string;
  readonly start: (share: string) => string;
  readonly rest: (facts: string) => string;
  readonly provenance: (model: string, run: string, day: string) => string;
  readonly globalHeading: string;
  readonly globalNote: string;
  readonly more: (facts: string) => string;
}

const en: ReportWords = {
  tiers: { low: "low risk", medium: "medium risk", high: "high risk", critical: "critical risk" },
  actions: {
    no_offer: "Make no offer.",
    offer_small: "Make a small retention offer.",
    offer_medium: "Make a medium retention offer.",
    offer_large: "Make a large retention offer.",
  },
  timings: {
    immediate: "Act at once.",
    "30_60_days": "Act in 30 to 60 days.",
    "60_90_days": "Look again in 60 to 90 days.",
    none: "There is nothing to do by a certain time.",
  },
  heading: (customer, probability, tier) => `${customer}: ${probability} likely to leave, ${tier}`,
  recommendation: "Recommendation",
  raises: "What speaks for leaving",
  lowers: "What speaks for staying",
  nothingRaises: "Nothing that we know of them raises the risk.",
  nothingLowers: "Nothing that we know of them lowers the risk.",
  start: (share) => `For comparison: of all customers that were learned from, ${share} left.`,
  rest: (facts) => `${facts} more facts were looked at; --json has the effect of each.`,
  provenance: (model, run, day) => `Model ${model}, run ${run}, data as of ${day}.`,
  globalHeading: "What moves the risk of all customers, the strongest first",
  globalNote:
    "Mean effect: how far a fact moves a customer's log-odds of leaving on average, either way, before calibration. It " +
    "says what the model looks at, not why customers leave.",
  more: (facts) => `${facts} more in --json.`,
};

const es: ReportWords = {
  tiers: { low: "riesgo bajo", medium: "riesgo medio", high: "riesgo alto", critical: "riesgo crítico" },
  actions: {
    no_offer: "No hacer ninguna oferta.",
    offer_small: "Hacer una oferta de retención pequeña.",
    offer_medium: "Hacer una oferta de retención media.",
    offer_large: "Hacer una oferta de retención grande.",
  },
  timings: {
    immediate: "Actuar de inmediato.",
    "30_60_days": "Actuar en 30 a 60 días.",
    "60_90_days": "Volver a mirarlo en 60 a 90 días.",
    none: "No hay nada que hacer en un plazo fijo.",
  },
  heading: (customer, probability, tier) => `${customer}: ${probability} de probabilidad de baja, ${tier}`,
  recommendation: "Recomendación",
  raises: "Qué apunta a la baja",
  lowers: "Qué apunta a que se quede",
  nothingRaises: "Nada de lo que sabemos de este cliente aumenta el riesgo.",
  nothingLowers: "Nada de lo que sabemos de este cliente reduce el riesgo.",
  start: (share) => `Para comparar: de todos los clientes de los que se aprendió se fue el ${share}.`,
  rest: (facts) => `Se han mirado otros ${facts} datos; --json tiene el efecto de cada uno.`,
  provenance: (model, run, day) => `Modelo ${model}, ejecución ${run}, datos al ${day}.`,
  globalHeading: "Qué mueve el riesgo de todos los clientes, lo más fuerte primero",
  globalNote:
    "Efecto medio: cuánto mueve un dato, de media y en cualquier sentido, el logaritmo de las probabilidades (log-odds) de " +
    "baja de un cliente, antes de calibrar. Dice qué mira el modelo, no por qué se van los clientes.",
  more: (facts) => `${facts} más en --json.`,
};

const all: Translated<ReportWords> = { en, es };

export function reportWords(language: Language): ReportWords {
  return all[language];
}
