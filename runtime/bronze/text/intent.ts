import {
  extendedVocabulary,
  type Intent,
  type IntentRule,
  originalVocabulary,
  type Vocabulary,
} from "../../../configs/vocabulary.ts";
import {
  type PhraseIndex,
  phraseEnd,
  phraseIndex,
  phrasesAt,
  speltWords,
  type Words,
  wordsOf,
} from "./words.ts";

/** What finding a phrase means for the rule that lists it. */
type Role = "points" | "hides" | "pointsWhenNegated";

interface CompiledVocabulary {
  readonly vocabulary: Vocabulary;
  readonly phrases: PhraseIndex<{ readonly rule: number; readonly role: Role }>;
  readonly negators: ReadonlySet<string>;
  readonly negatorBreakers: ReadonlySet<string>;
  readonly clauseWords: ReadonlySet<string>;
}

/** A negated phrase carries the negation on to its neighbours: "no increase in rates". */
const NEGATION_CARRY = 2;

function compile(vocabulary: Vocabulary): CompiledVocabulary {
  const entries = vocabulary.rules.flatMap((rule, index) => {
    const as = (phrases: readonly string[], role: Role) =>
      phrases.map((phrase) => [phrase, { rule: index, role }] as const);
    return [
      // What hides comes first, so that it is seen before the word that it hides.
      ...as(rule.ignored ?? [], "hides"),
      ...as(rule.whenNegated ?? [], "pointsWhenNegated"),
      ...as(rule.phrases, "points"),
    ];
  });
  return {
    vocabulary,
    phrases: phraseIndex(entries),
    negators: new Set(vocabulary.negators),
    negatorBreakers: new Set(vocabulary.negatorBreakers),
    clauseWords: new Set(vocabulary.clauseWords),
  };
}

const compiled = { original: compile(originalVocabulary), extended: compile(extendedVocabulary) };

/** Which rules have a phrase in the text that is neither hidden nor negated. One pass over the words. */
function rulesFound(text: Words, compiledVocabulary: CompiledVocabulary): boolean[] {
  const { vocabulary, phrases, negators, negatorBreakers, clauseWords } = compiledVocabulary;
  const found = vocabulary.rules.map(() => false);
  /** Per rule, the last word that a negator reaches, and the first word that is not hidden. */
  const negatedUntil = vocabulary.rules.map(() => -1);
  const hiddenUntil = vocabulary.rules.map(() => 0);
  text.words.forEach((word, at) => {
    if (text.clauseStart[at] === true || clauseWords.has(word)) negatedUntil.fill(-1);
    for (const { words, value } of phrasesAt(phrases, text, at)) {
      const { rule, role } = value;
      if (at < (hiddenUntil[rule] ?? 0)) continue;
      const end = phraseEnd(text, at, words);
      if (end < 0) continue;
      const negated = at <= (negatedUntil[rule] ?? -1);
      if (role === "hides") hiddenUntil[rule] = end;
      else if (role === "pointsWhenNegated") found[rule] ||= negated;
      else if (negated) negatedUntil[rule] = end - 1 + NEGATION_CARRY;
      else found[rule] = true;
    }
    const next = text.words[at + 1];
    if (negators.has(word) && !(next !== undefined && negatorBreakers.has(next))) {
      vocabulary.rules.forEach((rule, index) => {
        const reach = rule.negationReach ?? 0;
        if (reach > 0) negatedUntil[index] = Math.max(negatedUntil[index] ?? -1, at + reach);
      });
    }
  });
  return found;
}

/** Does the second of a pair stand somewhere after the first, on the same line? */
function hasPairOnOneLine(text: Words, pairs: NonNullable<IntentRule["sameLine"]>): boolean {
  return pairs.some(([first, later]) => {
    const firstWords = first.split(" ");
    const laterWords = later.split(" ");
    let lineOfFirst = -1;
    return text.words.some((_, at) => {
      if (lineOfFirst === text.line[at] && phraseEnd(text, at, laterWords) >= 0) return true;
      if (phraseEnd(text, at, firstWords) >= 0) lineOfFirst = text.line[at] ?? -1;
      return false;
    });
  });
}

/**
 * The intent of a conversation: the first class, in the vocabulary's order, with a word in the text (D17).
 * Null and blank texts are `Other / Unclassified`. Time is linear in the text's length.
 *
 * @example
 * intentOf("Caller asked about renewal terms. Not satisfied."); // "Complaint / Escalation"
 */
export function intentOf(text: string | null, vocabulary: keyof typeof compiled = "extended"): Intent {
  const chosen = compiled[vocabulary];
  const words = chosen.vocabulary.normalise ? speltWords(text ?? "") : wordsOf(text ?? "");
  const found = rulesFound(words, chosen);
  const rule = chosen.vocabulary.rules.find(
    ({ sameLine }, index) =>
      found[index] === true || (sameLine !== undefined && hasPairOnOneLine(words, sameLine)),
  );
  return rule?.intent ?? "Other / Unclassified";
}
