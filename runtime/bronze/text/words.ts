import { abbreviations } from "../../../configs/abbreviations.ts";
import { withoutTags } from "./markup.ts";

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
const ACCENTED_ENTITY = /&([a-z])(?:acute|grave|tilde|uml|circ|cedil);/gi;
// Of a bounded length, so that the time is linear.
const ENTITY = /&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});/gi;
/** "w/ a friend", "w/o delay", "c/ prisa", "s/ prisa": notes shorten what a slash would tear apart. */
const SLASHED: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}_])w\/o(?![\p{L}\p{N}_])/giu, "without "],
  [/(?<![\p{L}\p{N}_])w\//giu, "with "],
  [/(?<![\p{L}\p{N}_])c\/ /giu, "con "],
  [/(?<![\p{L}\p{N}_])p\/ /giu, "para "],
  [/(?<![\p{L}\p{N}_])s\/ /giu, "sin "],
];
const CONTRACTED_NOT = /n['\u2019]t(?![\p{L}\p{N}_])/giu;
const MARKS = /\p{M}/gu;

/** Drops HTML, folds accents ("facturación" becomes "facturacion"), spells out "n't" ("isn't" becomes "is not") and "w/". */
export function normalised(text: string): string {
  return SLASHED.reduce((spelt, [short, long]) => spelt.replace(short, long), withoutTags(text))
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

/** The words of a text as the extended lists know them: normalised, and abbreviations spelt out. */
export function speltWords(text: string): Words {
  const cut = wordsOf(normalised(text));
  return { ...cut, words: cut.words.map((word) => abbreviations.get(word) ?? word) };
}

/** In a phrase: up to `GAP_WORDS` words of the same clause, which may be anything. */
const GAP = "*";
const GAP_WORDS = 3;

/** A phrase with whatever it stands for. */
export interface Phrase<T> {
  readonly words: readonly string[];
  readonly value: T;
}

/** Phrases by their first word, in the order in which they are tried. */
export type PhraseIndex<T> = ReadonlyMap<
  string,
  {
    /** Those that may begin there whatever comes next: single words, and such that go on with a gap. */
    readonly any: readonly Phrase<T>[];
    /** By a next word: those that go on with it, and those of `any`. Idioms of "not" are hundreds, and mostly none fits. */
    readonly byNext: ReadonlyMap<string, readonly Phrase<T>[]>;
  }
>;

export function phraseIndex<T>(phrases: Iterable<readonly [phrase: string, value: T]>): PhraseIndex<T> {
  const byFirst = new Map<string, Phrase<T>[]>();
  for (const [phrase, value] of phrases) {
    const words = phrase.split(" ");
    const first = words[0] ?? "";
    const known = byFirst.get(first);
    if (known === undefined) byFirst.set(first, [{ words, value }]);
    else known.push({ words, value });
  }
  return new Map(
    [...byFirst].map(([first, all]) => {
      const isOpen = ({ words }: Phrase<T>) => words[1] === undefined || words[1] === GAP;
      const nexts = new Set(all.flatMap(({ words }) => words[1] ?? []).filter((word) => word !== GAP));
      const byNext = [...nexts].map(
        (next) => [next, all.filter((phrase) => isOpen(phrase) || phrase.words[1] === next)] as const,
      );
      return [first, { any: all.filter(isOpen), byNext: new Map(byNext) }];
    }),
  );
}

/** The phrases that may begin at a word, by that word and the next. Whether they do is for `phraseEnd` to say. */
export function phrasesAt<T>(index: PhraseIndex<T>, { words }: Words, at: number): readonly Phrase<T>[] {
  const found = index.get(words[at] ?? "");
  return found === undefined ? [] : (found.byNext.get(words[at + 1] ?? "") ?? found.any);
}

/** Where the next word of the phrase stands behind a gap: the first place in reach, or -1. */
function behindGap(text: Words, from: number, word: string | undefined): number {
  for (let at = from; at <= from + GAP_WORDS; at += 1) {
    if (at >= text.words.length || text.clauseStart[at] === true) return -1;
    if (text.words[at] === word) return at;
  }
  return -1;
}

/**
 * The number of the word behind the phrase when it begins at word `at`, else -1. Looks at a bounded number of words.
 *
 * @example
 * phraseEnd(wordsOf("end her old contract now"), 0, ["end", "*", "contract"]); // 4
 */
export function phraseEnd(text: Words, at: number, phrase: readonly string[]): number {
  let next = at;
  for (const [index, word] of phrase.entries()) {
    if (word === GAP) {
      next = behindGap(text, next, phrase[index + 1]);
      if (next < 0) return -1;
    } else {
      const afterGap = phrase[index - 1] === GAP;
      if (text.words[next] !== word || !(index === 0 || afterGap || text.joined[next] === true)) return -1;
      next += 1;
    }
  }
  return next;
}
