/** Number of letters to change, insert or remove to turn one text into the other (Levenshtein 1966). */
function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The candidate that someone may have meant by this name; undefined when none is alike. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(name);
  const scored = candidates
    .map((candidate) => {
      const other = plain(candidate);
      const holds = other.length >= 4 && (wanted.includes(other) || other.includes(wanted));
      return { candidate, distance: holds ? 1 : editDistance(wanted, other) };
    })
    .sort((a, b) => a.distance - b.distance);
  const [best] = scored;
  return best !== undefined && best.distance <= Math.max(2, wanted.length / 4) ? best.candidate : undefined;
}
