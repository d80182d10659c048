import type { JS } from "@duckdb/node-api";
import { featureNamed } from "../../configs/contracts.ts";
import type { Reader } from "../web/reader.ts";
import { domainWords } from "./domain.ts";
import { featureInWords } from "./features.ts";
import { MISSING } from "./formats.ts";
import type { Translated } from "./language.ts";

/** Reason codes of recommendations, in words (D28). */

const en = {
  low_risk_monitoring: "The risk is low; the customer is watched.",
  moderate_churn_risk: "The risk of leaving is moderate.",
  high_churn_risk: "The risk of leaving is high.",
  churn_probability_above_60pct: "The probability of leaving is above 60 %.",
  critical_churn_risk: "The risk of leaving is critical.",
  churn_probability_above_80pct: "The probability of leaving is above 80 %.",
  segment_residential: "Household.",
  segment_sme: "Small business.",
  segment_corporate: "Large business.",
  segment_unknown: "The segment is not known.",
  no_offer_margin_unknown: "No offer: the margin is not known, so nobody can say whether one pays.",
  no_offer_negative_margin: "No offer: the customer brings a loss.",
  no_offer_not_worth_it: "No offer: it would cost more than it is expected to earn.",
  control_group:
    "No offer: the customer belongs to the control group, by which the effect of offers is measured.",
};
type ReasonCode = keyof typeof en;

const es: typeof en = {
  low_risk_monitoring: "El riesgo es bajo; se sigue al cliente.",
  moderate_churn_risk: "El riesgo de baja es moderado.",
  high_churn_risk: "El riesgo de baja es alto.",
  churn_probability_above_60pct: "La probabilidad de baja supera el 60 %.",
  critical_churn_risk: "El riesgo de baja es crítico.",
  churn_probability_above_80pct: "La probabilidad de baja supera el 80 %.",
  segment_residential: "Hogar.",
  segment_sme: "Pequeña empresa.",
  segment_corporate: "Gran empresa.",
  segment_unknown: "No se conoce el segmento.",
  no_offer_margin_unknown: "Sin oferta: no se conoce el margen, así que no se sabe si compensa.",
  no_offer_negative_margin: "Sin oferta: el cliente da pérdidas.",
  no_offer_not_worth_it: "Sin oferta: costaría más de lo que se espera ganar.",
  control_group:
    "Sin oferta: el cliente está en el grupo de control, con el que se mide el efecto de las ofertas.",
};

const all: Translated<typeof en> = { en, es };

function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(en, code);
}

const DRIVER = /^driver_(.+)$/;

/** Codes that say what drives a customer towards leaving, and not just into which tier that leads. */
export function isDriver(code: string): boolean {
  return DRIVER.test(code);
}

/**
 * A reason code in words. What drives a customer is said with the customer's own value, where it is at hand.
 * A code that nobody has translated yet is shown as it is, so that none is lost.
 */
export function reasonInWords(code: string, profile: Readonly<Record<string, JS>>, reader: Reader): string {
  if (isReasonCode(code)) return all[reader.language][code];
  const feature = DRIVER.exec(code)?.[1];
  if (feature === undefined) return code;
  const words = featureInWords(feature, reader.language);
  return Object.hasOwn(profile, feature)
    ? `${words}: ${valueInWords(feature, profile[feature], reader)}`
    : words;
}

/** A feature's value as people read it. */
export function valueInWords(feature: string, value: JS | undefined, reader: Reader): string {
  const { formats, language } = reader;
  const words = domainWords[language];
  if (value === null || value === undefined) return MISSING;
  const kind = featureNamed(feature)?.feature.kind;
  if (kind === "flag") return Number(value) === 1 ? words.yes : words.no;
  if (typeof value === "number" || typeof value === "bigint") return formats.short(Number(value));
  const text = String(value);
  return words.levels[text] ?? words.channels[text] ?? text;
}
