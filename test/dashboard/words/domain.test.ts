import { describe, expect, it } from "vitest";
import { NO_INTERACTION } from "../../../configs/bronze-tables.ts";
import { channelNames } from "../../../configs/channels.ts";
import { features } from "../../../configs/features.ts";
import { goldMaster } from "../../../configs/gold-tables.ts";
import { withheldReasons } from "../../../configs/offers.ts";
import { actions, riskTiers, timingWindows } from "../../../configs/risk.ts";
import { modelParts } from "../../../configs/scored-tables.ts";
import { segments } from "../../../configs/segments.ts";
import { intents } from "../../../configs/vocabulary.ts";
import { readerOf } from "../../../dashboard/web/reader.ts";
import { domainWords } from "../../../dashboard/words/domain.ts";
import { featureInWords } from "../../../dashboard/words/features.ts";
import { languages } from "../../../dashboard/words/language.ts";
import { isDriver, reasonInWords, valueInWords } from "../../../dashboard/words/reasons.ts";
import { crossed } from "../../../runtime/explain/words/clauses.ts";
import { sentenceFor } from "../../../runtime/explain/words/sentence.ts";
import { decisionOf, madeUpCustomers } from "../scored-lake.ts";
import { NOW } from "../serve.ts";

const readers = languages.map((language) => readerOf(language, "local", NOW));

/** Are these words for people, and not a name from the code? */
function expectWords(text: string, code: string): void {
  expect(text.trim(), code).not.toBe("");
  expect(text, code).not.toMatch(/_|undefined|NaN|\[object/);
}

const reasonCodes = [
  ...riskTiers.flatMap(({ reasons }) => reasons),
  ...segments.map((segment) => `segment_${segment.toLowerCase()}`),
  ...withheldReasons,
];

describe.each(readers)("in $language", (reader) => {
  const { language } = reader;
  const words = domainWords[language];

  it.each([
    ["tier", riskTiers.map(({ id }) => id), words.tiers],
    ["action", actions, words.actions],
    ["time to act", timingWindows, words.timings],
    ["segment", segments, words.segments],
    ["part in the model's making", modelParts, words.parts],
  ])("every %s has words of its own", (_, codes, named) => {
    const texts = codes.map((code) => String(Reflect.get(named, code)));
    texts.forEach((text, place) => {
      expectWords(text, String(codes[place]));
    });
    expect(new Set(texts).size).toBe(codes.length);
    expect(Object.keys(named).toSorted()).toEqual([...codes].toSorted());
  });

  it("every feature has words of its own", () => {
    const texts = features.map(({ name }) => featureInWords(name, language));
    texts.forEach((text, place) => {
      const name = features[place]?.name ?? "";
      expectWords(text, name);
      expect(text).not.toBe(name);
    });
    expect(new Set(texts).size).toBe(features.length);
  });

  it("every reason that the pipeline gives is a sentence", () => {
    for (const code of reasonCodes) {
      const text = reasonInWords(code, {}, reader);
      expectWords(text, code);
      expect(text, code).toMatch(/^\p{Lu}.*\.$/u);
    }
    expect(new Set(reasonCodes.map((code) => reasonInWords(code, {}, reader))).size).toBe(
      new Set(reasonCodes).size,
    );
  });

  it("everything that the pipeline says of customers has words", () => {
    const given = madeUpCustomers(500)
      .map(decisionOf)
      .flatMap(({ recommendation }) => recommendation.reasons);
    expect(new Set(given.filter((code) => !isDriver(code)))).toEqual(new Set(reasonCodes));
    for (const code of new Set(given)) expectWords(reasonInWords(code, {}, reader), code);
  });

  it("what drives or keeps a customer is said with the customer's own value", () => {
    const name = featureInWords("tenure_months", language);
    const sentence = (value: number | null) => sentenceFor("tenure_months", value, language);
    for (const code of ["driver_tenure_months", "keeps_tenure_months"]) {
      expect(isDriver(code)).toBe(true);
      expect(reasonInWords(code, {}, reader)).toBe(name);
      expect(reasonInWords(code, { tenure_months: 7 }, reader)).toBe(sentence(7));
      expect(reasonInWords(code, { tenure_months: 7n }, reader)).toBe(sentence(7));
      expect(reasonInWords(code, { tenure_months: null }, reader)).toBe(sentence(null));
    }
    expect(reasonInWords("driver_segment", { segment: "SME" }, reader)).toBe(
      sentenceFor("segment", "SME", language),
    );
    // Nothing that every object has is a value of a customer.
    expect(reasonInWords("driver_constructor", {}, reader)).toBe("constructor");
    expect(reasonInWords("constructor", {}, reader)).toBe("constructor");
    expect(featureInWords("toString", language)).toBe("toString");
  });

  it("values are read as what they are: flags, figures, levels, and what nobody knows", () => {
    const { yes, no, levels } = words;
    expect(valueInWords("is_dual_fuel", 1, reader)).toBe(yes);
    expect(valueInWords("is_dual_fuel", 0, reader)).toBe(no);
    expect(valueInWords("is_dual_fuel", 1n, reader)).toBe(yes);
    expect(valueInWords("tenure_months", 12n, reader)).toBe("12");
    expect(valueInWords("std_margin", 1234.56, reader)).toBe(language === "en" ? "1,235" : "1.235");
    expect(valueInWords("sentiment_label", "no_interaction", reader)).toBe(levels["no_interaction"]);
    expect(valueInWords("sentiment_label", "a level of tomorrow", reader)).toBe("a level of tomorrow");
    expect(valueInWords("std_margin", null, reader)).toBe("—");
    expect(valueInWords("std_margin", undefined, reader)).toBe("—");
  });

  it("every level of every category has words of its own", () => {
    const byColumn = new Map(goldMaster.columns.map((column) => [column.name, column.allowed ?? []]));
    const levelsOf = (name: string): readonly string[] => {
      if (name === "customer_intent") return [...intents, NO_INTERACTION];
      if (name === "sales_channel") return Object.values(channelNames);
      return (byColumn.get(name) ?? []).map(String);
    };
    const plain = features.filter(({ name, kind }) => kind === "category" && !Object.hasOwn(crossed, name));
    for (const { name } of plain) {
      const levels = new Set(levelsOf(name));
      expect(levels.size, name).toBeGreaterThan(2);
      for (const level of levels) {
        const text = valueInWords(name, level, reader);
        expectWords(text, level);
        expect(text, level).not.toMatch(/\d[my]\b/);
        // The one word that both languages share.
        if (language === "es" && level !== "Telemarketing") expect(text).not.toBe(level);
      }
      expect(new Set([...levels].map((level) => valueInWords(name, level, reader))).size).toBe(levels.size);
    }
  });

  it("both sides of categories that join two features have words", () => {
    expect(valueInWords("intent_x_renewal_bucket", "Billing / Payment_x_0-3m", reader)).toBe(
      language === "en" ? "Billing / Payment × 0 to 3 months" : "Facturas y pagos × de 0 a 3 meses",
    );
    expect(valueInWords("has_interaction_x_renewal_bucket", "1_x_expired", reader)).toBe(
      language === "en" ? "yes × expired" : "sí × vencido",
    );
    expect(valueInWords("intent_x_sentiment", "Unknown_x_no_interaction", reader)).toBe(
      language === "en" ? "Unknown × no conversation" : "Desconocido × sin conversación",
    );
  });

  it("levels and channels of every object's names stay what they are", () => {
    for (const name of ["constructor", "toString", "__proto__", "valueOf"])
      expect(valueInWords("sales_channel", name, reader)).toBe(name);
  });
});

it("what is said differs between the languages", () => {
  const [en, es] = readers;
  if (en === undefined || es === undefined) throw new Error("There are two languages.");
  for (const code of reasonCodes) expect(reasonInWords(code, {}, es)).not.toBe(reasonInWords(code, {}, en));
  for (const { name } of features) expect(featureInWords(name, "es")).not.toBe(featureInWords(name, "en"));
});
