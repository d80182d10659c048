import type { Direction } from "../../../configs/explanations.ts";
import type { Language, Translated } from "../../../configs/languages.ts";
import type { WithheldReason } from "../../../configs/offers.ts";
import type { riskTiers } from "../../../configs/risk.ts";
import type { Segment } from "../../../configs/segments.ts";

/** Reason codes of recommendations that name no driver: tiers, segments, and why an offer is withheld (D28). */
type ReasonCode =
  | (typeof riskTiers)[number]["reasons"][number]
  | `segment_${Lowercase<Segment>}`
  | WithheldReason;
type ReasonWords = Readonly<Record<ReasonCode, string>>;

const en: ReasonWords = {
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

const es: ReasonWords = {
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

const all: Translated<ReasonWords> = { en, es };

function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(en, code);
}

/** A reason code in words; undefined for drivers, and for a code that nobody has translated yet. */
export function codeInWords(code: string, language: Language): string | undefined {
  return isReasonCode(code) ? all[language][code] : undefined;
}

const DRIVER = /^(driver|keeps)_(.+)$/;

/** The feature that a reason code names, and which way it moves the score; undefined where it names none. */
export function driverIn(
  code: string,
): { readonly feature: string; readonly direction: Direction } | undefined {
  const [, kind, feature] = DRIVER.exec(code) ?? [];
  return feature === undefined ? undefined : { feature, direction: kind === "keeps" ? "lowers" : "raises" };
}
