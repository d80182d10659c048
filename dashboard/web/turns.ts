/**
 * Lets a few pieces of work be at work at a time; the others wait for their turn in the order in which they came.
 * Answers ask the database several times each: were all of them let in at once, each of their questions would wait
 * behind everybody's, and some readers would wait for ever longer than others.
 */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param atOnce pieces of work that are at work at the same time */
  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Does the work when it is its turn. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
