import { z } from "zod";

/**
 * A check for settings of which exactly one may stand: a union of shapes would answer a slip with a list of all the
 * shapes it is not.
 */
export function exactlyOne(...keys: readonly string[]) {
  return z.refine<unknown>((value) => given(value, keys).length === 1, {
    when: isGroup,
    error: ({ input }) => {
      const found = given(input, keys);
      const which = found.length === 0 ? "none is given" : `${found.join(" and ")} exclude each other`;
      return `give exactly one of ${keys.join(", ")}: ${which}`;
    },
  });
}

/** A check for settings that go together: with `key` the `other` is needed, and without it the other says nothing. */
export function together(key: string, other: string) {
  return z.refine<unknown>((value) => [0, 2].includes(given(value, [key, other]).length), {
    when: isGroup,
    path: [other],
    error: ({ input }) =>
      given(input, [key]).length > 0
        ? `is missing; ${key} needs it`
        : `means nothing without ${key}; give ${key} too, or remove it`,
  });
}

/** Checks of a group also run where another check of it has failed: all faults are told at once. */
export function isGroup({ value }: { readonly value: unknown }): boolean {
  return typeof value === "object" && value !== null;
}

/** Those of the keys that stand in the group. */
export function given(value: unknown, keys: readonly string[]): readonly string[] {
  return typeof value === "object" && value !== null ? keys.filter((key) => key in value) : [];
}
