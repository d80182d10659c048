import type { Recording } from "./recording.ts";

/** How two recordings of one program differ in what they register. */
export interface Comparison {
  /** URNs that are registered in the second only: from preview to update, what is created inside `apply`. */
  readonly added: readonly string[];
  /** URNs that are registered in the first only. */
  readonly removed: readonly string[];
  /** URNs of both whose inputs, options or dependencies differ. */
  readonly changed: readonly string[];
}

/** Compares what two runs registered. */
export function compare(first: Recording, second: Recording): Comparison {
  const before = new Map(first.resources.map((resource) => [resource.urn, JSON.stringify(resource)]));
  const after = new Map(second.resources.map((resource) => [resource.urn, JSON.stringify(resource)]));
  return {
    added: [...after.keys()].filter((urn) => !before.has(urn)),
    removed: [...before.keys()].filter((urn) => !after.has(urn)),
    changed: [...after]
      .filter(([urn, text]) => before.has(urn) && before.get(urn) !== text)
      .map(([urn]) => urn),
  };
}
