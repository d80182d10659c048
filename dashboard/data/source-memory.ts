import type { Source } from "../lake/source.ts";

/** What is read of a source is kept for a while: readers who come at once share one reading. */

/**
 * Reads something of a source at most once in so many milliseconds. What failed is read anew.
 * @param clock milliseconds that only grow
 */
export function keptFor<T>(
  milliseconds: number,
  read: (source: Source) => Promise<T>,
  clock: () => number = () => performance.now(),
): (source: Source) => Promise<T> {
  const known = new WeakMap<Source, { readonly at: number; readonly value: Promise<T> }>();
  return (source) => {
    const before = known.get(source);
    if (before !== undefined && clock() - before.at < milliseconds) return before.value;
    const value = read(source);
    known.set(source, { at: clock(), value });
    value.catch(() => known.delete(source));
    return value;
  };
}

/** Reads what never changes under its name, such as a document of a finished run, once. Nothing found is asked anew. */
export function keptForEver<T>(
  read: (source: Source, name: string) => Promise<T | undefined>,
): (source: Source, name: string) => Promise<T | undefined> {
  const known = new WeakMap<Source, Map<string, Promise<T | undefined>>>();
  return (source, name) => {
    const names = known.get(source) ?? new Map<string, Promise<T | undefined>>();
    known.set(source, names);
    const before = names.get(name);
    if (before !== undefined) return before;
    const value = read(source, name);
    names.set(name, value);
    const forget = () => names.delete(name);
    value.then((found) => found === undefined && forget(), forget);
    return value;
  };
}
