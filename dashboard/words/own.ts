/**
 * The words of a name that stands in data, where there are any: what every object has, such as `constructor`, is no
 * word.
 */
export function own<T>(words: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}
