import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channelNames } from "../../../configs/channels.ts";
import { directions, strengths } from "../../../configs/explanations.ts";
import { type FeatureName, features } from "../../../configs/features.ts";
import { goldMaster } from "../../../configs/gold-tables.ts";
import { languages } from "../../../configs/languages.ts";
import { crossed, numbers } from "../../../runtime/explain/words/clauses.ts";
import { effectInWords } from "../../../runtime/explain/words/effects.ts";
import { type FeatureValue, sentenceFor } from "../../../runtime/explain/words/sentence.ts";

/** Numbers of every size that a contract allows, and those where wording changes. */
const sizes = [0, 0.0004, 0.004, 0.04, 0.4, 1, 1.2, 2, 2.6, 3, 7.5, 12, 24, 31, 59, 60, 365, 1234.5, 1e6];

function levelsOf(name: string): readonly string[] {
  const allowed = goldMaster.columns.find((column) => column.name === name)?.allowed;
  if (allowed !== undefined) return allowed.map(String);
  return name === "sales_channel" ? [...new Set(Object.values(channelNames)), "kiosk"] : ["0", "1"];
}

/** Every kind of value that a feature may have: each level, each side of a number, and none. */
function valuesOf(name: FeatureName): readonly FeatureValue[] {
  const column = goldMaster.columns.find((each) => each.name === name);
  const pair = Object.entries(crossed).find(([own]) => own === name)?.[1];
  if (pair !== undefined) {
    const [left, right] = pair.map((side) => [...levelsOf(side), "Unknown"]);
    return [null, ...(left ?? []).flatMap((one) => (right ?? []).map((other) => `${one}_x_${other}`))];
  }
  switch (column?.type) {
    case "flag":
      return [null, 0, 1];
    case "text":
      return [null, "missing", ...levelsOf(name)];
    case "integer":
    case "number": {
      const both = [...sizes, ...sizes.map((size) => -size)];
      const [min, max] = [column.min ?? -Infinity, column.max ?? Infinity].map(Number);
      return [null, ...both.filter((value) => value >= (min ?? 0) && value <= (max ?? 0))];
    }
    default:
      throw new Error(`${name} is of no kind that features have.`);
  }
}

const NOT_FOR_PEOPLE =
  /_|undefined|NaN|null|\$\{|\[object|\bSHAP\b|log-odds|model|feature|modelo|variable|-0\b|\b12m|\b0-/i;

describe.each(languages)("in %s", (language) => {
  it.each(features.map(({ name }) => name))("%s is a sentence whatever its value", (name) => {
    const values = valuesOf(name);
    expect(values.length).toBeGreaterThan(2);
    for (const value of values) {
      const sentence = sentenceFor(name, value, language) ?? "";
      expect(sentence, String(value)).toMatch(/^\p{Lu}.*\.$/u);
      expect(sentence.length, sentence).toBeGreaterThan("Es un.".length);
      expect(sentence, String(value)).not.toMatch(NOT_FOR_PEOPLE);
      expect(sentence, String(value)).not.toMatch(/\s{2}|\s[.,]|\.\.|,,/);
    }
  });

  it("says different things of different values", () => {
    for (const { name, kind } of features) {
      const missing = sentenceFor(name, null, language);
      const said = valuesOf(name)
        .filter((value) => value !== null && value !== "missing")
        .map((value) => sentenceFor(name, value, language));
      if (kind === "flag") expect(new Set([...said, missing]).size, name).toBe(3);
      else expect(new Set(said).size, name).toBeGreaterThan(2);
    }
  });

  it("writes numbers as the language does", () => {
    const [point, comma] = language === "en" ? [".", ","] : [",", "."];
    expect(sentenceFor("avg_monthly_elec_kwh", 1234.5, language)).toContain(` 1${comma}235 kWh`);
    expect(sentenceFor("avg_monthly_elec_kwh", 3.26, language)).toContain(` 3${point}3 kWh`);
    expect(sentenceFor("province_avg_gas_cost_2024", 0.7512, language)).toContain(`0${point}751`);
    expect(sentenceFor("gas_share_of_revenue", 0.0543, language)).toContain(`5${point}4 %`);
    expect(sentenceFor("min_monthly_margin", -3.2, language)).toContain(`3${point}20`);
    // The sign is said in words.
    for (const name of Object.keys(numbers))
      for (const value of [-0.3, -1, -12.5]) expect(sentenceFor(name, value, language)).not.toMatch(/[-−]\d/);
  });

  it("has words for every direction and strength of an effect, all different", () => {
    const all = directions.flatMap((direction) =>
      strengths.map((strength) => effectInWords(direction, strength, language)),
    );
    expect(new Set(all).size).toBe(6);
    for (const words of all) expect(words).toMatch(/^\p{Ll}[\p{Ll} ]+$/u);
  });

  it("never fails on any value of any feature", () => {
    const name = fc.constantFrom(...features.map((feature) => feature.name));
    const value = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constant(null));
    fc.assert(
      fc.property(name, value, (feature, given) => {
        expect(sentenceFor(feature, given, language)).toMatch(/^[\s\S]+\.$/);
      }),
    );
  });

  it("knows nothing of names that are no features", () => {
    for (const name of ["churn", "constructor", "toString", "__proto__", ""])
      expect(sentenceFor(name, 1, language)).toBeUndefined();
  });
});

it("no sentence is the same in both languages", () => {
  for (const { name } of features)
    for (const value of valuesOf(name))
      expect(sentenceFor(name, value, "es"), name).not.toBe(sentenceFor(name, value, "en"));
});
