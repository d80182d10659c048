import type { Database } from "../lake/database.ts";

/**
 * Answers a question once for each run and each way of asking it: a published run never changes, and many people ask the
 * same. Who asks while it is being answered waits for the same answer. What failed is asked anew, and what nobody has
 * asked for long is forgotten.
 *
 * @param most answers that are kept for each run
 * @param keyOf says which ways of asking are the same
 * @example const sums = remembered(500, (filter: Filter) => filter, (database, filter) => sumUp(database, filter));
 */
export function remembered<Asked, Answer>(
  most: number,
  keyOf: (asked: Asked) => unknown,
  answer: (database: Database, asked: Asked) => Promise<Answer>,
): (database: Database, asked: Asked) => Promise<Answer> {
  const runs = new WeakMap<Database, Map<string, Promise<Answer>>>();
  return (database, asked) => {
    const answers = runs.get(database) ?? new Map<string, Promise<Answer>>();
    runs.set(database, answers);
    const key = JSON.stringify(keyOf(asked));
    const found = answers.get(key) ?? answer(database, asked);
    // The one that was asked for last is forgotten last.
    answers.delete(key);
    answers.set(key, found);
    found.catch(() => answers.delete(key));
    for (const oldest of answers.keys()) {
      if (answers.size <= most) break;
      answers.delete(oldest);
    }
    return found;
  };
}
