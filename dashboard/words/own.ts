/**
 * The words of a name that stands in data, where there are any: what every object has, such as `constructor`, is no
 * word.
 */
export function own<T>(words: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

/** The same for words that are looked up often: a table that holds nothing but these. */
export function byName(words: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.assign(Object.create(null), words);
}
