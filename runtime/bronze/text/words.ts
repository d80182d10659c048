/** A text cut into words, with what lies between them. Arrays run in parallel, one element per word. */
export interface Words {
  readonly words: readonly string[];
  /** Only blanks or a hyphen part the word from the one before, so that both may belong to one phrase. */
  readonly joined: readonly boolean[];
  /** Punctuation parts the word from the one before: negation does not reach across. */
  readonly clauseStart: readonly boolean[];
  /** Number of the line on which the word stands. */
  readonly line: readonly number[];
}

const WORD = /[\p{L}\p{N}_]+/gu;
const JOINT = /^(?:\s+|-)$/;
const CLAUSE = /[.,;:!?()[\]{}"|/\n\u2013\u2014]|\s-\s/;
// Each pattern is linear: a tag ends at the next angle bracket, and an entity has a bounded length.
const TAG = /<[a-z/!][^<>]*>/gi;
const ACCENTED_ENTITY = /&([a-z])(?:acute|grave|tilde|uml|circ|cedil);/gi;
const ENTITY = /&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});/gi;
const CONTRACTED_NOT = /n['\u2019]t(?![\p{L}\p{N}_])/giu;
const MARKS = /\p{M}/gu;

/** Drops HTML, folds accents ("facturación" becomes "facturacion") and spells out "n't" ("isn't" becomes "is not"). */
export function normalised(text: string): string {
  return text
    .replace(TAG, " ")
    .replace(ACCENTED_ENTITY, "$1")
    .replace(ENTITY, " ")
    .replace(CONTRACTED_NOT, " not")
    .normalize("NFD")
    .replace(MARKS, "");
}

/** Cuts a text into lower-case words. Runs in time linear in the text's length. */
export function wordsOf(text: string): Words {
  const words: string[] = [];
  const joined: boolean[] = [];
  const clauseStart: boolean[] = [];
  const line: number[] = [];
  let end = 0;
  let lines = 0;
  for (const match of text.matchAll(WORD)) {
    const gap = text.slice(end, match.index);
    for (const character of gap) if (character === "\n") lines += 1;
    words.push(match[0].toLowerCase());
    joined.push(JOINT.test(gap));
    clauseStart.push(CLAUSE.test(gap));
    line.push(lines);
    end = match.index + match[0].length;
  }
  return { words, joined, clauseStart, line };
}

/** Phrases by their first word, each with whatever it stands for. */
export type PhraseIndex<T> = ReadonlyMap<string, readonly { readonly words: readonly string[]; value: T }[]>;

export function phraseIndex<T>(phrases: Iterable<readonly [phrase: string, value: T]>): PhraseIndex<T> {
  const index = new Map<string, { words: readonly string[]; value: T }[]>();
  for (const [phrase, value] of phrases) {
    const words = phrase.split(" ");
    const first = words[0] ?? "";
    const known = index.get(first);
    if (known === undefined) index.set(first, [{ words, value }]);
    else known.push({ words, value });
  }
  return index;
}

/** Does the phrase begin at word `at`? */
export function phraseAt(text: Words, at: number, phrase: readonly string[]): boolean {
  return phrase.every(
    (word, offset) => text.words[at + offset] === word && (offset === 0 || text.joined[at + offset] === true),
  );
}
