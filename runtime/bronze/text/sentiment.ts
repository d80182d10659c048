import { type Lexicon, lexicon } from "../../../configs/lexicon.ts";
import { phraseEnd, phraseIndex, phrasesAt, speltWords, type Words } from "./words.ts";

export const sentimentLabels = ["negative", "neutral", "positive"] as const;
export type SentimentLabel = (typeof sentimentLabels)[number];

/** The tone of a text: three shares that sum to 1, and the label of the largest; of equal ones, any of theirs. */
export interface Sentiment {
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
  readonly label: SentimentLabel;
}

/**
 * Judges the tone of texts, many at a time, as a transformer wants them. Blank texts have no tone: null.
 * The lexicon is the embedded scorer; others may stand in for it (D18).
 */
export interface SentimentScorer {
  /** Recorded with the run, for example `lexicon`. */
  readonly name: string;
  score(texts: readonly (string | null)[]): Promise<readonly (Sentiment | null)[]>;
}

const phrases = phraseIndex(
  lexicon.weights
    .flatMap(({ weight, words }) =>
      words.map((phrase) => ({ phrase, weight, length: phrase.split(" ").length })),
    )
    // Of those that begin at one word, the longest is found first.
    .sort((one, other) => other.length - one.length)
    .map(({ phrase, weight }) => [phrase, weight] as const),
);
const turns = phraseIndex(lexicon.turns.map((turn) => [turn, undefined] as const));
const negators = new Set(lexicon.negators);
const negatorBreakers = new Set(lexicon.negatorBreakers);
const clauseWords = new Set(lexicon.clauseWords);

function negatedWeight(weight: number): number {
  if (weight === 0) return 0;
  return weight > 0 ? lexicon.negatedPositive : lexicon.negatedNegative;
}

function beginsTurn(words: Words, at: number): boolean {
  return phrasesAt(turns, words, at).some((turn) => phraseEnd(words, at, turn.words) >= 0);
}

/** The longest of the lexicon's phrases that begins at a word: its weight, and the number of the word behind it. */
function phraseOf(words: Words, at: number): { readonly weight: number; readonly end: number } | undefined {
  for (const { words: phrase, value: weight } of phrasesAt(phrases, words, at)) {
    const end = phraseEnd(words, at, phrase);
    if (end >= 0) return { weight, end };
  }
  return undefined;
}

/**
 * The sum of the weights of the lexicon's phrases. A negator turns what follows it in the same clause, and a word such as
 * "but" takes from the weight of what was said before it.
 */
function toneOf(text: string): number {
  const words = speltWords(text);
  let sum = 0;
  let negatedUntil = -1;
  let countedUntil = 0;
  words.words.forEach((word, at) => {
    if (words.clauseStart[at] === true || clauseWords.has(word)) negatedUntil = -1;
    if (beginsTurn(words, at)) sum *= lexicon.beforeTurn;
    // The words of a phrase count once, as a whole; the "no" of "no complaints" turns nothing behind it.
    if (at < countedUntil) return;
    const found = phraseOf(words, at);
    if (found !== undefined) {
      sum += at <= negatedUntil ? negatedWeight(found.weight) : found.weight;
      countedUntil = found.end;
    } else if (negators.has(word) && !negatorBreakers.has(words.words[at + 1] ?? "")) {
      negatedUntil = at + lexicon.negatorReach;
    }
  });
  return sum;
}

function labelOf(tone: number): SentimentLabel {
  if (tone <= -lexicon.threshold) return "negative";
  return tone >= lexicon.threshold ? "positive" : "neutral";
}

function scoresOf(tone: number, { threshold, logits: { slope, offset, fall } }: Lexicon): Sentiment {
  const neutral = (slope + fall) * threshold - offset;
  const logits = [-slope * tone - offset, neutral - fall * Math.abs(tone), slope * tone - offset] as const;
  const largest = Math.max(...logits);
  const [negative, middle, positive] = [
    Math.exp(logits[0] - largest),
    Math.exp(logits[1] - largest),
    Math.exp(logits[2] - largest),
  ];
  const total = negative + middle + positive;
  return {
    negative: negative / total,
    neutral: middle / total,
    positive: positive / total,
    label: labelOf(tone),
  };
}

/**
 * The tone of a text by the lexicon; null when it is null or blank. Time is linear in the text's length.
 *
 * @example
 * sentimentOf("Caller asked about renewal terms. Not satisfied.")?.label; // "negative"
 */
export function sentimentOf(text: string | null): Sentiment | null {
  if (text === null || text.trim() === "") return null;
  return scoresOf(toneOf(text), lexicon);
}

/** The embedded scorer. */
export const lexiconScorer: SentimentScorer = {
  name: "lexicon",
  score: async (texts) => texts.map(sentimentOf),
};
