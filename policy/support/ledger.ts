/**
 * What rules wanted to know in this preview and could not. Rules about resources and rules about the stack write it; the
 * last rule about the stack, `judged-at-update`, reads it out and empties it. The server of a pack serves one
 * preview or update at a time; stacks are told apart for tests.
 */
const pending = new Map<string, Map<string, Set<string>>>();

/** Notes that a rule could not judge a property of a resource. */
export function notePending(urn: string, path: string, rule: string): void {
  const paths = pending.get(urn) ?? new Map<string, Set<string>>();
  const rules = paths.get(path) ?? new Set<string>();
  pending.set(urn, paths.set(path, rules.add(rule)));
}

/** A property that waits for the update, and the rules that do. */
export interface Pending {
  readonly urn: string;
  readonly path: string;
  readonly rules: readonly string[];
}

/** Everything of a stack that waits, sorted; it is forgotten afterwards. */
export function takePending(stack: string): readonly Pending[] {
  const own = [...pending].filter(([urn]) => stackOf(urn) === stack);
  for (const [urn] of own) pending.delete(urn);
  return own
    .flatMap(([urn, paths]) => [...paths].map(([path, rules]) => ({ urn, path, rules: [...rules].sort() })))
    .sort((a, b) => (`${a.urn} ${a.path}` < `${b.urn} ${b.path}` ? -1 : 1));
}

/** The stack's name in a URN. */
export function stackOf(urn: string): string {
  return urn.split(":")[2] ?? "";
}
