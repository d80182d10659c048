import { displeased, troubled } from "./lexicon/blame.ts";
import {
  negatedPraise,
  neitherOfBoth,
  noGrievance,
  utterDisappointment,
  utterDissatisfaction,
} from "./lexicon/idioms.ts";
import { pleased, relieved, wellDisposed } from "./lexicon/praise.ts";
import { listed } from "./listed.ts";

/**
 * The sentiment lexicon (D18): words of the domain with their weights, English and Spanish, in lower case and
 * without accents. How well it reads the tone of agents' notes is measured in `docs/text.md`.
 */
export interface Lexicon {
  /**
   * Words (or phrases of several words, `*` for up to three that may be anything) by weight; negative weights are
   * negative tone. Where several begin at one word the longest counts, and weight 0 keeps the words it holds from counting.
   */
  readonly weights: readonly { readonly weight: number; readonly words: readonly string[] }[];
  /** Words that turn around the tone of a word at most `negatorReach` words behind them, in the same clause. */
  readonly negators: readonly string[];
  readonly negatorReach: number;
  /** Words behind a negator that take its force: "not only". */
  readonly negatorBreakers: readonly string[];
  /** Words that begin a new clause. */
  readonly clauseWords: readonly string[];
  /** Weight of a positive word behind a negator: "not satisfied". */
  readonly negatedPositive: number;
  /** Weight of a negative word behind a negator: "not upset". */
  readonly negatedNegative: number;
  /** After these a text comes to where it ends up: what was said before counts `beforeTurn` times as much. */
  readonly turns: readonly string[];
  readonly beforeTurn: number;
  /** From this sum up the tone is positive, from its negative down it is negative. */
  readonly threshold: number;
  /**
   * Shares are the softmax of `-slope s - offset`, `neutral - fall |s|` and `slope s - offset`, s being the sum. `neutral`
   * follows: at the threshold two shares are equal, so that the label is always that of the largest share. All of them
   * are binary fractions, and so are the weights: the tie is exact.
   */
  readonly logits: { readonly slope: number; readonly offset: number; readonly fall: number };
}

export const lexicon: Lexicon = {
  weights: [
    { weight: -2, words: [...displeased, ...utterDissatisfaction, ...utterDisappointment] },
    { weight: -1, words: troubled },
    // Courtesies, names of forms and matters that are over.
    {
      weight: 0,
      words: [
        ...neitherOfBoth,
        ...listed(`
        ill feeling, thanks to, gracias a, cold call, complaint closed, closed * complaint,
        withdrew * complaint, withdraws * complaint, queja resuelta, queja cerrada, se agradece,
        retira * queja, retira * reclamacion, cierro * queja, hoja de reclamaciones, hojas de reclamaciones,
        surplus compensation, compensacion de excedentes, felices fiestas, no more than, nada mas,
        sin embargo, no obstante, sin duda`),
      ],
    },
    { weight: 1, words: wellDisposed },
    { weight: 2, words: [...pleased, ...negatedPraise, ...noGrievance] },
    { weight: 3, words: relieved },
  ],
  negators: listed(`
    not, no, never, without, hardly, cannot, nor, neither, didnt, doesnt, dont, cant, couldnt, wont,
    wouldnt, isnt, wasnt, arent, werent, hasnt, havent, hadnt, nunca, jamas, sin, ni, tampoco, nada, poco,
    ningun, ninguna`),
  negatorReach: 4,
  negatorBreakers: ["only", "just", "solo", "solamente"],
  clauseWords: listed("and, but, however, although, because, y, pero, sino, aunque, porque"),
  negatedPositive: -2,
  negatedNegative: 0.5,
  turns: listed("but, however, nevertheless, in the end, pero, sin embargo, no obstante, al final"),
  beforeTurn: 0.5,
  threshold: 1.5,
  logits: { slope: 1.25, offset: 0.375, fall: 0.5 },
};
