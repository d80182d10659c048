import type { Books } from "./books.ts";
import type { Fault } from "./run-view.ts";
import { SourceFault } from "./source.ts";

/** An answer of the books; with a fault it is the last good one, from before they could not be read any more. */
export interface Answered<T> {
  readonly value: T;
  readonly fault: Fault | undefined;
}

/** Answers to so many questions are kept; the oldest go first. */
const KEPT = 100;

interface Kept<T> {
  readonly answers: Map<string, T>;
  /** Since when the books cannot be read. */
  failingSince: Date | undefined;
}

/** Keeps the last good answer to each question, for as long as the books cannot be read. */
export class LastGood<T> {
  readonly #kept = new WeakMap<Books, Kept<T>>();

  /**
   * Asks, and falls back on the answer of before.
   * @param question tells questions apart
   * @throws SourceFault when the books cannot be read and never answered this question
   */
  async ask(
    books: Books,
    question: string,
    now: Date,
    read: (books: Books) => Promise<T>,
  ): Promise<Answered<T>> {
    const kept = this.#kept.get(books) ?? { answers: new Map<string, T>(), failingSince: undefined };
    this.#kept.set(books, kept);
    try {
      const value = await read(books);
      kept.failingSince = undefined;
      kept.answers.delete(question);
      kept.answers.set(question, value);
      for (const oldest of [...kept.answers.keys()].slice(0, -KEPT)) kept.answers.delete(oldest);
      return { value, fault: undefined };
    } catch (thrown) {
      if (!(thrown instanceof SourceFault)) throw thrown;
      kept.failingSince ??= now;
      const value = kept.answers.get(question);
      if (value === undefined) throw thrown;
      return { value, fault: { message: thrown.message, since: kept.failingSince } };
    }
  }
}
