import { type FeatureName, features } from "../../../configs/features.ts";
import type { Language, Translated } from "../../../configs/languages.ts";
import { isAtLimit, isNothing } from "./amounts.ts";
import { type Clauses, crossed, type Measure, numbers } from "./clauses.ts";
import { english } from "./en/index.ts";
import { spanish } from "./es/index.ts";

const all: Translated<Clauses> = { en: english, es: spanish };
const names = new Set<string>(features.map(({ name }) => name));
const measures = new Map<string, Measure>(
  Object.entries(numbers).map(([name, { measure }]) => [name, measure]),
);

/** A customer's value of a feature: a number or a flag, a level of a category, or nothing where it is not known. */
export type FeatureValue = number | string | null;

/**
 * What a customer's value of a feature means, as a sentence that can be said to a colleague: without the feature's name,
 * and without a word about the model. It is true whichever way the feature moves the score.
 *
 * @returns undefined where there is no such feature
 * @example sentenceFor("months_to_renewal", 2, "en") // "Their contract ends in 2 months."
 */
export function sentenceFor(feature: string, value: FeatureValue, language: Language): string | undefined {
  if (!isFeatureName(feature)) return undefined;
  const clause = isCrossed(feature)
    ? crossedClause(crossed[feature], value, all[language])
    : clauseFor(feature, value, all[language]);
  return `${clause.charAt(0).toLocaleUpperCase(language)}${clause.slice(1)}.`;
}

type CrossedName = keyof typeof crossed;
type PlainName = keyof Clauses["features"];

function isFeatureName(name: string): name is FeatureName {
  return names.has(name);
}

function isCrossed(name: FeatureName): name is CrossedName {
  return Object.hasOwn(crossed, name);
}

/** Both sides of a category that joins two features, an empty side being `Unknown`, a flag 0 or 1. */
function crossedClause(
  [left, right]: readonly [PlainName, PlainName],
  value: FeatureValue,
  words: Clauses,
): string {
  const text = typeof value === "string" ? value : "";
  const at = text.lastIndexOf(BETWEEN);
  const sides = at === -1 ? [null, null] : [text.slice(0, at), text.slice(at + BETWEEN.length)];
  const [one = null, other = null] = sides;
  return words.both(clauseFor(left, one, words), clauseFor(right, other, words));
}
const BETWEEN = "_x_";

function clauseFor(feature: PlainName, value: FeatureValue, words: Clauses): string {
  const clauses = words.features[feature];
  if ("levels" in clauses) return levelClause(clauses, value);
  if ("yes" in clauses) {
    // A side of a joined category tells flags as texts.
    if (value === 1 || value === "1") return clauses.yes;
    return value === 0 || value === "0" ? clauses.no : clauses.missing;
  }
  const measure = measures.get(feature);
  if (typeof value !== "number" || Number.isNaN(value)) return clauses.missing;
  if ("points" in clauses) return clauses.points[value] ?? clauses.missing;
  if (measure === undefined) throw new Error(`Nobody has said how ${feature} is measured.`);
  if (isNothing(measure, value)) return clauses.zero;
  const written = words.measures[measure](value);
  const size = isAtLimit(feature, value) ? words.atLeast(written) : written;
  if (value > 0) return clauses.above(size);
  return "below" in clauses ? clauses.below(size) : clauses.zero;
}

function levelClause(
  clauses: {
    readonly levels: Readonly<Record<string, string>>;
    readonly other?: (level: string) => string;
    readonly missing: string;
  },
  value: FeatureValue,
): string {
  const { levels, other, missing } = clauses;
  if (typeof value !== "string" || value === "") return missing;
  const known = Object.hasOwn(levels, value) ? levels[value] : undefined;
  return known ?? other?.(value) ?? missing;
}
