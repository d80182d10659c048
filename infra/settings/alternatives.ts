import { z } from "zod";

/**
 * A check for settings of which exactly one may stand: a union of shapes would answer a slip with a list of all the
 * shapes it is not.
 */
export function exactlyOne(...keys: readonly string[]) {
  const given = (value: unknown) => keys.filter((key) => has(value, key));
  return z.refine<unknown>((value) => given(value).length === 1, {
    when: isGroup,
    error: ({ input }) => {
      const found = given(input);
      const which = found.length === 0 ? "none is given" : `${found.join(" and ")} exclude each other`;
      return `give exactly one of ${keys.join(", ")}: ${which}`;
    },
  });
}

/** Checks for settings that go together: with `key`, the `other` is needed, and without it the other says nothing. */
export function together(key: string, other: string) {
  return z.refine<unknown>((value) => has(value, key) === has(value, other), {
    when: isGroup,
    path: [other],
    error: ({ input }) =>
      has(input, key)
        ? `is missing; ${key} needs it`
        : `means nothing without ${key}; give ${key} too, or remove it`,
  });
}

/** Also where another check of the group has failed: all faults are told at once. */
function isGroup({ value }: { readonly value: unknown }): boolean {
  return typeof value === "object" && value !== null;
}

function has(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}
