import { type Direction, explanationPolicy, type Strength } from "../../../configs/explanations.ts";
import { type FeatureKind, features } from "../../../configs/features.ts";
import type { Language, Translated } from "../../../configs/languages.ts";

/** How effects are called: what a feature does to one customer's score, and what it does to everybody's. */

/** What a feature does to the scores of all customers: which values raise them, as far as one can say. */
export type Tendency =
  | "high_raises"
  | "high_lowers"
  | "yes_raises"
  | "yes_lowers"
  | "by_level"
  | "mixed"
  | "none";

interface EffectWords {
  readonly strengths: Readonly<Record<Strength, string>>;
  readonly effects: Readonly<Record<Direction, Readonly<Record<Strength, string>>>>;
  readonly tendencies: Readonly<Record<Tendency, string>>;
}

const en: EffectWords = {
  strengths: { strong: "strong", clear: "clear", slight: "slight" },
  effects: {
    raises: {
      strong: "raises the risk strongly",
      clear: "raises the risk clearly",
      slight: "raises the risk slightly",
    },
    lowers: {
      strong: "lowers the risk strongly",
      clear: "lowers the risk clearly",
      slight: "lowers the risk slightly",
    },
  },
  tendencies: {
    high_raises: "the higher, the riskier",
    high_lowers: "the higher, the safer",
    yes_raises: "riskier where it is so",
    yes_lowers: "safer where it is so",
    by_level: "depends on the category",
    mixed: "no clear direction",
    none: "moves no score",
  },
};

const es: EffectWords = {
  strengths: { strong: "fuerte", clear: "claro", slight: "leve" },
  effects: {
    raises: {
      strong: "aumenta mucho el riesgo",
      clear: "aumenta claramente el riesgo",
      slight: "aumenta un poco el riesgo",
    },
    lowers: {
      strong: "reduce mucho el riesgo",
      clear: "reduce claramente el riesgo",
      slight: "reduce un poco el riesgo",
    },
  },
  tendencies: {
    high_raises: "cuanto más alto, más riesgo",
    high_lowers: "cuanto más alto, menos riesgo",
    yes_raises: "más riesgo donde es así",
    yes_lowers: "menos riesgo donde es así",
    by_level: "depende de la categoría",
    mixed: "sin dirección clara",
    none: "no cambia ninguna puntuación",
  },
};

const all: Translated<EffectWords> = { en, es };

/** What a feature does to a customer's score, in words. */
export function effectInWords(direction: Direction, strength: Strength, language: Language): string {
  return all[language].effects[direction][strength];
}

/** The strength of an effect alone, for where its direction is said already. */
export function strengthInWords(strength: Strength, language: Language): string {
  return all[language].strengths[strength];
}

const kinds = new Map<string, FeatureKind>(features.map(({ name, kind }) => [name, kind]));

/** What a feature does to the scores of all customers, as far as its values and its effects go together. */
export function tendencyOf(effect: {
  readonly feature: string;
  readonly mean_effect: number;
  readonly value_correlation: number | null;
}): Tendency {
  const { feature, mean_effect: mean, value_correlation: correlation } = effect;
  if (mean === 0) return "none";
  const kind = kinds.get(feature);
  if (kind === "category") return "by_level";
  if (correlation === null || Math.abs(correlation) < explanationPolicy.clearCorrelation) return "mixed";
  if (kind === "flag") return correlation > 0 ? "yes_raises" : "yes_lowers";
  return correlation > 0 ? "high_raises" : "high_lowers";
}

/** What a feature does to the scores of all customers, in words. */
export function tendencyInWords(tendency: Tendency, language: Language): string {
  return all[language].tendencies[tendency];
}
