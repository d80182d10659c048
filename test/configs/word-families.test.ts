import { describe, expect, it } from "vitest";
import { lexicon } from "../../configs/lexicon.ts";
import { extendedVocabulary, originalVocabulary } from "../../configs/vocabulary.ts";
import {
  crossed,
  englishVerbs,
  spanishAdjectives,
  spanishArVerbs,
  spanishErVerbs,
} from "../../configs/word-families.ts";
import { normalised, wordsOf } from "../../runtime/bronze/text/words.ts";

describe("word families", () => {
  it("gives the forms of English verbs, with a silent e and a final y", () => {
    expect(englishVerbs("complain, charge, deny, delay, switch")).toEqual([
      ...["complain", "complains", "complained", "complaining"],
      ...["charge", "charges", "charged", "charging"],
      ...["deny", "denies", "denied", "denying"],
      ...["delay", "delays", "delayed", "delaying"],
      ...["switch", "switches", "switched", "switching"],
    ]);
  });

  it("gives the forms of Spanish adjectives and verbs, without accents", () => {
    expect(spanishAdjectives("content")).toEqual(
      expect.arrayContaining(["contento", "contenta", "contentos", "contentas", "contentisima"]),
    );
    expect(spanishArVerbs("cancel")).toEqual(
      expect.arrayContaining([
        ...["cancelar", "cancelarlo", "cancela", "cancelo", "cancelan", "cancele", "cancelando", "cancelado"],
        ...["cancelaron", "cancelaba", "cancelara"],
      ]),
    );
    expect(spanishErVerbs("venc", "er")).toEqual(
      expect.arrayContaining(["vencer", "vence", "vencen", "vencio", "vencia", "vencido", "vencera"]),
    );
    expect(spanishErVerbs("exig", "ir")).toEqual(expect.arrayContaining(["exigir", "exige", "exigiendo"]));
  });

  it("sets every first beside every second", () => {
    expect(crossed(["end", "stop"], ["* contract", "* supply"])).toEqual([
      ...["end * contract", "end * supply", "stop * contract", "stop * supply"],
    ]);
  });
});

describe("the lists of words", () => {
  const phrases = [
    ...[originalVocabulary, extendedVocabulary].flatMap(({ rules, negators, clauseWords }) => [
      ...rules.flatMap((rule) => [...rule.phrases, ...(rule.ignored ?? []), ...(rule.whenNegated ?? [])]),
      ...negators,
      ...clauseWords,
    ]),
    ...lexicon.weights.flatMap(({ words }) => words),
    ...[...lexicon.negators, ...lexicon.clauseWords, ...lexicon.turns],
  ];

  it("hold only what a text can be found to hold: lower case, no accents, nothing but words and gaps between them", () => {
    const unfindable = phrases.filter((phrase) => {
      const words = phrase.split(" ").filter((word) => word !== "*");
      const gapAtAnEnd = phrase.startsWith("*") || phrase.endsWith("*");
      return (
        gapAtAnEnd || words.length === 0 || wordsOf(normalised(phrase)).words.join(" ") !== words.join(" ")
      );
    });
    expect(unfindable).toEqual([]);
  });

  it("give each of the lexicon's phrases one weight", () => {
    const weights = new Map<string, Set<number>>();
    for (const { weight, words } of lexicon.weights)
      for (const word of words) weights.set(word, (weights.get(word) ?? new Set()).add(weight));
    expect([...weights].filter(([, { size }]) => size > 1).map(([word]) => word)).toEqual([]);
  });
});
