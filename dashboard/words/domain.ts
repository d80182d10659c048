import type { Action, TierId, TimingWindow } from "../../configs/risk.ts";
import type { ModelPart } from "../../configs/scored-tables.ts";
import type { Segment } from "../../configs/segments.ts";
import type { Translated } from "./language.ts";
import { levelWords } from "./levels.ts";
import { byName } from "./own.ts";

/** What the business calls its things. */

interface DomainWords {
  readonly tiers: Readonly<Record<TierId, string>>;
  readonly actions: Readonly<Record<Action, string>>;
  readonly timings: Readonly<Record<TimingWindow, string>>;
  readonly segments: Readonly<Record<Segment, string>>;
  readonly parts: Readonly<Record<ModelPart, string>>;
  /** Sales channels by the names that tables give them; others keep their own. */
  readonly channels: Readonly<Record<string, string>>;
  /** Levels of categories by the names that tables give them; others keep their own. */
  readonly levels: Readonly<Record<string, string>>;
  /** Metrics of a model by the names that evaluations give them. */
  readonly metrics: Readonly<Record<string, string>>;
  readonly yes: string;
  readonly no: string;
}

const en: DomainWords = {
  tiers: {
    low: "Low (<40%)",
    medium: "Medium (40-60%)",
    high: "High (60-80%)",
    critical: "Critical (>80%)",
  },
  actions: {
    no_offer: "No Offer",
    offer_small: "Small Retention Offer",
    offer_medium: "Medium Retention Offer",
    offer_large: "Large Retention Offer",
  },
  timings: {
    immediate: "Immediately",
    "30_60_days": "In 30 to 60 days",
    "60_90_days": "In 60 to 90 days",
    none: "Nothing to do",
  },
  segments: { Residential: "Residential", SME: "SME", Corporate: "Corporate", Unknown: "Unknown" },
  parts: {
    train: "trained on: the model has seen the outcome",
    holdout: "kept away from training",
    unseen: "new to the model",
  },
  channels: byName({}),
  levels: levelWords.en,
  metrics: byName({
    prAuc: "PR-AUC",
    rocAuc: "ROC-AUC",
    precision: "Precision",
    recall: "Recall",
    f1: "F1",
    accuracy: "Accuracy",
    brier: "Brier score",
    logLoss: "Log loss",
    calibrationError: "Calibration error",
  }),
  yes: "yes",
  no: "no",
};

const es: DomainWords = {
  tiers: {
    low: "Bajo (<40%)",
    medium: "Medio (40-60%)",
    high: "Alto (60-80%)",
    critical: "Crítico (>80%)",
  },
  actions: {
    no_offer: "Sin oferta",
    offer_small: "Oferta de retención pequeña",
    offer_medium: "Oferta de retención media",
    offer_large: "Oferta de retención grande",
  },
  timings: {
    immediate: "De inmediato",
    "30_60_days": "En 30 a 60 días",
    "60_90_days": "En 60 a 90 días",
    none: "Nada que hacer",
  },
  segments: { Residential: "Residencial", SME: "Pyme", Corporate: "Gran empresa", Unknown: "Desconocido" },
  parts: {
    train: "usado para entrenar: el modelo conoce el resultado",
    holdout: "reservado, fuera del entrenamiento",
    unseen: "nuevo para el modelo",
  },
  channels: byName({
    "In-Person Commercial": "Comercial presencial",
    "Comparison Website": "Comparador",
    Office: "Oficina",
    Telemarketing: "Telemarketing",
    "Own Website": "Web propia",
    Unknown: "Desconocido",
  }),
  levels: levelWords.es,
  metrics: byName({
    prAuc: "PR-AUC",
    rocAuc: "ROC-AUC",
    precision: "Precisión",
    recall: "Exhaustividad",
    f1: "F1",
    accuracy: "Exactitud",
    brier: "Índice de Brier",
    logLoss: "Pérdida logarítmica",
    calibrationError: "Error de calibración",
  }),
  yes: "sí",
  no: "no",
};

export const domainWords: Translated<DomainWords> = { en, es };
