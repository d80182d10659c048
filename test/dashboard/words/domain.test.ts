import { describe, expect, it } from "vitest";
import { features } from "../../../configs/features.ts";
import { withheldReasons } from "../../../configs/offers.ts";
import { actions, riskTiers, timingWindows } from "../../../configs/risk.ts";
import { modelParts } from "../../../configs/scored-tables.ts";
import { segments } from "../../../configs/segments.ts";
import { readerOf } from "../../../dashboard/web/reader.ts";
import { domainWords } from "../../../dashboard/words/domain.ts";
import { featureInWords } from "../../../dashboard/words/features.ts";
import { languages } from "../../../dashboard/words/language.ts";
import { isDriver, reasonInWords, valueInWords } from "../../../dashboard/words/reasons.ts";
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
