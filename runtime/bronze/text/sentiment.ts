import { type Lexicon, lexicon } from "../../../configs/lexicon.ts";
import { normalised, phraseAt, phraseIndex, wordsOf } from "./words.ts";

export const sentimentLabels = ["negative", "neutral", "positive"] as const;
export type SentimentLabel = (typeof sentimentLabels)[number];

/** The tone of a text: three shares that sum to 1, and the label that they lead to. */
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
  lexicon.weights.flatMap(({ weight, words }) => words.map((word) => [word, weight] as const)),
);
const negators = new Set(lexicon.negators);

function negatedWeight(weight: number): number {
  return weight > 0 ? lexicon.negatedPositive : lexicon.negatedNegative;
}

/** The sum of the weights of the lexicon's words; a negator turns what follows it in the same clause. */
function toneOf(text: string): number {
  const words = wordsOf(normalised(text));
  let sum = 0;
  let negatedUntil = -1;
  words.words.forEach((word, at) => {
    if (words.clauseStart[at] === true) negatedUntil = -1;
    for (const { words: phrase, value: weight } of phrases.get(word) ?? []) {
      if (phraseAt(words, at, phrase)) sum += at <= negatedUntil ? negatedWeight(weight) : weight;
    }
    if (negators.has(word)) negatedUntil = at + lexicon.negatorReach;
  });
  return sum;
}

function labelOf(tone: number): SentimentLabel {
  if (tone <= -lexicon.threshold) return "negative";
  return tone >= lexicon.threshold ? "positive" : "neutral";
}

function scoresOf(tone: number, { slope, offset, neutral, fall }: Lexicon["logits"]): Sentiment {
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
  return scoresOf(toneOf(text), lexicon.logits);
}

/** The embedded scorer. */
export const lexiconScorer: SentimentScorer = {
  name: "lexicon",
  score: async (texts) => texts.map(sentimentOf),
};
